// The shingles of the latest posts and where to find similar ones: bands of MinHash signatures in buckets. Fixed memory, oldest out first.
import { bandCount, type Shingles } from './shingles.ts'

/** The bands and one more place to be found at: the beginning of the text. */
const lists = bandCount + 1
/** Places of a bucket: keys and serial numbers together are one line of a processor's cache, so that looking costs one miss a list. */
const ways = 8

export type RecentTexts = {
  /** The number of the slot it has; slots are reused from the oldest on, after `onDrop`. */
  readonly put: (shingles: Shingles) => number
  /** Forgets what the text was; the slot stays taken until its turn comes. */
  readonly clear: (slot: number) => void
  /** Calls `visit` for each text that may be similar, each once, until it answers true. */
  readonly visitSimilar: (
    shingles: Shingles,
    visit: (slot: number, hashes: Int32Array, offset: number, size: number) => boolean,
  ) => void
  readonly bytes: number
}

const keyOf = ({ bands, beginning }: Shingles, list: number) => (list < bandCount ? (bands[list] as number) : beginning)

/**
 * A full bucket drops its oldest place: a text then has one band less to be found by, of the several it shares with a similar one.
 * So a crowd of texts with one beginning costs nobody time.
 * @param maxHashes room for the shingles of all texts together, 4 bytes each
 */
export const createRecentTexts = (maxTexts: number, maxHashes: number, onDrop: (slot: number) => void): RecentTexts => {
  let buckets = 128
  while (buckets * ways < maxTexts) buckets *= 2
  /** By list, bucket and place: a key, and behind the keys serial number + 1 of the text that has it, 0: free. */
  const places = new Int32Array(lists * buckets * ways * 2)
  const serials = new Int32Array(maxTexts)
  const sizes = new Uint16Array(maxTexts)
  const offsets = new Int32Array(maxTexts)
  const pool = new Int32Array(maxHashes)
  const seen = new Int32Array(maxTexts)
  // Serial numbers begin again where slots do. Then a text may push out a younger one from a bucket, once in 2^31.
  const wrapAt = Math.floor(0x7fff_fff0 / maxTexts) * maxTexts
  let run = 0
  let next = 0
  let oldest = 0
  let taken = 0
  let free = 0

  const slotOf = (serial: number) => serial % maxTexts
  const after = (serial: number) => (serial + 1 === wrapAt ? 0 : serial + 1)
  const bucketOf = (list: number, key: number) => (list * buckets + (key & (buckets - 1))) * ways * 2
  const clear = (slot: number) => {
    const offset = offsets[slot] as number
    pool.fill(0, offset, offset + (sizes[slot] as number))
    sizes[slot] = 0
    serials[slot] = 0
  }
  const drop = () => {
    const slot = slotOf(oldest)
    if ((sizes[slot] as number) > 0) onDrop(slot)
    clear(slot)
    oldest = after(oldest)
    taken--
  }
  /** Places in the pool are given in a circle; from the oldest text up to `free` they are taken. */
  const makeRoom = (size: number) => {
    if (free + size > maxHashes) {
      while (taken > 0 && (offsets[slotOf(oldest)] as number) >= free) drop()
      free = 0
    }
    for (;;) {
      const from = offsets[slotOf(oldest)] as number
      if (taken === 0 || from < free || from >= free + size) return
      drop()
    }
  }

  return {
    put: (shingles) => {
      const { size, hashes } = shingles
      if (taken === maxTexts) drop()
      makeRoom(size)
      const slot = slotOf(next)
      offsets[slot] = free
      sizes[slot] = size
      for (let i = 0; i < size; i++) pool[free + i] = hashes[i] as number
      free += size
      for (let list = 0; list < lists; list++) {
        const key = keyOf(shingles, list)
        const first = bucketOf(list, key)
        let place = first
        for (let i = first + 1; i < first + ways; i++)
          if ((places[i + ways] as number) < (places[place + ways] as number)) place = i
        places[place] = key
        places[place + ways] = next + 1
      }
      serials[slot] = next + 1
      next = after(next)
      taken++
      return slot
    },
    clear,
    visitSimilar: (shingles, visit) => {
      if (++run === 0x7fff_ffff) {
        seen.fill(0)
        run = 1
      }
      for (let list = 0; list < lists; list++) {
        const key = keyOf(shingles, list)
        const first = bucketOf(list, key)
        for (let i = first; i < first + ways; i++) {
          const serial = places[i + ways] as number
          if (places[i] !== key || serial === 0) continue
          const slot = slotOf(serial - 1)
          if (serials[slot] !== serial || seen[slot] === run) continue
          seen[slot] = run
          if (visit(slot, pool, offsets[slot] as number, sizes[slot] as number)) return
        }
      }
    },
    bytes: [places, serials, sizes, offsets, pool, seen].reduce((sum, { byteLength }) => sum + byteLength, 0),
  }
}
