// What a story page is told: facts only, no words. server/story-facts.ts gathers them, views/story.ts says them.

import type { StatementEffect } from '../analysis/effects/statement-effects.ts'
import type { Gauge } from '../analysis/phases/gauge.ts'
import type { Stretch } from '../analysis/phases/page-phase.ts'
import type { PostKind } from '../events/post.ts'
import type { MilestoneKind, Moment, StatementKind } from '../events/story.ts'
import type { StoryPhases } from '../projections/phases.ts'
import type { Turn } from '../projections/stories.ts'
import type { Bin } from './chart.ts'

export type RangeName = '24h' | 'story' | '30d' | 'custom'
export type Label = 'negative' | 'neutral' | 'positive'

export type PostFacts = {
  readonly atMs: number
  readonly source: string
  readonly kind: PostKind
  readonly label: Label | 'unscored'
  /** Names of topics. */
  readonly topics: readonly string[]
  /** As the stranger wrote it; null where it is no longer kept or its platform forbids showing it. */
  readonly text: string | null
  /** As the stranger gave it: only http and https get through. */
  readonly url: string | null
}

export type TopicFacts = {
  readonly slug: string
  readonly name: string
  /** By the story's own rules, or built into every story. */
  readonly kind: 'rule' | 'reaction' | 'emerging'
  readonly last24h: Bin
  /** Of the last day against the one before. */
  readonly trend: 'rising' | 'steady' | 'falling'
  /** Posts per bin since the story began, oldest first; the same bins for every topic. */
  readonly spark: readonly number[]
  /** Nobody named it: an emerging phrase. `last24h` is one post per author and hour, as it was told last; no `spark`. */
  readonly emerged?: { readonly sinceMs: number; readonly authors: number }
}

export type SourceFacts = {
  readonly source: string
  readonly counts: Bin
  readonly state: 'ok' | 'delayed' | 'failing' | 'silent' | 'off'
  /** Pushed sources have no reading: then the newest post counts. */
  readonly lastReadMs: number | null
  readonly lastPostMs: number | null
  /** Since when it fails or is silent. */
  readonly sinceMs: number | null
  readonly problem: string | null
  /** Of its other channels, those that are not as well, each in a word. */
  readonly worse: readonly SourceFacts['state'][]
  readonly channels: number
  /** All of its channels show no more than the openings of threads. */
  readonly opensOnly: boolean
}

/** Of the lane that is shown, on posts of this story that people labelled. */
export type CalibrationFacts = {
  readonly n: number
  readonly sampled: number
  /** 90 % interval of the negative share of the labelled posts, 0..1. */
  readonly lower: number
  readonly upper: number
  readonly fittedAtMs: number
}

/** Mean calibrated probabilities of `n` posts, 0..1, with the 90 % interval of the negative share. */
export type CalibratedShares = {
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  readonly lower: number
  readonly upper: number
  readonly n: number
}

/** Something whose share rose against the calm days; shares 0..1, `ratio` null where the calm had none. */
export type RisenFacts = {
  readonly name: string
  readonly count: number
  readonly calmCount: number
  readonly share: number
  readonly usualShare: number
  readonly ratio: number | null
}

/** A peak or a stretch against the calm days before its episode. */
export type ContrastFacts = {
  readonly of: 'peak' | 'backlash' | 'reversal' | 'recovery' | 'second-wave'
  /** Of a peak. */
  readonly atMs?: number
  readonly fromMs: number
  readonly toMs: number
  /** Which posts the shares are of. */
  readonly among: 'negative' | 'scored'
  readonly negative: number
  readonly scored: number
  /** How many of those that `among` names the calm days have. */
  readonly calm: number
  /** In as many calm hours; absent: there was no calm. */
  readonly usual?: { readonly negative: number; readonly scored: number }
  readonly topics: readonly RisenFacts[]
  readonly sources: readonly RisenFacts[]
  /** Words that many began to write then, the surest first; `ratio`: how many times as often as usual. */
  readonly phrases: readonly { readonly title: string; readonly authors: number; readonly ratio: number }[]
}

/** What the page of peaks is told, in the order of time. */
export type PeaksFacts = {
  readonly slug: string
  readonly title: string
  readonly company: string
  readonly demonstration: boolean
  readonly contrasts: readonly (ContrastFacts & { readonly typical: readonly PostFacts[] })[]
  readonly nowMs: number
  readonly asOfMs: number | null
}

/** What stands declared or set by a person, and what the engine knows beside it. */
export type PhaseFacts = StoryPhases & {
  /** What the page calls them, from the first post to now; from when on a person says otherwise, that. */
  readonly stretches: readonly Stretch[]
  /** Undefined in views of the past, and before the engine has read the story. */
  readonly gauge: Gauge | undefined
}

export type StoryFacts = {
  readonly slug: string
  readonly title: string
  readonly company: string
  readonly about: string
  readonly demonstration: boolean
  readonly openedAtMs: number
  /** Null while it is watched. */
  readonly closedAtMs: number | null
  readonly statements: readonly Moment<StatementKind>[]
  readonly milestones: readonly Moment<MilestoneKind>[]
  /** Ids of statements and milestones in the order of recording: their numbers from 1. */
  readonly numbers: readonly string[]
  /** What was measured around each statement. */
  readonly effects: readonly StatementEffect[]
  /** Changes of method, in the order of recording. */
  readonly turns: readonly Turn[]
  readonly phases: PhaseFacts
  /** Of its peaks. */
  readonly contrasts: readonly ContrastFacts[]
  readonly range: RangeName
  /** The chart ends with what it tells of: nothing that comes now belongs to it. */
  readonly isOver: boolean
  readonly fromMs: number
  readonly binMs: number
  readonly lead: number
  readonly bins: readonly Bin[]
  readonly gaps: readonly (readonly [fromMs: number, toMs: number])[]
  /** Of the latest six hours, and of the six hours a day before. */
  readonly lastSixHours: Bin
  readonly sixHoursDayBefore: Bin
  readonly lastHour: Bin
  readonly last24h: Bin
  readonly calibration: CalibrationFacts | null
  readonly last24hCalibrated: CalibratedShares | null
  /** The hour with most posts since the story began. */
  readonly peak: { readonly atMs: number; readonly bin: Bin } | null
  /** Highest negative share of an hour with at least 30 scored posts; calibrated where there is a calibration. */
  readonly worstShare: number | null
  readonly total: Bin
  /** The fourth number of `total` taken apart, and native reposts, which are in no number. */
  readonly apart: { readonly unscored: number; readonly duplicates: number; readonly amplified: number }
  /** Counted once, and removed since. */
  readonly removed: number
  readonly firstPostMs: number | null
  readonly newestPostMs: number | null
  readonly topics: readonly TopicFacts[]
  readonly sparkFromMs: number
  readonly sources: readonly SourceFacts[]
  readonly typical: readonly PostFacts[]
  readonly newest: readonly PostFacts[]
  readonly lanes: readonly string[]
  readonly version: number
  /** When these facts were read. */
  readonly nowMs: number
  /** Set on a view as of a past moment: only what was recorded by then. */
  readonly asOfMs: number | null
}
