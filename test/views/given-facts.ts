// A story's facts for tests of what the page says: calm and empty but for what a test names.
import type { Bin } from '../../views/chart.ts'
import type { PhaseFacts, PostFacts, StoryFacts } from '../../views/facts.ts'
import { hourMs } from '../../views/wording.ts'

/** Tue 22 Aug 2017, 18:05 UTC */
export const nowMs = Date.UTC(2017, 7, 22, 18, 5)
export const none: Bin = [0, 0, 0, 0]

const learning: PhaseFacts = {
  changes: [],
  revisions: [],
  stretches: [{ phase: 'calm', fromMs: Date.UTC(2017, 7, 18) }],
  gauge: undefined,
}

export const givenFacts = (changes: Partial<StoryFacts> = {}): StoryFacts => ({
  slug: 'plex-privacy',
  title: 'Plex privacy policy: users object to losing the data opt-out',
  company: 'Plex',
  about: 'media server software',
  demonstration: false,
  openedAtMs: Date.UTC(2017, 7, 18),
  closedAtMs: null,
  statements: [],
  milestones: [],
  numbers: [],
  effects: [],
  turns: [],
  phases: learning,
  contrasts: [],
  range: 'story',
  isOver: false,
  fromMs: Date.UTC(2017, 7, 22),
  binMs: hourMs,
  lead: 0,
  bins: Array(19).fill(none),
  gaps: [],
  lastSixHours: none,
  sixHoursDayBefore: none,
  lastHour: none,
  last24h: none,
  calibration: null,
  last24hCalibrated: null,
  peak: null,
  worstShare: null,
  total: none,
  apart: { unscored: 0, duplicates: 0, amplified: 0 },
  removed: 0,
  firstPostMs: null,
  newestPostMs: null,
  topics: [],
  sparkFromMs: Date.UTC(2017, 7, 22),
  sources: [],
  typical: [],
  newest: [],
  lanes: ['afinn'],
  version: 7,
  nowMs,
  asOfMs: null,
  ...changes,
})

export const givenPost = (changes: Partial<PostFacts> = {}): PostFacts => ({
  atMs: nowMs,
  source: 'reddit',
  kind: 'post',
  label: 'negative',
  topics: [],
  text: 'The opt-out is gone',
  url: null,
  ...changes,
})
