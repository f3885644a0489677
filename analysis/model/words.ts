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
  longestWord,
  lookUp,
  negator,
  praise,
  rowWidth,
  vocabulary,
} from '../sentiment/dictionary.ts'
import { createRead } from '../sentiment/reading.ts'
import { createSumRow } from '../sentiment/sums.ts'
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

/** The dictionary before it has weights, and the words that are in it. */
export type Vocabulary = { readonly dictionary: Dictionary; readonly words: readonly string[] }

/** Valence by word and emoji, -4..4: the VADER lexicon, and our own words where it has none. */
export const readLexicon = (lexiconFolder: string): ReadonlyMap<string, number> => {
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
  return new Map([...lexicon, ...emoji])
}

export const vocabularyOf = (lexicon: ReadonlyMap<string, number>, texts: readonly string[]): Vocabulary => {
  const postsOf = countWords(texts)
  const entries = new Map<string, number>()
  const add = (word: string, bits: number) => {
    if (word.length <= longestWord) entries.set(word, (entries.get(word) ?? 0) | bits)
  }
  for (const [word, valence] of lexicon) add(word, byteOf(valence))
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
  for (const [words, bit] of lists) for (const word of words) add(word, bit)
  languages.forEach((language, i) => {
    for (const word of functionWords[language]) add(word, 1 << (firstLanguage + i))
  })
  for (const [word, posts] of postsOf) if (posts >= leastPosts) add(word, vocabulary)
  // All numbers are one word.
  add('0', vocabulary)
  const posts = (word: string) => postsOf.get(word) ?? 0
  const commonest = [...entries].sort(([a], [b]) => posts(b) - posts(a) || (a < b ? -1 : 1))
  const hashed = new Map(commonest.map(([word, bits]) => [hashOf(word), bits]))
  return { dictionary: createDictionary(hashed), words: [...entries.keys()] }
}

/** In how many posts each word occurs. */
const countWords = (texts: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const text of texts)
    for (const word of new Set(folded(text).match(/[\p{L}\p{N}_]+/gu) ?? []))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** The same dictionary with the row of every word filled from the finished table. */
export const sumDictionary = ({ dictionary, words }: Vocabulary, table: Int32Array): Dictionary => {
  const read = createRead(dictionary)
  const sumRow = createSumRow(table)
  const rows = dictionary.rows.slice()
  for (const word of words) {
    const { tokens, hashed } = read(word)
    const row = lookUp(dictionary.slots, hashOf(word))
    // The first hash is the word itself, then come its pairs with start and end. What is read as several tokens is never looked up.
    const isOne = tokens.count === 1 && tokens.rows[0] === row
    const { hashes, grams, count } = hashed
    const summed = sumRow(hashes.subarray(0, isOne ? 1 : 0), hashes.subarray(grams, isOne ? count : grams))
    summed[0] = rows[row * rowWidth] as number
    rows.set(summed, row * rowWidth)
  }
  return { slots: dictionary.slots, rows, summed: true }
}
