// Posts in languages that the model does not know: they must be left unscored, not guessed.
import { otherLanguages } from './other-languages.ts'
import type { Library } from './sentiment-libraries.ts'
import { type Result, type Row, round } from './table.ts'

const leastPercent = 90

export const languages = (ours: Library, others: readonly Library[]): Result => {
  const unscored = (library: Library, posts: readonly string[]) =>
    posts.filter((text) => library.say(text).label === 'unscored').length
  const rows = Object.entries(otherLanguages).map(
    ([language, posts]): Row => ({
      language,
      posts: posts.length,
      ...Object.fromEntries([ours, ...others].map((library) => [library.name, unscored(library, posts)])),
    }),
  )
  const posts = Object.values(otherLanguages).flat()
  const share = (100 * unscored(ours, posts)) / posts.length
  return {
    name: 'sentiment: posts in other languages left unscored',
    goal: `≥ ${leastPercent} %: ${round(share, 1)} %`,
    reached: share >= leastPercent,
    rows,
  }
}
