// What is kept of the few phrases that may be emerging: who said them, how they felt, in which posts, and how they were written.
import type { Words } from '../words.ts'

const ways = 4
/** Bits a pane for who spoke: up to some hundreds their number can be told from how many are set (linear counting). */
const voiceWords = 16
const voiceBits = 32 * voiceWords
/** Of the latest posts with it, for what phrases have in common. */
const posts = 32
const spellings = 3
const maxSpellingUnits = 120

/** A word as written, and what stood between it and the next. */
export type Spelled = { readonly word: string; readonly behind: string | undefined }
const labels = { negative: 1, positive: 2 } as const

const bitsOf = (word: number) => {
  let v = word - ((word >>> 1) & 0x5555_5555)
  v = (v & 0x3333_3333) + ((v >>> 2) & 0x3333_3333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
/** A copy: a slice would keep the whole post in memory. */
const copy = (text: string, from: number, to: number) =>
  Buffer.from(text.slice(from, to), 'utf16le').toString('utf16le')

export const createPhraseDetails = (wanted: number, slots: number, panes: number) => {
  const sets = Math.max(1, Math.floor(wanted / ways))
  const size = sets * ways
  const slotOf = new Int32Array(size).fill(-1)
  const detailOf = new Int16Array(slots).fill(-1)
  const voices = new Int32Array(size * panes * voiceWords)
  const felt = new Uint16Array(size * panes * 2)
  const counted = new Int32Array(size)
  const documents = new Int32Array(size * posts)
  const positions = new Uint16Array(size * posts)
  const spellingHashes = new Int32Array(size * spellings)
  const spellingCounts = new Uint16Array(size * spellings)
  const spelled = new Array<readonly Spelled[] | undefined>(size * spellings)

  const clearPane = (detail: number, pane: number) => {
    const at = detail * panes + pane
    voices.fill(0, at * voiceWords, (at + 1) * voiceWords)
    felt.fill(0, 2 * at, 2 * at + 2)
  }
  const free = (detail: number) => {
    const slot = slotOf[detail] as number
    if (slot >= 0) detailOf[slot] = -1
    slotOf[detail] = -1
    for (let pane = 0; pane < panes; pane++) clearPane(detail, pane)
    counted[detail] = 0
    spellingCounts.fill(0, detail * spellings, (detail + 1) * spellings)
    spelled.fill(undefined, detail * spellings, (detail + 1) * spellings)
  }
  const hear = (detail: number, pane: number, voice: number, label: number) => {
    const at = detail * panes + (pane % panes)
    const bit = voice & (voiceBits - 1)
    const word = at * voiceWords + (bit >>> 5)
    voices[word] = (voices[word] as number) | (1 << (bit & 31))
    if (label !== 0) felt[2 * at + label - 1] = (felt[2 * at + label - 1] as number) + 1
  }

  return {
    size,
    slotOf,
    /** -1: it has none. */
    detailOf,
    /** Takes a free place, or that of a phrase said less often. @returns -1: there is none */
    attach: (slot: number, hash: number, totals: Int32Array): number => {
      const first = ((Math.imul(hash, 0x9e37_79b1) >>> 0) % sets) * ways
      let best = -1
      let least = totals[slot] as number
      for (let detail = first; detail < first + ways; detail++) {
        const has = slotOf[detail] as number
        const total = has < 0 ? -1 : (totals[has] as number)
        if (total >= least) continue
        least = total
        best = detail
      }
      if (best < 0) return -1
      free(best)
      slotOf[best] = slot
      detailOf[slot] = best
      return best
    },
    free,
    hear,
    /** Where it stands in a post: which document, and from which word on how many. */
    note: (detail: number, document: number, words: Words, index: number, length: number) => {
      const at = detail * posts + ((counted[detail] as number) % posts)
      documents[at] = document
      positions[at] = index
      counted[detail] = (counted[detail] as number) + 1
      const { text, from, to } = words
      const start = from[index] as number
      const end = to[index + length - 1] as number
      if (end - start > maxSpellingUnits) return
      let hash = 0
      for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
      let room = -1
      for (let i = detail * spellings; i < (detail + 1) * spellings; i++) {
        const count = spellingCounts[i] as number
        if (count > 0 && spellingHashes[i] === hash) {
          if (count < 0xffff) spellingCounts[i] = count + 1
          return
        }
        if (count <= 1) room = i
      }
      if (room < 0) return
      spellingHashes[room] = hash
      spellingCounts[room] = 1
      spelled[room] = Array.from({ length }, (_, i) => ({
        word: copy(text, from[index + i] as number, to[index + i] as number),
        behind: i + 1 < length ? copy(text, to[index + i] as number, from[index + i + 1] as number) : undefined,
      }))
    },
    clear: (pane: number) => {
      for (let detail = 0; detail < size; detail++) clearPane(detail, pane % panes)
    },
    /** Distinct authors in all panes: certainly `least`, about `authors`; and the documents by feeling. */
    countsOf: (detail: number) => {
      let least = 0
      for (let word = 0; word < voiceWords; word++) {
        let union = 0
        for (let pane = 0; pane < panes; pane++) union |= voices[(detail * panes + pane) * voiceWords + word] as number
        least += bitsOf(union)
      }
      const authors = Math.round(-voiceBits * Math.log(Math.max(1, voiceBits - least) / voiceBits))
      let negative = 0
      let positive = 0
      for (let at = 2 * detail * panes; at < 2 * (detail + 1) * panes; at += 2) {
        negative += felt[at] as number
        positive += felt[at + 1] as number
      }
      return { least, authors, negative, positive }
    },
    /** By document, where it stands in the latest posts with it. */
    placesOf: (detail: number): ReadonlyMap<number, number> => {
      const all = Math.min(posts, counted[detail] as number)
      return new Map(
        Array.from({ length: all }, (_, i) => [
          documents[detail * posts + i] as number,
          positions[detail * posts + i] as number,
        ]),
      )
    },
    /** The most frequent spelling; undefined: all were too long. */
    spellingOf: (detail: number): readonly Spelled[] | undefined => {
      let best = detail * spellings
      for (let i = best + 1; i < (detail + 1) * spellings; i++)
        if ((spellingCounts[i] as number) > (spellingCounts[best] as number)) best = i
      return spelled[best]
    },
    bytes: [slotOf, detailOf, voices, felt, counted, documents, positions, spellingHashes, spellingCounts].reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    ),
  }
}
export const labelOf = (label: 'negative' | 'neutral' | 'positive' | undefined): number =>
  label === 'negative' ? labels.negative : label === 'positive' ? labels.positive : 0
