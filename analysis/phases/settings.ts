// Every number that decides a phase, once. Pages and docs print them from here. Where they come from: docs/phases.md.

/** What is normal is known after this; before it, a story is learning. */
export const learning = { days: 7, posts: 100 } as const

/** "Negative posts are this many times the usual": one sum of evidence each, from moderate to violent. */
export const multiples = [1.8, 2.5, 4, 8] as const
/** The bar of each is that of the tier times this: what is violent is seldom chance. */
export const barWeights = [1.1, 1, 0.9, 0.8] as const

/** Evidence in nats: from where it is shown as movement, and what each tier needs. */
export type Marks = { readonly movement: number; readonly earlySigns: number; readonly backlash: number }
export const marks: Marks = { movement: 5, earlySigns: 10, backlash: 14 }

/** @param bar evidence for early signs, nats; the others keep their distance. Absent: the shipped ones */
export const marksFor = (bar: number = marks.earlySigns): Marks => ({
  movement: (bar * marks.movement) / marks.earlySigns,
  earlySigns: bar,
  backlash: (bar * marks.backlash) / marks.earlySigns,
})

export const evidence = {
  /** Most that a sum holds, nats: what has risen for days can still fall within one. */
  cap: 72,
  /** From which sum on the gates are looked at, nats. */
  looksFrom: 3,
  /** Share of negative posts among the extra ones of a backlash: angry people also write what no model calls negative. */
  extraShare: 0.7,
  /** How much the rate counts in the sum beside the share. */
  rateWeight: 1,
  /** The rate counts at most this many times as much as the share when it is decided. */
  rateOverShare: 1,
  /** A rate is compared with the usual one raised by so many standard deviations of the hours. */
  hourDeviations: 1.5,
  leastShareDispersion: 1.2,
  leastPostDispersion: 1.3,
  /** Without the busiest source, this part of the bar must still be reached, unless all together reach `alone` times the bar. */
  withoutOne: 0.3,
  alone: 2,
  /** A story with one source must reach so many times the bar. */
  only: 1.5,
} as const

/** What else must hold in the window since the sum left 0, at most a day. */
export const gates = {
  negatives: 12,
  minutes: 30,
  /** Negative posts over the usual. */
  ratio: 1.5,
  /** Negative share above the usual one, in the window and in its last `recentMinutes`; 0..1. */
  share: 0.08,
  recentShare: 0.1,
  recentMinutes: 180,
  /** Standard errors of that difference. */
  deviations: 3.5,
} as const

export const copies = {
  halfLifeHours: 3,
  /** Set aside above this many further copies, weighed by age, and this share of them above the usual one. */
  duplicates: 4,
  shareAboveUsual: 0.24,
  /** A window's evidence is counted without a source whose copies are this many standard deviations above its usual. */
  deviations: 2.3,
  leastInWindow: 3,
  /** Copies come in clumps: variance over that of independent ones. */
  dispersion: 1.5,
} as const

/** Silent: this many posts were expected since the last one, times the over-dispersion, at most `mostDispersion`. */
export const silence = { expected: 10, mostDispersion: 3 } as const

/** Nothing is learnt while an episode is open or on probation, or while any sum is above this part of the first bar. */
export const freezeAbove = 0.6

export const course = {
  /** Length of the window of the ratio that cooling and a second wave are read from, five-minute ticks. */
  windowTicks: 36,
  cooling: { afterHours: 3, leftOfPeak: 0.7, deviations: 2 },
  secondWave: { ratio: 1.8, overLowest: 1.8, deviations: 4 },
  newMaximum: { overHighest: 1.15, overLowest: 1.6, deviations: 3 },
} as const

/** The peak: the day with the most extra negative posts, and in it the hours. */
export const peak = { dayHours: 24, fineHours: 6, nearHours: 12, provisionalHours: 24 } as const

export const recovery = {
  /** Evidence for "1.1 times the usual" against "1.9 times", nats. */
  evidence: 5,
  low: 1.1,
  high: 1.9,
  /** The rate of negative posts is less than this many times the usual, at this probability. */
  ratio: 1.3,
  probability: 0.98,
  windowHours: 48,
  halfLivesHours: [4, 8, 16, 32, 64, 128, 256],
  /** How many hours in a row a busy or quiet spell of a whole story counts as one. */
  spellHours: 20,
  afterPeakHours: 12,
  afterOnsetHours: 6,
  probationHours: 48,
} as const

/** Nothing that was learnt holds after so long without a post. */
export const forgetAfterDays = 60
