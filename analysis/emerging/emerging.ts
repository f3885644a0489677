// Phrases of a story that many people began to say: the window of the last hours against what was said before. Nobody had to name them.

import { createFold } from '../tokens.ts'
import { hashText, maxUnits, mix, type Words } from '../words.ts'
import { logLikelihoodRatio } from './log-likelihood.ts'
import { createPhraseBaseline } from './phrase-baseline.ts'
import { createPhraseCounters } from './phrase-counters.ts'
import { createPhraseDetails, labelOf, type Spelled } from './phrase-details.ts'
import { mergePhrases } from './phrase-merging.ts'
import { createPast, type Past } from './phrase-past.ts'
import { roleOf, roles } from './stop-words.ts'

const hourMs = 3_600_000
export type Limits = {
  readonly windowMs: number
  readonly counters: number
  /** Phrases of which it is kept who said them, how and where. */
  readonly details: number
  readonly halfLifeMs: number
  readonly minG2: number
  readonly minDocuments: number
  readonly minAuthors: number
  /** Rate in the window over that before it. */
  readonly minRatio: number
  /** Before there are as many documents older than the window, and from a time as long as it, nothing is new: nothing emerges. */
  readonly minBaseline: number
  /** From then on a phrase is also held against the same part of the week. */
  readonly seasonalAfterMs: number
  readonly maxRows: number
}
export const defaults: Limits = {
  windowMs: 6 * hourMs,
  counters: 20_000,
  details: 2_048,
  halfLifeMs: 7 * 24 * hourMs,
  minG2: 15.1, // p < 0.0001 for one phrase by itself; many are looked at
  minDocuments: 8,
  minAuthors: 5,
  minRatio: 1.5,
  minBaseline: 100,
  seasonalAfterMs: 14 * 24 * hourMs,
  maxRows: 10,
}

export type Said = {
  readonly ref: string
  readonly atMs: number
  /** Undefined: not known; such a post is a voice of its own. */
  readonly author: string | undefined
  readonly words: Words
  /** Copied text is one voice, that of its original: it is not counted. */
  readonly duplicate: boolean
  readonly label: 'negative' | 'neutral' | 'positive' | undefined
}
export type Emerging = {
  /** Folded words: fit to be what a topic matches. */
  readonly phrase: string
  /** As most people write it. At least `minAuthors` authors said it. */
  readonly title: string
  readonly g2: number
  /** In the window: posts, one per author and hour and one per cluster of near-duplicates. */
  readonly documents: number
  readonly authors: number
  readonly firstSeenMs: number
  /** Rate in the window over that before it. */
  readonly ratio: number
  /** Of its documents, as far as their authors and feelings are known: from the first or second on, or later when much is new at once. */
  readonly negative: number
  readonly positive: number
}

/** That in which the phrase was more frequent. */
const harder = (ever: Past, sameTimes: Past | undefined): Past =>
  sameTimes !== undefined && sameTimes.said * ever.of > ever.said * sameTimes.of ? sameTimes : ever

const panes = 6
/** Who said what in which hour, as far as there is room: forgotten, an author's second post counts again. */
const heardSize = 1 << 17
const longest = 3

export const createEmerging = (limits: Partial<Limits> = {}) => {
  const all = { ...defaults, ...limits }
  const paneMs = all.windowMs / panes
  const counters = createPhraseCounters(all.counters, panes, (slot) => {
    const detail = details.detailOf[slot] as number
    if (detail >= 0) details.free(detail)
  })
  const details = createPhraseDetails(all.details, counters.size, panes)
  const baseline = createPhraseBaseline(all.halfLifeMs)
  const fold = createFold()
  const heard = new Int32Array(heardSize)
  const wordRoles = new Uint8Array(2 * maxUnits)
  /** Documents by pane of the window. */
  const documents = new Float64Array(panes)
  let inWindow = 0
  /** All documents ever. */
  let counted = 0
  let newest = Number.NaN
  let oldestMs = Number.POSITIVE_INFINITY
  let document = 0

  /** Whether it is the first time in that hour. */
  const isFirst = (voice: number, hash: number): boolean => {
    const key = mix(voice ^ hash) | 1
    const at = (key >>> 1) & (heardSize - 1)
    if (heard[at] === key) return false
    heard[at] = key
    return true
  }
  /**
   * Whether it is worth details: its rate in the window over that of all time, roughly, as it is asked for often and all time includes
   * the window. While there is little but the window (in the first hours, or in a file that begins with the newest post), all are.
   */
  const rises = (slot: number, times: number) =>
    inWindow > 0.7 * counted ||
    (counters.totals[slot] as number) * baseline.documents() >=
      times * baseline.estimate(counters.hashes[slot] as number) * inWindow

  const advance = (pane: number) => {
    if (pane <= newest) return
    const from = Number.isNaN(newest) ? pane : Math.max(newest + 1, pane - panes + 1)
    newest = pane
    for (let next = from; next <= pane; next++) {
      counters.clear(next)
      details.clear(next)
      inWindow -= documents[next % panes] as number
      documents[next % panes] = 0
    }
    for (let detail = 0; detail < details.size; detail++) {
      const slot = details.slotOf[detail] as number
      if (slot >= 0 && ((counters.totals[slot] as number) === 0 || !rises(slot, 0.9))) details.free(detail)
    }
  }

  const count = (
    hash: number,
    pane: number,
    atMs: number,
    voice: number,
    label: number,
    words: Words,
    i: number,
    n: number,
  ) => {
    const slot = counters.add(hash, pane, atMs, voice, label)
    if ((counters.totals[slot] as number) < 2) return
    let detail = details.detailOf[slot] as number
    if (detail < 0) {
      if (!rises(slot, 1.2)) return
      detail = details.attach(slot, hash, counters.totals)
      if (detail < 0) return
      const first = Math.floor((counters.firstMs[slot] as number) / paneMs)
      if (first > newest - panes)
        details.hear(detail, first, counters.firstVoices[slot] as number, counters.firstLabels[slot] as number)
    }
    details.hear(detail, pane, voice, label)
    details.note(detail, document, words, i, n)
  }

  const add = ({ ref, atMs, author, words, duplicate, label: felt }: Said) => {
    if (duplicate) return
    const pane = Math.floor(atMs / paneMs)
    advance(pane)
    oldestMs = Math.min(oldestMs, atMs)
    const isLive = pane > newest - panes
    const voice = author === undefined ? hashText(ref) : hashText(author)
    const inHour = mix(voice + Math.imul(Math.floor(atMs / hourMs), 0x9e37_79b1))
    const label = labelOf(felt)
    baseline.begin(pane * paneMs)
    document++
    if (isFirst(inHour, 0)) {
      baseline.addDocument()
      counted++
      if (isLive) {
        documents[pane % panes] = (documents[pane % panes] as number) + 1
        inWindow++
      }
    }
    for (let i = 0; i < words.count; i++) wordRoles[i] = roleOf(words, i)
    for (let i = 0; i < words.count; i++) {
      if (((wordRoles[i] as number) & roles.begins) === 0) continue
      let hash = 0
      for (let n = 1; n <= longest && i + n <= words.count; n++) {
        const role = wordRoles[i + n - 1] as number
        if (role & roles.breaks) break
        hash = mix(Math.imul(hash, 31) + (words.hashes[i + n - 1] as number))
        if ((role & (n === 1 ? roles.alone : roles.ends)) === 0 || !isFirst(inHour, hash)) continue
        baseline.add(hash)
        if (isLive) count(hash, pane, atMs, voice, label, words, i, n)
      }
    }
  }

  const plain = (words: readonly Spelled[]) => {
    const { units, length } = fold(words.map(({ word }) => word).join(' '))
    return String.fromCharCode(...units.subarray(1, length - 1))
  }
  const written = (words: readonly Spelled[]) =>
    words
      .map(({ word, behind }, i) => (i + 1 === words.length ? word : `${word}${behind ?? ' '}`))
      .join('')
      .replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')

  /**
   * What emerges as of this time, strongest first.
   * @param isKnown whether the story's own words already cover a phrase
   */
  const report = (nowMs: number, isKnown: (phrase: string) => boolean = () => false): readonly Emerging[] => {
    advance(Math.floor(nowMs / paneMs))
    const windowFromMs = (newest - panes + 1) * paneMs
    const window = Array.from({ length: panes }, (_, i) => newest - i).map((pane) => ({
      pane,
      atMs: pane * paneMs,
      documents: documents[pane % panes] as number,
    }))
    const past = createPast(baseline, counters, window)
    if (past.documents < all.minBaseline || oldestMs > windowFromMs - all.windowMs) return []
    const isSeasonal = windowFromMs - oldestMs >= all.seasonalAfterMs && past.documentsInParts >= all.minBaseline

    const candidates = [...details.slotOf].flatMap((slot, detail) => {
      const said = slot < 0 ? 0 : (counters.totals[slot] as number)
      if (said < all.minDocuments) return []
      const counts = details.countsOf(detail)
      const before = harder(past.ever(slot), isSeasonal ? past.sameTimes(slot) : undefined)
      const ratio = said / inWindow / ((before.said + 0.5) / (before.of + 1))
      if (counts.least < all.minAuthors || ratio < all.minRatio) return []
      const g2 = logLikelihoodRatio(said, inWindow, before.said, before.of)
      const words = details.spellingOf(detail)
      if (g2 < all.minG2 || words === undefined || isKnown(plain(words))) return []
      const places = details.placesOf(detail)
      return [{ words, g2, places, counts, ratio, said, firstSeenMs: counters.firstMs[slot] as number }]
    })
    return mergePhrases(candidates, all.maxRows).flatMap(({ seed, words }) => {
      const phrase = plain(words)
      if (isKnown(phrase)) return []
      const { g2, ratio, said, firstSeenMs, counts } = seed
      const authors = Math.min(said, Math.max(counts.least, counts.authors))
      const { negative, positive } = counts
      return [{ phrase, title: written(words), g2, documents: said, authors, firstSeenMs, ratio, negative, positive }]
    })
  }

  return {
    add,
    report,
    /** Fixed from the start; spellings come on top, at most 3 for each of the details. */
    bytes: counters.bytes + details.bytes + baseline.bytes + heard.byteLength + wordRoles.byteLength,
  }
}
