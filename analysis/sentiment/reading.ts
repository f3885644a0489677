// All that scoring needs of a post: its tokens, its shape and its hashes, in buffers that are used again for the next one.
import type { Dictionary } from './dictionary.ts'
import { createFeel, type Felt } from './feelings.ts'
import { createCollect, type Hashes } from './hashes.ts'
import type { Tokens } from './token.ts'
import { createTokenise } from './tokeniser.ts'

/** Valid until the next call of the read that made it. */
export type Reading = { readonly tokens: Tokens; readonly felt: Felt; readonly hashed: Hashes }

/** Never throws, whatever the text is. */
export const createRead = (dictionary: Dictionary): ((text: string) => Reading) => {
  const tokenise = createTokenise(dictionary)
  const feel = createFeel()
  const collect = createCollect(dictionary.summed)
  let reading: Reading | undefined
  return (text) => {
    const tokens = tokenise(text)
    const felt = feel(tokens)
    const hashed = collect(tokens, felt.negated)
    // The parts hand out the same objects again and again.
    reading ??= { tokens, felt, hashed }
    return reading
  }
}
