// What the sentiment model knows of single words: a table from a word's 32-bit hash to a row of numbers. No word is in it.

/** Bits of a value. The lowest byte is the valence, -127..127, as a signed byte. */
export const negator = 1 << 8
export const intensifier = 1 << 9
export const contrast = 1 << 10
export const complaint = 1 << 11
export const praise = 1 << 12
/** Seen often enough in the training posts. */
export const vocabulary = 1 << 13
/** English; the languages of `languages` follow, one bit each. */
export const firstLanguage = 16
export const languages = [
  'en',
  'de',
  'es',
  'fr',
  'pt',
  'it',
  'nl',
  'pl',
  'sv',
  'tr',
  'da',
  'id',
  'cs',
  'ro',
  'fi',
] as const

/**
 * A row: the value; the word's own weights as in the table of model.ts (3 words); the sums over its character n-grams, two lanes a
 * word, each with `charBias` added (5 words), and the sum of their squared rarities. So a known word costs one look at one row
 * in place of one look at the table for each of its n-grams.
 */
export const rowWidth = 10
export const wordRow = 1
export const charRow = 4
export const charSquares = 9
export const charBias = 4_096
/** Longer words are not in it: their sums would not fit. */
export const longestWord = 32

export type Dictionary = {
  /** By slot: hash (0: empty), number of the row. */
  readonly slots: Int32Array
  /** Row 0 is that of unknown words. */
  readonly rows: Int32Array
  /** Whether the rows have weights: not while the model is being trained. */
  readonly summed: boolean
}

export const hashSeed = 0x811c_9dc5 | 0
export const hashPrime = 0x0100_0193

/** FNV-1a over UTF-16 units. */
export const hashOf = (text: string): number => {
  let hash = hashSeed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), hashPrime)
  return hash
}

const slotOf = (hash: number, mask: number): number => ((Math.imul(hash, 0x9e37_79b1) >>> 12) & mask) << 1

/** @returns the number of the word's row; 0 where the word is not known */
export const lookUp = (slots: Int32Array, hash: number): number => {
  const mask = (slots.length >> 1) - 1
  let slot = slotOf(hash, mask)
  while (slots[slot + 1] !== 0) {
    if (slots[slot] === hash) return slots[slot + 1] as number
    slot = (slot + 2) & ((mask << 1) | 1)
  }
  return 0
}

/** Slots: a power of two, well above the number of words. */
export const dictionarySize = 1 << 15

/** @param entries value by hash, the commonest word first: rows that are used together lie together */
export const createDictionary = (entries: ReadonlyMap<number, number>, size = dictionarySize): Dictionary => {
  if (entries.size > size * 0.8) throw new Error(`dictionary: ${entries.size} words do not fit into ${size} slots`)
  const slots = new Int32Array(2 * size)
  const rows = new Int32Array((entries.size + 1) * rowWidth)
  let row = 0
  for (const [hash, value] of entries) {
    let slot = slotOf(hash, size - 1)
    while (slots[slot + 1] !== 0) slot = (slot + 2) & (2 * size - 1)
    slots[slot] = hash
    slots[slot + 1] = ++row
    rows[row * rowWidth] = value
  }
  return { slots, rows, summed: false }
}
