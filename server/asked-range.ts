// Which time and which stretch of time a page's address asks for.
import { Problem } from '../events/problem.ts'
import type { AskedRange } from './story-range.ts'

export type Query = { readonly [name: string]: unknown }

const dayMs = 24 * 3_600_000

/** `Date.parse` takes 31 February for 3 March. */
const isDay = (day: string) => {
  const ms = Date.parse(day)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}

/** ms since 1970; undefined: not asked for. @throws Problem `invalid` */
export const timeFrom = (name: string, value: unknown): number | undefined => {
  if (value === undefined) return undefined
  const isTime = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value)
  const ms = isTime && isDay(value.slice(0, 10)) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms) || ms < Date.UTC(1990, 0) || ms > Date.UTC(2200, 0))
    throw new Problem('invalid', `showing a story: ${name} is no time; write it as 2017-08-19T09:00:00Z`)
  return ms
}

/** `from` and `to`, or a `range` by its name. @throws Problem `invalid` */
export const rangeFrom = (query: Query, nowMs: number): AskedRange => {
  const fromMs = timeFrom('from', query.from)
  const toMs = timeFrom('to', query.to)
  if (fromMs !== undefined || toMs !== undefined) {
    const to = toMs ?? nowMs
    const from = fromMs ?? to - dayMs
    if (from >= to || from >= nowMs)
      throw new Problem('invalid', 'showing a story: from must lie before to, and before now')
    return { name: 'custom', fromMs: from, toMs: to }
  }
  const { range } = query
  if (range === undefined || range === 'story') return { name: 'story' }
  if (range === '24h' || range === '30d') return { name: range }
  throw new Problem('invalid', 'showing a story: range is 24h, story or 30d')
}
