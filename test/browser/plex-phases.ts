// Phases of the invented Plex story, as an engine would declare them: for looks, words and budgets, not for its judgement.
import type { Gauge } from '../../analysis/phases/gauge.ts'
import type { Evidence, PhaseChange, SetAside } from '../../events/phase.ts'
import { storyStream } from '../../events/story.ts'
import { hourMs } from '../../views/wording.ts'
import { declared, phaseChange } from '../given.ts'
import type { Pages } from './page-server.ts'

const iso = (ms: number) => new Date(ms).toISOString()
const aug = (day: number, hour: number, minute = 0) => Date.UTC(2017, 7, day, hour, minute)
const onsetMs = aug(18, 17, 5)
const peakMs = aug(19, 1, 30)
const setAside: readonly SetAside[] = [{ source: 'twitter', why: 'copies', copies: 0.83 }]
const sources = ['reddit', 'plex-forum', 'hackernews', 'press']

const evidence = (changes: Partial<Evidence>): Evidence => ({
  ...phaseChange('', 'calm').evidence,
  peakRatio: 24.6,
  onsetFrom: iso(onsetMs - hourMs),
  onsetTo: iso(onsetMs + hourMs),
  sources,
  setAside,
  ...changes,
})

const change = (
  atMs: number,
  phase: PhaseChange['phase'],
  reason: string,
  changes: Partial<PhaseChange> = {},
  counts: Partial<Evidence> = {},
): PhaseChange => ({ at: iso(atMs), phase, reason, onset: iso(onsetMs), evidence: evidence(counts), ...changes })

const aside = 'Reddit, plex-forum, Hacker News and press; Twitter set aside: 83 % copies.'
const peak = { peak: iso(peakMs) }

/** In order. */
export const plexPhases: readonly PhaseChange[] = [
  {
    at: iso(aug(17, 12)),
    phase: 'calm',
    reason: '7 days and 1,204 posts are enough to know what is normal: 8 posts an hour, 25 % of them negative.',
    evidence: evidence({ evidence: 0, minutes: 10_080, posts: 1_204, negative: 301, usual: 300, share: 0.25 }),
  },
  change(
    aug(18, 17, 35),
    'early-signs',
    `31 negative posts in 30 min, usually 1.4 (x22, over-dispersion 2.2); share 74 % against 25 %; evidence 13 (bar 12); began about 17:05, between 16:05 and 18:05; ${aside}`,
    {},
    { evidence: 13, minutes: 30, posts: 42 },
  ),
  change(
    aug(18, 17, 45),
    'backlash',
    `48 negative posts in 40 min, usually 1.9 (x25, over-dispersion 2.2); share 76 % against 25 %; evidence 24 (bar 18); began about 17:05, between 16:05 and 18:05; ${aside}`,
    {},
    { evidence: 24, bar: 18, minutes: 40, posts: 63 },
  ),
  change(
    aug(19, 10, 20),
    'cooling',
    `204 negative posts in 3 h, usually 12 (x17), at the peak x25 about 01:30; ${aside}`,
    peak,
    { minutes: 180, posts: 301 },
  ),
  change(
    aug(19, 17, 10),
    'second-wave',
    `390 negative posts in 3 h, usually 13 (x30), lowest since cooling x16; share 66 % against 25 %; ${aside}`,
    peak,
    { minutes: 180, posts: 590, peakRatio: 30.2 },
  ),
  change(
    aug(20, 3, 40),
    'cooling',
    `96 negative posts in 3 h, usually 9 (x11), at the peak x30 about 19:00; ${aside}`,
    { peak: iso(aug(19, 19)) },
    { minutes: 180, posts: 163, peakRatio: 30.2 },
  ),
  change(
    aug(21, 15, 5),
    'recovered',
    '52 negative posts in 24 h, usually 48 (x1.1); share 27 % against 25 %; no part of it above x1.3; Reddit, plex-forum, Hacker News, Twitter and press.',
    { peak: iso(aug(19, 19)) },
    { minutes: 1_440, posts: 193, peakRatio: 30.2, setAside: [] },
  ),
]

export const plexGauge: Gauge = {
  phase: 'cooling',
  toMs: aug(22, 18),
  evidence: 9.3,
  marks: { movement: 6, earlySigns: 12, backlash: 18 },
  learnt: { days: 7, posts: 1_204, neededDays: 7, neededPosts: 100 },
  usual: { postsPerHour: 8.2, negativesPerHour: 2.05, negativeShare: 0.25 },
  ratio3h: 1.2,
  ratio48h: { ratio: 1.8, lower: 1.5, upper: 2.2 },
  sources,
  setAside,
}

/** All of them, declared. */
export const givenPlexPhases = (pages: Pages, slug: string) =>
  pages.append(
    storyStream(slug),
    plexPhases.map((change) => declared(slug, change)),
  )
