// What was measured of the method, for machines: lanes and their models, figures, calibrations, thresholds.
import { z } from 'zod'
import { minJaccardOf, defaults as repeats } from '../../../analysis/duplicates/duplicates.ts'
import { defaults as emerging } from '../../../analysis/emerging/emerging.ts'
import { labels } from '../../../events/post.ts'
import { methodFacts } from '../../method-facts.ts'
import { operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'

const share = z.number().min(0).max(1)
const count = z.int().min(0)
const label = z.enum(labels)
const byLabel = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ negative: shape, neutral: shape, positive: shape })
const measured = z.object({ macroRecall: share, macroF1: share })
const answered = z.object({ negative: count, neutral: count, positive: count, unscored: count })

const figuresShape = z
  .object({
    lane: z.string(),
    model: z.string().meta({ description: 'Figures are of this very model.' }),
    measuredOn: z.iso.date(),
    peers: z.array(z.object({ name: z.string(), version: z.string() })),
    sets: z.array(
      z.object({
        name: z.string(),
        unseen: z.boolean().meta({ description: 'Nothing of it was used in making the model.' }),
        posts: count,
        ...measured.shape,
        standardError: share.meta({ description: 'Of the macro recall.' }),
        recalls: byLabel(share),
        unscored: count,
        peers: z.record(z.string(), measured),
      }),
    ),
    confusion: byLabel(answered).meta({
      description: 'Of all unseen sets: how often each label of a person (outer) got each answer (inner).',
    }),
    hourly: z
      .object({
        set: z.string(),
        hours: count,
        without: share,
        calibrated: share,
        labels: count,
        constant: share.meta({ description: 'Of taking the share of those labels for every hour.' }),
        draws: count,
        peers: z.record(z.string(), z.object({ without: share, calibrated: share })),
      })
      .meta({ description: 'Mean absolute error of the hourly negative share, without and with a calibration.' }),
    otherLanguages: z.object({ languages: count, sentences: count, unscored: count }),
  })
  .meta({ id: 'MethodFigures' })

const methodShape = z
  .object({
    version: z.string().meta({ description: 'Of Outcry.' }),
    lanes: z.array(
      z.object({
        id: z.string(),
        model: z.string(),
        stories: count.meta({ description: 'That show its numbers.' }),
      }),
    ),
    figures: figuresShape.nullable().meta({ description: 'null: nothing was measured of this version.' }),
    reactions: z
      .object({
        posts: count,
        figures: z.array(
          z.object({
            slug: z.string(),
            said: count.meta({ description: 'Posts that have it, by a person.' }),
            found: count,
            right: count,
            precision: share.nullable(),
            recall: share.nullable(),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'null: not measured.' }),
    examples: z
      .array(z.object({ text: z.string(), meant: label, said: z.enum([...labels, 'unscored']), why: z.string() }))
      .meta({ description: 'Invented posts that the model of the figures answers wrongly.' }),
    calibrations: z.array(
      z.object({
        story: z.string(),
        lane: z.string(),
        model: z.string(),
        n: count,
        sampled: count,
        share: share,
        lower: share,
        upper: share,
        error: z.object({ share: z.number(), logLoss: z.number(), uncalibrated: z.number() }),
        from: moment,
        to: moment,
        fittedAt: moment,
      }),
    ),
    emerging: z.object({
      windowHours: z.number(),
      halfLifeHours: z.number(),
      minG2: z.number(),
      minDocuments: count,
      minAuthors: count,
      minRatio: z.number(),
      minBaseline: count,
    }),
    nearDuplicates: z.object({ windowHours: z.number(), minJaccard: share, minJaccardShort: share }),
  })
  .meta({ id: 'Method' })

const hourMs = 3_600_000

export const methodOperations = [
  operation({
    id: 'getMethod',
    method: 'get',
    path: '/method',
    summary: 'How posts are counted and understood, and what was measured of it',
    description: 'The page /method says the same in words.',
    access: 'public',
    answers: { 200: { description: 'The method', schema: methodShape } },
    run: ({ readModel }, { nowMs }) => {
      const { version, lanes, figures, reactions, examples, calibrations } = methodFacts(readModel, '', nowMs)
      const { windowMs, halfLifeMs, minG2, minDocuments, minAuthors, minRatio, minBaseline } = emerging
      return {
        json: {
          version,
          lanes,
          figures: orNull(figures),
          reactions: orNull(
            reactions && {
              posts: reactions.posts,
              figures: reactions.figures.map(({ slug, said, found, right, precision, recall }) => ({
                slug,
                said,
                found,
                right,
                precision,
                recall,
              })),
            },
          ),
          examples,
          calibrations: calibrations.map(
            ({ slug, lane, model, n, sampled, share, lower, upper, error, from, to, fittedAtMs }) => ({
              story: slug,
              lane,
              model,
              n,
              sampled,
              share,
              lower,
              upper,
              error,
              from,
              to,
              fittedAt: new Date(fittedAtMs).toISOString(),
            }),
          ),
          emerging: {
            windowHours: windowMs / hourMs,
            halfLifeHours: halfLifeMs / hourMs,
            minG2,
            minDocuments,
            minAuthors,
            minRatio,
            minBaseline,
          },
          nearDuplicates: {
            windowHours: repeats.windowMs / hourMs,
            minJaccard: minJaccardOf(Number.POSITIVE_INFINITY),
            minJaccardShort: minJaccardOf(0),
          },
        },
      }
    },
  }),
]
