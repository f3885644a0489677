// Shapes of phases, as the OpenAPI document tells them.
import { z } from 'zod'
import type { PhaseChange } from '../../../events/phase.ts'
import { orNull } from './operation.ts'
import { moment, pagePhaseShape, phaseShape } from './shapes.ts'

const share = z.number().min(0).max(1)
const setAside = z.array(
  z.object({
    source: z.string(),
    why: z.enum(['copies', 'silent', 'new']).meta({ description: '`new`: what is usual there is not known yet.' }),
    copies: share.optional().meta({ description: 'Of its negative posts.' }),
  }),
)

export const evidenceShape = z
  .object({
    evidence: z.number().meta({ description: 'Log-likelihood ratio, nats, and what it had to reach.' }),
    bar: z.number(),
    minutes: z.number().meta({ description: 'Length of the window that the other counts are of.' }),
    negative: z.number(),
    usual: z.number().meta({ description: 'Negative posts that are usual there and then.' }),
    posts: z.number(),
    share,
    usualShare: share,
    overdispersion: z.number(),
    peakRatio: z.number().optional(),
    onsetFrom: moment.optional(),
    onsetTo: moment.optional(),
    sources: z.array(z.string()),
    setAside,
  })
  .meta({ id: 'PhaseEvidence', description: 'The counts that decided: they can be counted again.' })

const change = z.object({ at: moment, phase: phaseShape })
export const foundShape = z
  .object({
    ...change.shape,
    onset: moment.nullable().meta({ description: 'Of the episode: the best estimate when this was declared.' }),
    peak: moment.nullable(),
    reason: z.string(),
    evidence: evidenceShape,
  })
  .meta({ id: 'PhaseFound' })
/** The answer of that shape. */
export const foundRow = ({ at, phase, onset, peak, reason, evidence }: PhaseChange) => ({
  at,
  phase,
  onset: orNull(onset),
  peak: orNull(peak),
  reason,
  evidence,
})

export const changeShape = z
  .object({
    ...foundShape.shape,
    declaredAt: moment.meta({ description: 'When it was recorded; `at` is on the clock of the posts.' }),
    revised: z.boolean().meta({ description: 'It replaces what was declared before: see `revisions`.' }),
  })
  .meta({ id: 'PhaseChange' })

export const revisionShape = z
  .object({
    at: moment.meta({ description: 'When it was recorded.' }),
    from: moment.meta({ description: 'From when on what was declared is replaced.' }),
    why: z.string(),
    replaced: z.array(change),
    changes: z.array(change),
  })
  .meta({ id: 'PhaseRevision' })

export const stretchShape = z
  .object({
    phase: pagePhaseShape,
    from: moment,
    to: moment.nullable(),
    episode: z.int().nullable().meta({ description: 'Counts from 0; calm has none.' }),
    partial: z.boolean().meta({ description: 'A reversal of a part only.' }),
  })
  .meta({ id: 'PhaseStretch', description: 'What the page calls it: see the method.' })

export const learntShape = z.object({
  days: z.number(),
  posts: z.int(),
  neededDays: z.number(),
  neededPosts: z.int(),
})

export const marksShape = z.object({ movement: z.number(), earlySigns: z.number(), backlash: z.number() })

export const gaugeShape = z
  .object({
    to: moment.meta({ description: 'End of the last five minutes that are in it.' }),
    evidence: z.number().meta({ description: 'Log-likelihood ratio, nats.' }),
    marks: marksShape.meta({ description: 'Where movement is shown, early signs and backlash are declared.' }),
    usual: z
      .object({ postsPerHour: z.number(), negativesPerHour: z.number(), negativeShare: share })
      .nullable()
      .meta({ description: 'At this hour; null while learning.' }),
    ratio3h: z.number().nullable().meta({ description: 'Negative posts of the last three hours over the usual.' }),
    ratio48h: z.object({ ratio: z.number(), lower: z.number(), upper: z.number() }).nullable(),
    onset: z.object({ at: moment, from: moment, to: moment }).nullable(),
    peak: z.object({ at: moment, ratio: z.number(), provisional: z.boolean() }).nullable(),
    sources: z.array(z.string()),
    setAside,
    volumeFlag: z.object({ since: moment }).nullable().meta({ description: 'While learning: unusually many posts.' }),
  })
  .meta({ id: 'PhaseGauge' })

export const overrideShape = z.object({ phase: phaseShape, reason: z.string(), since: moment })
