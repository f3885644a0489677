// One source of a story: what is usual there, and whether its posts may decide anything now.
import type { SetAside } from '../../events/phase.ts'
import { type Baseline, type Clock, copyOf, expectedPosts, learnHour } from './baseline.ts'
import { isFlood, looksCopied, shareOfCopies } from './copies.ts'
import { noSums, type Sums } from './dispersion.ts'
import { emptyWeek, type FirstWeek } from './first-week.ts'
import { copies, multiples, silence } from './settings.ts'
import type { SourceCounts } from './tick.ts'

/** Since the sum of a multiple left 0. */
type WindowSums = { -readonly [K in keyof Sums]: number } & { duplicates: number }

export type Source = {
  readonly name: string
  /** Absent while its first week is not over. */
  baseline?: Baseline
  week?: FirstWeek
  /** Of the last three calm days, oldest first. */
  snapshots: Baseline[]
  /** Posts expected since its last one. */
  unseen: number
  /** Further copies and negative posts, weighed by age. */
  recentDuplicates: number
  recentNegatives: number
  isAside: boolean
  isSilent: boolean
  hour: { posts: number; negatives: number; duplicates: number; expected: number; ticks: number }
  windows: WindowSums[]
}

const noWindow = (): WindowSums => ({ ...noSums, duplicates: 0 })
const noHour = () => ({ posts: 0, negatives: 0, duplicates: 0, expected: 0, ticks: 0 })

export const newSource = (name: string): Source => ({
  name,
  week: emptyWeek(),
  snapshots: [],
  unseen: 0,
  recentDuplicates: 0,
  recentNegatives: 0,
  isAside: false,
  isSilent: false,
  hour: noHour(),
  windows: multiples.map(noWindow),
})

const decay = 0.5 ** (1 / (12 * copies.halfLifeHours))
/** An hour that saw nothing where more than this was expected was rather not read. */
const unlikelyEmpty = 6

/**
 * What a known source adds to this tick; zeros while it is set aside, silent, or not read.
 * @param counts absent: not read
 * @param dispersion over-dispersion of hourly negatives
 */
export const takeCounts = (
  source: Source,
  baseline: Baseline,
  counts: SourceCounts | undefined,
  clock: Clock,
  dispersion: number,
): Sums & { readonly duplicates: number } => {
  source.recentDuplicates *= decay
  source.recentNegatives *= decay
  if (counts === undefined) return nothing
  const { negative, neutral, positive, duplicates } = counts
  const posts = negative + neutral + positive
  const expected = expectedPosts(baseline, clock)
  source.recentDuplicates += duplicates
  source.recentNegatives += negative
  source.isAside = isFlood(recentOf(source), baseline.copies)
  if (posts + duplicates > 0) {
    source.unseen = 0
    source.isSilent = false
  } else {
    source.unseen += expected
    if (source.unseen > silence.expected * Math.min(dispersion, silence.mostDispersion)) source.isSilent = true
  }
  if (source.isAside || source.isSilent) return nothing
  const { hour } = source
  hour.posts += posts
  hour.negatives += negative
  hour.duplicates += duplicates
  hour.expected += expected
  hour.ticks++
  return {
    negatives: negative,
    posts,
    usualNegatives: expected * baseline.share,
    usualPosts: expected,
    usualAmong: posts * baseline.share,
    duplicates,
  }
}

const nothing = { ...noSums, duplicates: 0 } as const

const recentOf = ({ recentNegatives, recentDuplicates }: Source) => ({
  negatives: recentNegatives,
  duplicates: recentDuplicates,
})

/** Ends an hour: it is learnt when the source was usable in all of it. */
export const endHour = (
  source: Source,
  at: { readonly hour: number; readonly weekday: number },
  dispersion: { readonly negatives: number; readonly share: number },
  isFrozen: boolean,
) => {
  const { hour, baseline } = source
  const isLikely = hour.posts > 0 || hour.expected <= unlikelyEmpty
  if (baseline !== undefined && !isFrozen && hour.ticks === 12 && hour.expected > 0 && isLikely)
    learnHour(baseline, hour, at, dispersion)
  source.hour = noHour()
}

export const beginWindow = (source: Source, multiple: number) => {
  source.windows[multiple] = noWindow()
}

export const addToWindow = (source: Source, multiple: number, added: Sums & { readonly duplicates: number }) => {
  const window = source.windows[multiple] as WindowSums
  window.negatives += added.negatives
  window.posts += added.posts
  window.usualNegatives += added.usualNegatives
  window.usualPosts += added.usualPosts
  window.usualAmong += added.usualAmong
  window.duplicates += added.duplicates
}

/** Left out of the evidence of a multiple. */
export const heldBack = ({ name, windows, baseline }: Source, multiple: number): SetAside | undefined => {
  const window = windows[multiple] as WindowSums
  if (baseline === undefined || !looksCopied(window, baseline.copies)) return undefined
  return { source: name, why: 'copies', copies: shareOfCopies(window) }
}

export const setAsideOf = (source: Source): SetAside | undefined =>
  source.baseline === undefined
    ? { source: source.name, why: 'new' }
    : source.isAside
      ? { source: source.name, why: 'copies', copies: shareOfCopies(recentOf(source)) }
      : source.isSilent
        ? { source: source.name, why: 'silent' }
        : undefined

const snapshotsKept = 3
export const takeSnapshot = ({ baseline, snapshots }: Source) => {
  if (baseline === undefined) return
  snapshots.push(copyOf(baseline))
  if (snapshots.length > snapshotsKept) snapshots.shift()
}

/** As it was about three days ago: a slow burn has taught the baseline its first days, and the snapshots since. */
export const rollBack = (source: Source) => {
  const [before] = source.snapshots
  if (before === undefined) return
  source.baseline = copyOf(before)
  source.snapshots = [before]
}
