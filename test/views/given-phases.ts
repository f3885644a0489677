// Phases of a story for tests of what the page says of them.
import type { Gauge } from '../../analysis/phases/gauge.ts'
import { stretchesOf } from '../../analysis/phases/page-phase.ts'
import type { PhaseChange } from '../../events/phase.ts'
import type { Moment, StatementKind } from '../../events/story.ts'
import { type StoryPhases, shownChanges } from '../../projections/phases.ts'
import type { Bin } from '../../views/chart.ts'
import type { StoryFacts } from '../../views/facts.ts'
import { dayMs } from '../../views/wording.ts'
import { phaseChange } from '../given.ts'
import { givenFacts, nowMs } from './given-facts.ts'

export const statement = (
  kind: StatementKind,
  at: string,
  more: Partial<Moment<StatementKind>> = {},
): Moment<StatementKind> => ({
  id: `${kind}-${at}`,
  at,
  kind,
  precision: 'minute',
  title: `Plex: ${kind}`,
  ...more,
})

export const announced = statement('announcement', '2017-08-18T17:00:00Z')
export const reversed = statement('reversal', '2017-08-19T21:00:00Z')
export const bothStatements = { statements: [announced, reversed], numbers: [announced.id, reversed.id] }
const peak = { atMs: Date.UTC(2017, 7, 19, 1), bin: [478, 90, 57, 0] as Bin }
/** A story in full swing. */
export const lively = {
  ...bothStatements,
  peak,
  firstPostMs: Date.UTC(2017, 7, 18, 9),
  newestPostMs: nowMs,
  lastHour: [20, 15, 14, 1] as Bin,
  last24h: [414, 344, 242, 0] as Bin,
  lastSixHours: [40, 30, 38, 0] as Bin,
  sixHoursDayBefore: [60, 30, 30, 0] as Bin,
  worstShare: 0.764,
  total: [9_000, 4_000, 2_000, 231] as Bin,
}

/** Of a story that knows what is normal, and has no evidence of anything. */
export const givenGauge = (changes: Partial<Gauge> = {}): Gauge => ({
  phase: 'calm',
  toMs: nowMs - 15 * 60_000,
  evidence: 0,
  marks: { movement: 6, earlySigns: 12, backlash: 18 },
  learnt: { days: 7, posts: 1_204, neededDays: 7, neededPosts: 100 },
  usual: { postsPerHour: 8, negativesPerHour: 1.8, negativeShare: 0.22 },
  ratio3h: 1,
  ratio48h: { ratio: 1, lower: 0.8, upper: 1.2 },
  sources: ['reddit'],
  setAside: [],
  ...changes,
})

export const onset = '2017-08-18T17:05:00.000Z'
export const normal = phaseChange('2017-08-17T00:00:00.000Z', 'calm')
const inEpisode = (at: string, phase: PhaseChange['phase'], changes: Partial<PhaseChange> = {}) =>
  phaseChange(`2017-08-${at}:00.000Z`, phase, { onset, ...changes })

/** Each with what comes before it; none of them is of the engine's judgement. */
export const earlySigns = inEpisode('18T17:35', 'early-signs')
export const backlash = inEpisode('18T17:45', 'backlash')
export const cooling = inEpisode('19T10:20', 'cooling', { peak: '2017-08-19T01:30:00.000Z' })
export const secondWave = inEpisode('19T17:10', 'second-wave', { peak: '2017-08-19T01:30:00.000Z' })
export const recovered = inEpisode('21T15:05', 'recovered', { peak: '2017-08-19T01:30:00.000Z' })

type Said = Partial<Omit<StoryFacts, 'phases'>> & {
  readonly changes?: readonly PhaseChange[]
  readonly revised?: readonly PhaseChange[]
  readonly revisions?: StoryPhases['revisions']
  readonly override?: StoryPhases['override']
  readonly gauge?: Gauge | undefined
}

/** A story with these changes declared, a quarter of an hour after each. */
export const givenPhases = ({ changes = [], revised = [], revisions = [], override, gauge, ...facts }: Said = {}) => {
  const declared = changes.map((change, i) => ({
    ...change,
    version: i + 1,
    declaredAt: new Date(Date.parse(change.at) + 15 * 60_000).toISOString(),
    isRevised: revised.includes(change),
  }))
  const phases: StoryPhases = { changes: declared, revisions, ...(override === undefined ? {} : { override }) }
  const { statements = [], nowMs: toMs = nowMs } = facts
  const firstPostMs = Date.UTC(2017, 7, 10)
  const stretches = stretchesOf(shownChanges(phases), statements, { fromMs: firstPostMs, nowMs: toMs })
  return givenFacts({
    firstPostMs,
    numbers: statements.map(({ id }) => id),
    ...facts,
    phases: { ...phases, stretches, gauge },
  })
}

export const daysAfter = (at: string, days: number) => Date.parse(at) + days * dayMs
