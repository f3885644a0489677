// Statements and milestones as one numbered list: the narrative, and the circles in the chart.
import type { MilestoneKind, Moment, StatementKind } from '../events/story.ts'
import { countdownText, effectText } from './effect.ts'
import type { StoryFacts } from './facts.ts'
import type { ChartMoment } from './marks.ts'
import { webAddress } from './quote.ts'
import { chartTurn, numberedTurns, turnRow } from './turns.ts'
import { clockOf, dayMs, weekdayOf } from './wording.ts'

export const milestoneWords = {
  leak: 'Milestone',
  press: 'Press',
  peak: 'Milestone',
  effective: 'Effective date',
  aftermath: 'Milestone',
} as const satisfies {
  [K in MilestoneKind]: string
}
export const statementWords = {
  announcement: 'announcement',
  explainer: 'explanation',
  apology: 'apology',
  'partial-reversal': 'partial reversal',
  reversal: 'reversal',
  confirmation: 'confirmation',
  other: '',
} as const satisfies { [K in StatementKind]: string }

type Numbered =
  | { readonly number: number; readonly company: true; readonly moment: Moment<StatementKind> }
  | { readonly number: number; readonly company: false; readonly moment: Moment<MilestoneKind> }

type EffectFacts = Pick<StoryFacts, 'nowMs' | 'effects' | 'numbers'>

/** By time; the number follows the order of recording and never changes. */
export const numbered = ({ statements, milestones, numbers }: StoryFacts): Numbered[] => {
  const number = (id: string) => numbers.indexOf(id) + 1
  return [
    ...statements.map((moment) => ({ number: number(moment.id), company: true as const, moment })),
    ...milestones.map((moment) => ({ number: number(moment.id), company: false as const, moment })),
  ].sort((a, b) => a.moment.at.localeCompare(b.moment.at) || a.number - b.number)
}

/**
 * Only as exact as it is known: a day has no hour, a window has both ends.
 * @param day how a day is written
 */
export const whenOf = (
  { at, until, precision }: Pick<Moment<string>, 'at' | 'until' | 'precision'>,
  day: (ms: number) => string = weekdayOf,
) => {
  const time = (ms: number) => `${day(ms)}, ${clockOf(ms)} UTC`
  const from = Date.parse(at)
  if (precision === 'day') return day(from)
  if (precision === 'minute' || until === undefined) return time(from)
  const to = Date.parse(until)
  if (from % dayMs === 0 && to % dayMs === 0) return `${day(from)} to ${day(to - dayMs)}`
  return day(from) === day(to) ? `${day(from)}, ${clockOf(from)}–${clockOf(to)} UTC` : `${time(from)} to ${time(to)}`
}

/** How far off it is, or what was measured around it; nothing of what happened outside the company. */
const effectOf = ({ moment, company }: Numbered, { nowMs, effects, numbers }: EffectFacts) => {
  if (Date.parse(moment.at) > nowMs) return countdownText(moment, nowMs)
  const effect = effects.find(({ id }) => id === moment.id)
  return company && effect !== undefined ? effectText(moment, effect, (id) => numbers.indexOf(id) + 1) : ''
}

const row = (entry: Numbered, facts: EffectFacts) => {
  const { moment, number, company } = entry
  const href = webAddress(moment.url)
  const effect = effectOf(entry, facts)
  const kind = company ? statementWords[entry.moment.kind] : ''
  return {
    id: `m${number}`,
    number: String(number),
    place: String(number),
    company,
    look: company ? 'no company' : 'no',
    kind: company ? 'Company statement' : milestoneWords[entry.moment.kind],
    detail: kind === '' ? '' : ` · ${kind}`,
    time: whenOf(moment),
    datetime: moment.precision === 'day' ? moment.at.slice(0, 10) : moment.at,
    title: moment.title,
    text: moment.text ?? '',
    told: moment.text !== undefined,
    href: href ?? '',
    host: href === null ? '' : new URL(href).hostname.replace(/^www\./, ''),
    linked: href !== null,
    effect,
    measured: effect !== '',
  }
}

/** Newest first, changes of method among them. */
export const momentRows = (facts: StoryFacts) =>
  [
    ...numbered(facts).map((entry) => ({ at: entry.moment.at, told: row(entry, facts) })),
    ...numberedTurns(facts).map((turn) => ({ at: turn.turn.at, told: turnRow(turn) })),
  ]
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .reverse()
    .map(({ told }) => told)

export const blankMoment = row(
  {
    number: 0,
    company: true,
    moment: { id: '', at: '1970-01-01T00:00:00Z', precision: 'minute', kind: 'other', title: '' },
  },
  { nowMs: 0, effects: [], numbers: [] },
)

export const chartMoments = (facts: StoryFacts): ChartMoment[] => [
  ...numbered(facts).map(({ number, company, moment }) => ({
    id: `m${number}`,
    text: String(number),
    look: company ? ('company' as const) : ('open' as const),
    label: `Moment ${number}: ${moment.title}`,
    atMs: Date.parse(moment.at),
    untilMs: moment.until === undefined ? null : Date.parse(moment.until),
    precision: moment.precision,
  })),
  ...numberedTurns(facts).map(chartTurn),
]

/** The newest statement that was made by now. */
export const latestStatement = (facts: StoryFacts) =>
  numbered(facts)
    .filter((entry) => entry.company && Date.parse(entry.moment.at) <= facts.nowMs)
    .at(-1)
