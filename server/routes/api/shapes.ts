// Shapes that several answers share, as the OpenAPI document tells them.
import { z } from 'zod'
import { channelKinds } from '../../../events/channel.ts'
import { milestoneKinds, statementKinds } from '../../../events/story.ts'
import { effectShape } from './effects.ts'

export const moment = z.iso.datetime()
const count = z.int().min(0)
const share = z.number().nullable()

export const countsShape = z.object({
  posts: count.meta({ description: 'negative + neutral + positive + unscored + duplicates' }),
  negative: count,
  neutral: count,
  positive: count,
  unscored: count,
  duplicates: count.meta({ description: 'Further near-duplicates.' }),
  amplified: count.meta({ description: 'Native reposts: in no other number.' }),
  removed: count.meta({ description: 'Counted once and removed or erased since: in no other number.' }),
  net: share.meta({ description: '(positive − negative) / scored; null when nothing was scored.' }),
  negativeShare: share.meta({ description: 'negative / scored; null when nothing was scored.' }),
  calibrated: z
    .object({
      negativeShare: share,
      net: share,
      lower: share.meta({ description: 'Of the 90 % interval of `negativeShare`: fit and number of posts.' }),
      upper: share,
      n: count.meta({ description: 'Posts that it was applied to.' }),
    })
    .optional()
    .meta({
      description:
        'By the calibration that the story has of its own: mean probabilities, not counts. Absent without one; null where n is 0.',
    }),
})

const ratio = z.number().min(0).max(1)
const biasesShape = z.object({ negative: z.number(), positive: z.number() })
export const calibrationShape = z
  .object({
    lane: z.string(),
    model: z.string().meta({ description: 'Of the probabilities that it is fitted to.' }),
    n: count.meta({ description: 'Labelled posts that it is fitted on.' }),
    sampled: count.meta({ description: 'How many of them were drawn at random.' }),
    temperature: z.number().meta({ description: 'Above 1: the lane was too sure.' }),
    biases: biasesShape.meta({
      description: 'For shares: added to the logarithms of the probabilities, these divided by the temperature.',
    }),
    labelBiases: biasesShape.meta({ description: 'For labels of single posts: added to the logarithms as they are.' }),
    share: ratio.meta({ description: 'Of negative posts among them, as calibrated.' }),
    lower: ratio.meta({ description: 'Of its 90 % interval.' }),
    upper: ratio,
    error: z.object({
      share: ratio.meta({ description: 'Standard error of a negative share, cross-validated.' }),
      logLoss: z.number(),
      uncalibrated: z.number().meta({ description: 'Log-loss without the calibration.' }),
    }),
    fittedAt: moment,
  })
  .meta({ id: 'Calibration' })

export const phaseShape = z.enum(['learning', 'calm', 'early-signs', 'backlash', 'cooling', 'second-wave', 'recovered'])
export const pagePhaseShape = z.enum(['calm', 'backlash', 'reversal', 'recovery'])

export const summaryShape = z
  .object({
    slug: z.string(),
    title: z.string(),
    company: z.string(),
    about: z.string(),
    phase: phaseShape,
    pagePhase: pagePhaseShape,
    since: moment.meta({ description: 'Since when it is in this phase.' }),
    posts: count,
    net: share.meta({ description: 'Of the last six hours, or of everything where they are empty.' }),
    updatedAt: moment,
    openedAt: moment,
    closedAt: moment.nullable(),
    demonstration: z.boolean().meta({ description: 'Invented posts around true events.' }),
  })
  .meta({ id: 'StorySummary' })

const said = {
  id: z.string(),
  number: z.int().min(1).meta({ description: 'In the order of recording: its mark in chart and list.' }),
  at: moment,
  until: moment.nullable(),
  precision: z.enum(['minute', 'day', 'window']),
  title: z.string(),
  text: z.string().nullable(),
  url: z.string().nullable(),
}
export const statementShape = z
  .object({
    ...said,
    kind: z.enum(statementKinds),
    heardAt: moment
      .nullable()
      .meta({ description: 'When posts first speak of it: where it is said, its effect is measured from there.' }),
    effect: effectShape,
  })
  .meta({ id: 'Statement' })
export const milestoneShape = z.object({ ...said, kind: z.enum(milestoneKinds) }).meta({ id: 'Milestone' })

export const turnShape = z
  .object({
    at: moment,
    of: z.enum(['lane', 'calibration']),
    lane: z.string(),
    before: z.string().nullable().meta({ description: 'Of a lane: whose numbers were shown before.' }),
    n: z.int().nullable().meta({ description: 'Of a calibration: on how many labelled posts it was fitted.' }),
  })
  .meta({ id: 'Turn' })

export const topicShape = z
  .object({
    slug: z
      .string()
      .nullable()
      .meta({ description: 'null: an emerging phrase, which has one once it is made a topic.' }),
    name: z.string().meta({ description: 'Of a reaction: its slug.' }),
    kind: z.enum(['rule', 'reaction', 'emerging']).meta({
      description: 'By the rules of the story, built into every story, or found in the posts.',
    }),
    posts: count.meta({ description: 'Of an emerging phrase: one per author and hour, as it was told last.' }),
    net: share,
    share: share.meta({
      description:
        'Of all posts of the range; a post may have several topics. Emerging: of the posts from `since` to `at`.',
    }),
    trend: z.enum(['rising', 'steady', 'falling']),
    counts: countsShape,
    phrase: z.string().optional().meta({ description: 'Emerging: the words, as a topic’s `match` takes them.' }),
    since: moment.optional().meta({ description: 'Emerging: the first post of the window that held it.' }),
    at: moment.optional().meta({ description: 'Emerging: when it was told last, by the time of the posts.' }),
    authors: count.optional().meta({ description: 'Emerging: of how many authors.' }),
    g2: z.number().optional().meta({ description: 'Emerging: log-likelihood ratio against what is usual.' }),
    ratio: z.number().optional().meta({ description: 'Emerging: how many times more often than usual.' }),
  })
  .meta({ id: 'Topic' })

export const channelShape = z
  .object({
    id: z.string(),
    kind: z.enum(channelKinds),
    state: z.enum(['ok', 'delayed', 'failing', 'silent', 'off']),
    lastReadAt: moment.nullable(),
    lastPostAt: moment.nullable(),
    posts: count,
    problem: z.string().nullable(),
  })
  .meta({ id: 'Channel' })
