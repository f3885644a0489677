// Builds the dictionary: lexicon, own word lists, function words and the training vocabulary, as bits by a word's hash.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  complaint,
  contrast,
  createDictionary,
  type Dictionary,
  firstLanguage,
  hashOf,
  intensifier,
  languages,
  negator,
  praise,
  vocabulary,
} from '../dictionary.ts'
import { functionWords } from './function-words.ts'
import { complaints, contrasts, emojiValences, intensifiers, negators, praises, valences } from './word-lists.ts'

/** Steps of a valence of 1; the lexicon goes from -4 to 4. */
const steps = 30
/** A word that fewer training posts use is not known. */
const leastPosts = 5

const byteOf = (valence: number) => Math.max(-127, Math.min(127, Math.round(valence * steps))) & 0xff
const folded = (word: string) => word.toLowerCase().replaceAll(/['\u2019]/g, '')

const linesOf = (folder: string, name: string) =>
  gunzipSync(readFileSync(path.join(folder, name)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))

/** @param postsOf in how many training posts a word, given by its hash, occurs */
export const buildDictionary = (lexiconFolder: string, postsOf: ReadonlyMap<number, number>): Dictionary => {
  const lexicon = new Map<string, number>()
  for (const [valence, words] of valences) for (const word of words) lexicon.set(word, valence)
  for (const [word = '', mean] of linesOf(lexiconFolder, 'vader_lexicon.txt.gz'))
    lexicon.set(folded(word), Number(mean))
  const emoji = new Map<string, number>()
  for (const [sign = '', name = ''] of linesOf(lexiconFolder, 'emoji_utf8_lexicon.txt.gz')) {
    // An emoji of several code points is read as its first one.
    const first = String.fromCodePoint(sign.codePointAt(0) ?? 0)
    const felt = name.split(/\W+/).reduce((sum, word) => sum + (lexicon.get(word) ?? 0), 0)
    if (felt !== 0 && !emoji.has(first) && !/\w/.test(first)) emoji.set(first, Math.max(-3, Math.min(3, felt)))
  }
  for (const [sign, valence] of Object.entries(emojiValences)) emoji.set(sign, valence)

  const entries = new Map<number, number>()
  const add = (hash: number, bits: number) => entries.set(hash, (entries.get(hash) ?? 0) | bits)
  for (const [word, valence] of [...lexicon, ...emoji]) add(hashOf(word), byteOf(valence))
  const lists = [
    ...([
      [negators, negator],
      [intensifiers, intensifier],
      [contrasts, contrast],
    ] as const),
    ...([
      [complaints, complaint],
      [praises, praise],
    ] as const),
  ]
  for (const [words, bit] of lists) for (const word of words) add(hashOf(word), bit)
  languages.forEach((language, i) => {
    for (const word of functionWords[language]) add(hashOf(word), 1 << (firstLanguage + i))
  })
  for (const [hash, posts] of postsOf) if (posts >= leastPosts) add(hash, vocabulary)
  // All numbers are one word.
  add(hashOf('0'), vocabulary)
  return createDictionary(entries, 1 << 16)
}

/** In how many posts each word occurs, by hash. */
export const countWords = (texts: readonly string[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  for (const text of texts)
    for (const word of new Set(folded(text).match(/[\p{L}\p{N}_]+/gu) ?? [])) {
      const hash = hashOf(word)
      counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
  return counts
}
