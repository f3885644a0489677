// What the sentiment model knows of single words: one open-addressed table from a word's 32-bit hash to bits. No word is in it.

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

export type Dictionary = { readonly keys: Int32Array; readonly values: Int32Array }

export const hashSeed = 0x811c_9dc5 | 0
export const hashPrime = 0x0100_0193

/** FNV-1a over UTF-16 units; never 0, which marks an empty slot. */
export const hashOf = (text: string): number => {
  let hash = hashSeed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), hashPrime)
  return hash === 0 ? 1 : hash
}

export const slotOf = (hash: number, mask: number): number => (Math.imul(hash, 0x9e37_79b1) >>> 12) & mask

/** 0 where the word is not known. */
export const lookUp = ({ keys, values }: Dictionary, hash: number): number => {
  const mask = keys.length - 1
  let slot = slotOf(hash, mask)
  while (keys[slot] !== 0) {
    if (keys[slot] === hash) return values[slot] as number
    slot = (slot + 1) & mask
  }
  return 0
}

/** @param size a power of two, at least twice the number of words */
export const createDictionary = (entries: ReadonlyMap<number, number>, size: number): Dictionary => {
  const keys = new Int32Array(size)
  const values = new Int32Array(size)
  // In the order of the hashes, so that the same words give the same bytes.
  for (const [hash, value] of [...entries].sort(([a], [b]) => a - b)) {
    let slot = slotOf(hash, size - 1)
    while (keys[slot] !== 0) slot = (slot + 1) & (size - 1)
    keys[slot] = hash
    values[slot] = value
  }
  return { keys, values }
}
