// Numbered circles in the chart: which row each stands in, and which make room for others.
import type { Mark } from './chart.ts'
import { dayMs } from './wording.ts'

export type ChartMoment = {
  readonly number: number
  readonly atMs: number
  readonly untilMs: number | null
  readonly precision: 'minute' | 'day' | 'window'
  /** A company statement; else press, milestone, effective date. */
  readonly company: boolean
  readonly title: string
}

const rows = 3
/** Two circles of a row stand at least this share of the width apart: 28 px of 1,040, and of 280 on a phone. */
const wideGap = 0.028
const narrowGap = 0.1
/** A day's marker is wider, and starts nowhere in the day: its middle. */
const placeOf = ({ atMs, precision }: ChartMoment) =>
  precision === 'day' ? Math.floor(atMs / dayMs) * dayMs + dayMs / 2 : atMs

/** Company statements choose first; null where every row is taken. */
const settle = (lefts: readonly { readonly left: number; readonly company: boolean }[], gap: number) => {
  const settled: (number | null)[] = lefts.map(() => null)
  const taken: { left: number; row: number }[] = []
  const order = lefts
    .map((_, index) => index)
    .sort((a, b) => Number(lefts[b]?.company) - Number(lefts[a]?.company) || a - b)
  for (const index of order) {
    const left = lefts[index]?.left ?? 0
    const free = [...Array(rows).keys()].find(
      (row) => !taken.some((one) => one.row === row && Math.abs(one.left - left) < gap),
    )
    if (free === undefined) continue
    taken.push({ left, row: free })
    settled[index] = free
  }
  return settled
}

/** In the order of time. What finds no row is gathered into a "+3" that leads to the list. */
export const marksOf = (moments: readonly ChartMoment[], fromMs: number, toMs: number): Mark[] => {
  const inside = moments
    .map((moment) => ({
      moment,
      atMs: placeOf(moment),
      left: (placeOf(moment) - fromMs) / (toMs - fromMs),
      company: moment.company,
    }))
    .filter(({ left }) => left >= 0 && left <= 1)
    .sort((a, b) => a.left - b.left)
  const wide = settle(inside, wideGap)
  const narrow = settle(inside, narrowGap)
  const marks: Mark[] = []
  let gathered: { atMs: number; left: number; count: number } | null = null
  inside.forEach(({ moment, atMs, left }, index) => {
    const row = wide[index]
    if (row != null) {
      marks.push({
        atMs,
        untilMs: moment.untilMs ?? atMs,
        row,
        narrowRow: narrow[index] ?? rows - 1,
        text: String(moment.number),
        href: `#m${moment.number}`,
        look: `${moment.company ? 'company' : 'open'} ${moment.precision}`,
        label: `Moment ${moment.number}: ${moment.title}`,
      })
      return
    }
    const joins: { atMs: number; left: number; count: number } | null =
      gathered !== null && left - gathered.left < wideGap ? gathered : null
    if (joins !== null)
      marks.splice(
        marks.findLastIndex(({ look }) => look === 'more'),
        1,
      )
    gathered = joins === null ? { atMs, left, count: 1 } : { ...joins, count: joins.count + 1 }
    marks.push({
      atMs: gathered.atMs,
      untilMs: gathered.atMs,
      row: rows,
      narrowRow: rows,
      text: `+${gathered.count}`,
      href: '#happened',
      look: 'more',
      label: `${gathered.count} more in the list`,
    })
  })
  return marks
}
