// Posts that count as posts but have no sentiment, and reposts: so that what a reader adds up comes out right.
import type { StoryFacts } from './facts.ts'
import { counted } from './phrases.ts'
import { posts } from './summary.ts'
import { whole } from './wording.ts'

/** In words; posts = negative + neutral + positive + not scored + further copies. */
export const apartText = ({ total, apart: { unscored, duplicates, amplified } }: StoryFacts) => {
  const parts = [
    ...(unscored > 0 ? [`${whole(unscored)} not scored (in other languages, or without words)`] : []),
    ...(duplicates > 0
      ? [`${duplicates === 1 ? '1 further copy' : `${whole(duplicates)} further copies`} of a text, counted apart`]
      : []),
  ]
  const without = unscored + duplicates
  const first =
    without === 0
      ? 'Every post has a sentiment'
      : `Of ${counted(posts(total), 'post')} ${whole(without)} ${without === 1 ? 'has' : 'have'} no sentiment: ${parts.join(' and ')}`
  const reposts =
    amplified === 0 ? '' : ` ${counted(amplified, 'repost')} ${amplified === 1 ? 'is' : 'are'} in no number.`
  return `${first}.${reposts}`
}
