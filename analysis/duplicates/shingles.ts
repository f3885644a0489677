// What a text is compared by: hashes of every three words in a row, and a short signature that similar texts share parts of.
import { kinds, mix, type Words } from '../words.ts'

/** Parts of a signature: texts that share `s` of their shingles share at least one band of four rows with 1 - (1 - s^4)^16. */
export const bandCount = 16
/** Of a longer text the smallest hashes are kept: a fair sample of its shingles. */
export const maxShingles = 256
/** Shorter texts are what many people say by themselves. */
export const minWords = 6

/** Valid until the next call of the function that made it. */
export type Shingles = {
  readonly size: number
  /** Rising, each once. */
  readonly hashes: Int32Array
  readonly bands: Int32Array
  /** Of the first six words: what a repost that was cut off still shares with its original. */
  readonly beginning: number
}

/** Odd numbers, one per row. */
const multipliers = Int32Array.from({ length: 4 * bandCount }, (_, row) => mix(row + 1) | 1)

/** All four rows in one pass: this loop is half of what a look costs. */
const bandOf = (hashes: Int32Array, size: number, band: number): number => {
  const byA = multipliers[4 * band] as number
  const byB = multipliers[4 * band + 1] as number
  const byC = multipliers[4 * band + 2] as number
  const byD = multipliers[4 * band + 3] as number
  let a = 0x7fff_ffff
  let b = a
  let c = a
  let d = a
  for (let i = 0; i < size; i++) {
    const hash = hashes[i] as number
    const inA = Math.imul(hash ^ byA, byA)
    const inB = Math.imul(hash ^ byB, byB)
    const inC = Math.imul(hash ^ byC, byC)
    const inD = Math.imul(hash ^ byD, byD)
    if (inA < a) a = inA
    if (inB < b) b = inB
    if (inC < c) c = inC
    if (inD < d) d = inD
  }
  return mix(Math.imul(Math.imul(Math.imul(Math.imul(a, 31) + b, 31) + c, 31) + d, 31) + band)
}

/** Few at a time: there a plain insertion is faster than a call into the engine. */
const sort = (hashes: Int32Array, size: number) => {
  if (size > 48) {
    hashes.subarray(0, size).sort()
    return
  }
  for (let i = 1; i < size; i++) {
    const value = hashes[i] as number
    let j = i - 1
    for (; j >= 0 && (hashes[j] as number) > value; j--) hashes[j + 1] = hashes[j] as number
    hashes[j + 1] = value
  }
}

/**
 * Undefined: the text is too short to be compared. Users, links, numbers and signs are left out. MinHash after Broder (1997): one value
 * of the signature is the smallest of all shingles under one mixing of their bits.
 */
export const createShingle = (): ((words: Words) => Shingles | undefined) => {
  let hashes = new Int32Array(1_024)
  const kept = new Int32Array(hashes.length)
  const bands = new Int32Array(bandCount)
  return (words) => {
    if (hashes.length < words.count) hashes = new Int32Array(2 * words.count)
    let length = 0
    let size = 0
    let beginning = 0
    let first = 0
    let second = 0
    let halves = 0
    for (let i = 0; i < words.count; i++) {
      const kind = words.kinds[i]
      if (kind !== kinds.word && kind !== kinds.letter) continue
      halves += kind === kinds.word ? 2 : 1 // a word of such a script has about two letters
      const third = words.hashes[i] as number
      if (++length <= minWords) beginning = mix(Math.imul(beginning, 31) + third)
      if (length >= 3) hashes[size++] = mix(Math.imul(Math.imul(first, 31) + second, 31) + third)
      first = second
      second = third
    }
    if (halves < 2 * minWords) return undefined
    sort(hashes, size)
    let once = 0
    for (let i = 0; i < size && once < maxShingles; i++)
      if (once === 0 || hashes[i] !== kept[once - 1]) kept[once++] = hashes[i] as number
    for (let band = 0; band < bandCount; band++) bands[band] = bandOf(kept, once, band)
    return { size: once, hashes: kept, bands, beginning }
  }
}

/**
 * How many of both are in one of them, and in each: exact up to 256 shingles, from there on over the smallest of both, the fair sample.
 * @param offset where the shingles of `right` begin
 */
export const compare = (left: Int32Array, leftSize: number, right: Int32Array, offset: number, rightSize: number) => {
  let i = 0
  let j = 0
  let shared = 0
  while (i < leftSize && j < rightSize) {
    const a = left[i] as number
    const b = right[offset + j] as number
    if (a === b) shared++
    if (a <= b) i++
    if (b <= a) j++
  }
  // What is left of one lies beyond the sample of the other if that one was cut.
  const lefts = rightSize === maxShingles ? i : leftSize
  const rights = leftSize === maxShingles ? j : rightSize
  return { jaccard: shared / (lefts + rights - shared), contained: shared / lefts }
}
