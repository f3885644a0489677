// A made-up community for tests of emerging phrases: posts of chatter in which other words can be planted.
import type { createEmerging, Said } from '../../../analysis/emerging/emerging.ts'
import { createReadWords } from '../../../analysis/words.ts'
import { createRandom } from '../hostile-texts.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
export const startMs = Date.parse('2026-03-02T00:00:00Z') // a Monday
const read = createReadWords()

export type Post = Omit<Said, 'words'> & { readonly text: string }
let posts = 0
export const post = (text: string, atMs: number, said: Partial<Post> = {}): Post => {
  const ref = `p${++posts}`
  return { ref, atMs, author: `author of ${ref}`, duplicate: false, label: 'neutral', text, ...said }
}
export const add = (emerging: ReturnType<typeof createEmerging>, ...all: readonly Post[]) => {
  for (const { text, ...said } of all) emerging.add({ ...said, words: read(text) })
}

/** What people say anyway: words of a made-up language, some of them much more often than others. */
export const createChatter = (seed: number) => {
  const random = createRandom(seed)
  const syllables = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'po', 'ru']
  const word = () => {
    let rank = Math.floor(Math.exp(random() * Math.log(4_000)))
    let text = 'z'
    for (; rank > 0; rank = Math.floor(rank / 10)) text += syllables[rank % 10]
    return text
  }
  const say = () => Array.from({ length: 8 + Math.floor(random() * 12) }, word).join(' ')
  return {
    random,
    say,
    /** Posts at random moments of a span, in their order. */
    during: (count: number, fromMs: number, spanMs: number): readonly Post[] =>
      Array.from({ length: count }, () => fromMs + Math.floor(random() * spanMs))
        .sort((a, b) => a - b)
        .map((atMs) => post(say(), atMs)),
  }
}

/** Among thousands of words some are said more often by chance; what is planted has none of theirs. */
export const isPlanted = ({ phrase }: { readonly phrase: string }) => !/\bz/.test(phrase)

export const windowMs = 6 * hourMs
export const nowMs = startMs + 3 * dayMs
