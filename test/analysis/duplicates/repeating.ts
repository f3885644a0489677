// Set-up of the tests of duplicates: an index that is asked by ref and text, and texts that nobody else says.
import { createDuplicates, type Looked } from '../../../analysis/duplicates/duplicates.ts'
import { createReadWords } from '../../../analysis/words.ts'

export const read = createReadWords()

type Said = Partial<Omit<Looked, 'words' | 'ref'>>
/** Posts get their order from their number: p7 was received at version 7. */
const post = (ref: string, text: string, said: Said = {}): Looked => ({
  ref,
  version: 1,
  order: Number(ref.slice(1)),
  atMs: 0,
  groups: 'story',
  ...said,
  words: read(text),
})
export const create = (limits: Parameters<typeof createDuplicates>[0] = {}) => {
  const duplicates = createDuplicates({ maxPosts: 1_000, maxShingles: 20_000, ...limits })
  const look = (ref: string, text: string, said?: Said) => duplicates.look(post(ref, text, said))
  return { ...duplicates, ask: look, of: (ref: string, text: string, said?: Said) => look(ref, text, said).duplicateOf }
}

const vocabulary =
  'the app is now slower and asks for money at every start of my day please bring back what we had before'.split(' ')
/** A text nobody else says. */
export const textOf = (random: () => number, words: number) =>
  Array.from(
    { length: words },
    () => `${vocabulary[Math.floor(random() * vocabulary.length)]}${random() < 0.5 ? '' : Math.floor(random() * 50)}x`,
  )
export const complaint = 'The new update removed offline mode and I want my money back right now'
