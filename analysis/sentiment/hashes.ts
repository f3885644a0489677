// The features of a post's tokens as hashes: word n-grams first, then character 4-grams. Training and scoring share it.
import { blank } from './characters.ts'
import { hashOf } from './dictionary.ts'
import { mostUnits, type Tokens } from './token.ts'

/** A feature is a number of so many bits. */
export const hashBits = 22
/** So many features share a slot of the table; their last bits, the print, say which of them lies there. */
export const printBits = 4
export const prints = 1 << printBits
export const slots = 1 << (hashBits - printBits)

const shift = 32 - hashBits
const charSeed = 0x5bd1_e995
const start = hashOf('<start>')
const end = hashOf('<end>')
const negatedSeed = 0x3c6e_f372

/** Every bit of what went in reaches the upper bits, which are kept. */
const mix = (hash: number): number => {
  const h = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b)
  return Math.imul(h ^ (h >>> 13), 0xc2b2_ae35) >>> shift
}

/** `count` hashes, of which the first `grams` are word n-grams. Valid until the next call. */
export type Hashes = { readonly hashes: Int32Array; grams: number; count: number }

/**
 * Words, pairs and triples of words, and characters within words. A word that the dictionary has summed up is left out, alone and in characters.
 * @param negated by token, 1: a word that a negation reaches; it counts once more, as another word
 */
export const createCollect = (summed: boolean): ((tokens: Tokens, negated: Uint8Array) => Hashes) => {
  const hashes = new Int32Array(6 * mostUnits)
  const collected: Hashes = { hashes, grams: 0, count: 0 }
  return ({ hashes: words, rows, count, codes, codeFrom }, negated) => {
    let n = 0
    let previous = start
    let pair = 0
    for (let i = 0; i < count; i++) {
      const word = words[i] as number
      if (!summed || rows[i] === 0) hashes[n++] = mix(word)
      if (negated[i] === 1) hashes[n++] = mix(word ^ negatedSeed)
      // Written always and kept from the second word on.
      hashes[n] = mix((Math.imul(pair, 0x2c1b_3c6d) + word) | 0)
      n += i > 0 ? 1 : 0
      pair = (Math.imul(previous, 0x9e37_79b1) + word) | 0
      hashes[n++] = mix(pair)
      previous = word
    }
    hashes[n++] = mix((Math.imul(previous, 0x9e37_79b1) + end) | 0)
    hashes[n++] = mix((Math.imul(pair, 0x2c1b_3c6d) + end) | 0)
    collected.grams = n
    // Within words and up to the blanks around them.
    for (let i = 0; i < count; i++) {
      if (summed && rows[i] !== 0) continue
      const first = codeFrom[i] as number
      const last = codeFrom[i + 1] as number
      let rolling = (blank << 16) | ((codes[first] as number) << 8) | (codes[first + 1] as number)
      for (let at = first + 2; at < last; at++) {
        rolling = (rolling << 8) | (codes[at] as number)
        hashes[n++] = mix(rolling ^ charSeed)
      }
    }
    collected.count = n
    return collected
  }
}
