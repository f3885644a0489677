// How a phase is decided, in words: every number is the engine's own.
import { recoveryShownMs } from '../analysis/phases/page-phase.ts'
import {
  barWeights,
  copies,
  course,
  evidence,
  freezeAbove,
  gates,
  learning,
  marks,
  multiples,
  peak,
  recovery,
  silence,
} from '../analysis/phases/settings.ts'
import type { StoryFacts } from './facts.ts'
import { unrecoveredAfterDays } from './phase-notes.ts'
import { pageWords } from './phase-now.ts'
import { counted, listed } from './phrases.ts'
import { dayMs } from './wording.ts'

const percent = (share: number) => `${Math.round(100 * share)}%`
const points = (share: number) => `${Math.round(100 * share)} points`

/** Beside the story: what the page calls each phase, and when. */
export const rules = [
  {
    look: 'backlash',
    word: pageWords.backlash,
    rule: `evidence over ${marks.backlash} (early signs: ${marks.earlySigns}), at least ${gates.negatives} negative posts, ${gates.ratio} times the usual, and a share ${points(gates.share)} above the usual`,
  },
  {
    look: 'reversal',
    word: pageWords.reversal,
    rule: 'the same, once the company has stated that it takes its decision back',
  },
  {
    look: 'recovery',
    word: pageWords.recovery,
    rule: `negative posts surely (${percent(recovery.probability)}) below ${recovery.ratio} times the usual, ${counted(recovery.afterPeakHours, 'hour')} after the peak at the earliest`,
  },
  {
    look: 'calm',
    word: pageWords.calm,
    rule: `none of these; again ${counted(recovery.probationHours, 'hour')} after a recovery`,
  },
]

/** Of the page /method. */
export const ruleNumbers = {
  learningDays: counted(learning.days, 'day'),
  learningPosts: counted(learning.posts, 'post'),
  multiples: listed(multiples.map(String)).replace(' and ', ' or '),
  heaviest: percent(Math.max(...barWeights)),
  lightest: percent(Math.min(...barWeights)),
  withoutOne: percent(evidence.withoutOne),
  alone: String(evidence.alone),
  freezeAbove: percent(freezeAbove),
  movement: String(marks.movement),
  earlySigns: String(marks.earlySigns),
  backlash: String(marks.backlash),
  negatives: String(gates.negatives),
  minutes: counted(gates.minutes, 'minute'),
  ratio: String(gates.ratio),
  share: points(gates.share),
  deviations: String(gates.deviations),
  recentShare: points(gates.recentShare),
  recentHours: counted(gates.recentMinutes / 60, 'hour'),
  courseHours: counted((course.windowTicks * 5) / 60, 'hour'),
  coolingAfter: counted(course.cooling.afterHours, 'hour'),
  coolingLeft: percent(course.cooling.leftOfPeak),
  coolingDeviations: String(course.cooling.deviations),
  waveRatio: String(course.secondWave.ratio),
  waveOverLowest: String(course.secondWave.overLowest),
  waveDeviations: String(course.secondWave.deviations),
  topOverHighest: String(course.newMaximum.overHighest),
  topOverLowest: String(course.newMaximum.overLowest),
  topDeviations: String(course.newMaximum.deviations),
  endLow: String(recovery.low),
  endHigh: String(recovery.high),
  endEvidence: String(recovery.evidence),
  recoveredBelow: String(recovery.ratio),
  recoveredSurely: percent(recovery.probability),
  recoveredAfterPeak: counted(recovery.afterPeakHours, 'hour'),
  recoveredAfterOnset: counted(recovery.afterOnsetHours, 'hour'),
  probation: counted(recovery.probationHours, 'hour'),
  recoveryShown: counted(recoveryShownMs / dayMs, 'day'),
  copiesCount: String(copies.duplicates),
  copiesShare: points(copies.shareAboveUsual),
  copiesHalfLife: counted(copies.halfLifeHours, 'hour'),
  silentAfter: String(silence.expected),
  provisional: counted(peak.provisionalHours, 'hour'),
  unrecoveredAfter: counted(unrecoveredAfterDays, 'day'),
}

/** What the page compares with. */
export const normalText = ({ phases: { gauge } }: StoryFacts): string =>
  gauge?.usual === undefined
    ? '“Normal” is not known yet, so nothing is compared with it.'
    : '“Normal” is what is usual at this hour, learnt from earlier days; while criticism is high nothing is learnt.'
