// Numbered circles in the chart: which row each stands in, and which make room for others.
import type { Mark } from './chart.ts'
import { dayMs } from './wording.ts'

export type ChartMoment = {
  /** Of its entry in the list. */
  readonly id: string
  /** In its circle. */
  readonly text: string
  /** A company statement, a change of method, a peak by the counts, or press, milestone, effective date. */
  readonly look: 'company' | 'turn' | 'peak' | 'open'
  readonly label: string
  readonly atMs: number
  readonly untilMs: number | null
  readonly precision: 'minute' | 'day' | 'window'
}

const rows = 3
const narrowRows = 5
/** Two circles of a row stand at least this share of the width apart: 34 px of 1,012, and 28 of 280 on a phone. */
const wideGap = 0.034
const narrowGap = 0.1
/** A day's marker starts nowhere in the day: it stands at its middle, as one of a window does in the window. */
const spanOf = ({ atMs, untilMs, precision }: ChartMoment): readonly [fromMs: number, untilMs: number] => {
  const noonMs = Math.floor(atMs / dayMs) * dayMs + dayMs / 2
  if (precision === 'day') return [noonMs, noonMs]
  return [atMs, precision === 'window' ? Math.max(atMs, untilMs ?? atMs) : atMs]
}

/** Company statements choose first; null where every row is taken. */
const settle = (lefts: readonly { readonly left: number; readonly company: boolean }[], gap: number, rows: number) => {
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

type Gathered = { readonly atMs: number; readonly left: number; readonly count: number }

/** In the order of time. What finds no row is gathered into a "+3" that leads to the list. */
export const marksOf = (moments: readonly ChartMoment[], fromMs: number, toMs: number): Mark[] => {
  const inside = moments
    .filter((moment) => {
      const [startMs, untilMs] = spanOf(moment)
      return untilMs >= fromMs && startMs <= toMs
    })
    .map((moment) => {
      const [startMs, untilMs] = spanOf(moment).map((ms) => Math.max(fromMs, Math.min(ms, toMs))) as [number, number]
      const left = ((startMs + untilMs) / 2 - fromMs) / (toMs - fromMs)
      return { moment, startMs, untilMs, left, company: moment.look === 'company' }
    })
    .sort((a, b) => a.left - b.left)
  const wide = settle(inside, wideGap, rows)
  const narrow = settle(inside, narrowGap, narrowRows)
  const marks: Mark[] = []
  let gathered: Gathered | null = null
  inside.forEach(({ moment, startMs, untilMs, left }, index) => {
    const row = wide[index]
    if (row != null) {
      marks.push({
        fromMs: startMs,
        untilMs,
        row,
        narrowRow: narrow[index] ?? narrowRows - 1,
        text: moment.text,
        href: `#${moment.id}`,
        look: `${moment.look} ${moment.precision}`,
        label: moment.label,
      })
      return
    }
    const joins: Gathered | null = gathered !== null && left - gathered.left < wideGap ? gathered : null
    if (joins !== null)
      marks.splice(
        marks.findLastIndex(({ look }) => look === 'more'),
        1,
      )
    gathered = joins === null ? { atMs: (startMs + untilMs) / 2, left, count: 1 } : { ...joins, count: joins.count + 1 }
    marks.push({
      fromMs: gathered.atMs,
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
