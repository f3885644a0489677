// What was measured around a statement, as the API tells it: numbers rounded, and null where there is none.
import { z } from 'zod'
import type { HalfLife } from '../../../analysis/effects/half-life.ts'
import { shareOf, type Total } from '../../../analysis/effects/hours.ts'
import type { Change, StatementEffect } from '../../../analysis/effects/statement-effects.ts'
import type { VolumeTrend } from '../../../analysis/effects/volume-trend.ts'
import { orNull } from './operation.ts'

const share = z.number().min(0).max(1).nullable()
const change = z.number().nullable()
const count = z.int().min(0).nullable()
const moment = z.iso.datetime()

const changeShape = {
  negativeShareChange: change.meta({ description: 'Share after − share before; null before it is known.' }),
  lower: change.meta({ description: 'Of its 95 % interval: chance, and what the share does where nothing is said.' }),
  upper: change,
  verdict: z.enum(['better', 'worse', 'no visible effect', 'too early', 'too few posts']).meta({
    description: 'better: the whole interval is below 0; worse: above it. Before and after, never a cause.',
  }),
  posts: z
    .object({ before: count, after: count })
    .meta({ description: 'With a sentiment; fewer than 20 in either are too few.' }),
  share: z.object({ before: share, after: share }),
  knownFrom: moment.meta({ description: 'When both windows are full.' }),
}
export const effectShape = z.object({
  hours: z.literal(12),
  ...changeShape,
  interval: z.literal(0.95),
  factor: z.object({ value: z.number(), origin: z.enum(['shipped', 'own']), moments: z.int().min(0) }).meta({
    description: 'The interval is so many times as wide; own: from `moments` of this tracker without a statement.',
  }),
  day: z.object({ hours: z.literal(24), ...changeShape }).meta({ description: 'The same over 24 hours: secondary.' }),
  volume: z
    .object({ negative: z.int(), expected: z.number(), ratio: z.number(), lower: z.number(), upper: z.number() })
    .nullable()
    .meta({
      description: 'Weak: negative posts of the 12 h after over those that the trend of the 12 h before expects.',
    }),
  halfLife: z
    .object({ hours: z.number(), lower: z.number(), upper: z.number(), roughly: z.boolean(), since: moment })
    .nullable()
    .meta({
      description:
        'After how long half of the criticism above the usual is gone, from its highest point after the statement; 90 % interval. Null below 24 h.',
    }),
  alsoInWindows: z
    .array(z.string())
    .meta({ description: 'Ids of statements within these hours: what is measured may be of any of them.' }),
})

const rounded = (value: number, digits = 4) => Number(value.toFixed(digits))
const roundedOrNull = (value: number | undefined) => (value === undefined ? null : rounded(value))
const timeOf = (ms: number) => new Date(ms).toISOString()
const shareIn = (total: Total | undefined) =>
  total === undefined || total.scored === 0 ? null : rounded(shareOf(total))

const changeRow = ({ verdict, knownFromMs, before, after, change, lower, upper }: Change) => ({
  negativeShareChange: roundedOrNull(change),
  lower: roundedOrNull(lower),
  upper: roundedOrNull(upper),
  verdict,
  posts: { before: orNull(before?.scored), after: orNull(after?.scored) },
  share: { before: shareIn(before), after: shareIn(after) },
  knownFrom: timeOf(knownFromMs),
})

const volumeRow = ({ counted, expected, ratio, lower, upper }: VolumeTrend) => ({
  negative: counted,
  expected: rounded(expected, 1),
  ratio: rounded(ratio, 2),
  lower: rounded(lower, 2),
  upper: rounded(upper, 2),
})

const halfLifeRow = ({ hours, lower, upper, roughly, sinceMs }: HalfLife) => ({
  hours: rounded(hours, 1),
  lower: rounded(lower, 1),
  upper: rounded(upper, 1),
  roughly,
  since: timeOf(sinceMs),
})

export const effectRow = ({ hours, day, factor, volume, halfLife, alsoInWindows, ...short }: StatementEffect) => ({
  hours,
  ...changeRow({ hours, ...short }),
  interval: 0.95,
  factor: { value: rounded(factor.factor), origin: factor.origin, moments: factor.moments },
  day: { hours: day.hours, ...changeRow(day) },
  volume: volume === undefined ? null : volumeRow(volume),
  halfLife: halfLife === undefined ? null : halfLifeRow(halfLife),
  alsoInWindows,
})
