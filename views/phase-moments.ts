// Changes of phase as entries of "What happened": each with its reason, and how surely its beginning is known.
import { peak as peakSettings } from '../analysis/phases/settings.ts'
import type { Phase } from '../events/phase.ts'
import type { DeclaredChange } from '../projections/phases.ts'
import { peakAbout } from './contrasts.ts'
import type { StoryFacts } from './facts.ts'
import { blankMoment, momentRows } from './moments.ts'
import { changeId, closedId, overrideId, phaseWords } from './phase-now.ts'
import { counted, spanOf } from './phrases.ts'
import { clockOf, hourMs, timeOf } from './wording.ts'

/** Declared later than this after its counts: posts that came in bulk, or that were late. */
const soonMs = hourMs
const provisionalMs = peakSettings.provisionalHours * hourMs
const tickMs = 5 * 60_000

/** `before`: of the change before. */
export const titleOf = (phase: DeclaredChange['phase'], before: Phase): string => {
  switch (phase) {
    case 'calm':
      return before === 'learning'
        ? 'Normal is known'
        : before === 'early-signs'
          ? 'Early signs have gone'
          : 'Calm again'
    case 'early-signs':
      return 'Early signs of criticism'
    case 'backlash':
      return 'Backlash'
    case 'cooling':
      return 'Criticism is cooling'
    case 'second-wave':
      return 'Second wave of criticism'
    case 'recovered':
      return 'Recovered'
  }
}

/** Its beginning stands in the reason, as a range. */
export const computed = (change: DeclaredChange) => {
  const { posts, minutes } = change.evidence
  const noticed = clockOf(Date.parse(change.at) + tickMs)
  const lateMs = Date.parse(change.declaredAt) - Date.parse(change.at)
  return [
    posts === 0
      ? `Noticed at ${noticed} UTC.`
      : `Noticed at ${noticed} UTC, computed from ${counted(posts, 'post')} of ${spanOf(minutes * 60_000)}.`,
    ...(lateMs > soonMs ? [`Declared on ${timeOf(Date.parse(change.declaredAt))}.`] : []),
  ].join(' ')
}

type Entry = { readonly id: string; readonly look: string; readonly atMs: number; readonly title: string }

const entry = ({ id, look, atMs, title }: Entry, text: string, effect: string, detail = '') => ({
  ...blankMoment,
  id,
  number: '',
  place: '',
  company: false,
  look: `no phase ${look}`,
  kind: 'Phase',
  detail,
  time: timeOf(atMs),
  datetime: new Date(atMs).toISOString(),
  title,
  text,
  told: text !== '',
  effect,
  measured: effect !== '',
})

const looks = {
  learning: 'calm',
  calm: 'calm',
  'early-signs': 'calm',
  backlash: 'backlash',
  cooling: 'backlash',
  'second-wave': 'backlash',
  recovered: 'recovery',
} as const satisfies { [P in Phase]: string }

type Peak = { readonly atMs: number; readonly ratio: number | undefined }

/** Of each confirmed episode, in order: the best estimate is that of the engine now, else of the episode's last change. */
export const peaksOf = ({ phases: { changes, gauge } }: Pick<StoryFacts, 'phases'>): Peak[] => {
  const peaks: (Peak | undefined)[] = []
  let isOpen = false
  for (const { phase, peak, evidence } of changes) {
    const look = looks[phase]
    if (look === 'backlash' && !isOpen) peaks.push(undefined)
    isOpen = look === 'backlash'
    if (peak !== undefined && look !== 'calm' && peaks.length > 0)
      peaks[peaks.length - 1] = { atMs: Date.parse(peak), ratio: evidence.peakRatio }
  }
  if (isOpen && gauge?.peak !== undefined) peaks[peaks.length - 1] = gauge.peak
  return peaks.filter((peak) => peak !== undefined)
}

const peakRows = (facts: StoryFacts) =>
  peaksOf(facts).map(({ atMs, ratio }) => {
    const isProvisional = facts.nowMs - atMs < provisionalMs
    return entry(
      { id: peakId(atMs), look: 'backlash', atMs, title: 'Peak of the criticism' },
      [
        ratio === undefined ? '' : `In three hours ${ratio.toFixed(1)} times as many negative posts as usual.`,
        peakAbout(facts, atMs),
      ]
        .join(' ')
        .trim(),
      isProvisional ? 'Provisional for 24 hours: a higher one may follow.' : '',
      isProvisional ? ' · provisional' : '',
    )
  })

export const peakId = (atMs: number) => `peak-${changeId(new Date(atMs).toISOString()).slice(2)}`

const phaseRows = (facts: StoryFacts) => {
  const { changes, override } = facts.phases
  const told = changes.map((change, i) => {
    const title = titleOf(change.phase, changes[i - 1]?.phase ?? 'learning')
    const at = { id: changeId(change.at), look: looks[change.phase], atMs: Date.parse(change.at), title }
    return entry(at, change.reason, computed(change), change.isRevised ? ' · revised' : '')
  })
  const set =
    override === undefined
      ? []
      : [
          entry(
            {
              id: overrideId,
              look: looks[override.phase],
              atMs: Date.parse(override.since),
              title: `Set by a person: ${phaseWords[override.phase]}`,
            },
            override.reason,
            '',
          ),
        ]
  return [...told, ...peakRows(facts), ...set]
}

const closedRows = ({ closedAtMs }: StoryFacts) => {
  if (closedAtMs === null) return []
  const told = { id: closedId, look: 'calm', atMs: closedAtMs, title: 'No longer watched' }
  return [{ ...entry(told, 'The story is closed: what is posted from then on is not counted.', ''), kind: 'Story' }]
}

/** All that happened, newest first. */
export const happenedRows = (facts: StoryFacts) =>
  [...phaseRows(facts), ...closedRows(facts), ...momentRows(facts).toReversed()]
    .map((row) => ({ row, ms: Date.parse(row.datetime) }))
    .sort((a, b) => a.ms - b.ms)
    .reverse()
    .map(({ row }) => row)
