// Timelines of a story and of its topics, as JSON or CSV.
import { z } from 'zod'
import { lanes } from '../../../analysis/lanes.ts'
import { Problem } from '../../../events/problem.ts'
import { rangeOf } from '../../../projections/figures.ts'
import { bucketCount, ceilTo, finestInterval, floorTo, intervals } from '../../../projections/intervals.ts'
import { type Bucket, timelineOf } from '../../../projections/timeline.ts'
import { calibrationIn, withCalibrated } from '../../calibrated.ts'
import { csvOf } from '../../csv.ts'
import { type ApiPorts, type Call, momentSchema, operation } from './operation.ts'
import { boundedRange } from './range.ts'
import { countsShape, moment } from './shapes.ts'
import { needStory, needTopic } from './story-lookup.ts'

const laneIds = lanes.map(({ id }) => id)
const query = z.strictObject({
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  interval: z.enum(intervals).optional().meta({ description: 'Default: the finest that gives at most 400 buckets.' }),
  source: z.string().min(1).max(31).optional(),
  topic: z.string().min(1).max(80).optional().meta({ description: 'Slug or name.' }),
  lane: z.enum(laneIds).optional().meta({ description: 'Whose sentiments; default: the lane of the story.' }),
  at: momentSchema.optional().meta({
    description: 'Only what was recorded by then, without posts removed or erased since.',
  }),
  format: z.enum(['json', 'csv']).optional().meta({ description: 'Overrides `Accept`, for links.' }),
})
type Query = z.output<typeof query>

const timelineShape = z
  .object({
    interval: z.enum(intervals),
    from: moment,
    to: moment,
    version: z.int(),
    buckets: z.array(
      countsShape.extend({
        start: moment,
        complete: z.boolean().meta({ description: 'false: still running, or not read to its end.' }),
        noData: z.boolean().meta({ description: 'No channel was read in it: unknown, not zero.' }),
      }),
    ),
  })
  .meta({ id: 'Timeline' })

const columns = [
  'start',
  'posts',
  'negative',
  'neutral',
  'positive',
  'unscored',
  'duplicates',
  'amplified',
  'net',
  'negativeShare',
  'complete',
  'noData',
] as const satisfies readonly (keyof Bucket)[]
/** Empty where the story has no calibration of the lane. */
const calibratedColumns = [
  'calibratedNegativeShare',
  'calibratedNet',
  'calibratedLower',
  'calibratedUpper',
  'calibratedPosts',
] as const

const csvRow = ({ calibrated, ...bucket }: ReturnType<typeof withCalibrated<Bucket>>) => ({
  ...bucket,
  calibratedNegativeShare: calibrated?.negativeShare,
  calibratedNet: calibrated?.net,
  calibratedLower: calibrated?.lower,
  calibratedUpper: calibrated?.upper,
  calibratedPosts: calibrated?.n,
})

const timeline = async (
  ports: ApiPorts,
  { params: { slug = '' }, query, type, nowMs }: Call<Query>,
  topicNamed: string | undefined,
) => {
  const operation = 'reading a timeline'
  const { limits } = ports
  if (query.at !== undefined && query.at > nowMs)
    throw new Problem('malformed', `${operation}: \`at\` has not come yet; leave it out for now`)
  const past = query.at === undefined ? undefined : await ports.asOf(query.at)
  const readModel = past?.readModel ?? ports.readModel
  const endMs = query.at ?? nowMs
  const story = needStory(readModel, slug, operation)
  const lane = query.lane ?? story.lane
  const range = boundedRange(query, rangeOf(readModel, slug, lane, endMs), operation)
  const interval = query.interval ?? finestInterval(range.fromMs, range.toMs, limits.preferredBuckets)
  const buckets = bucketCount(range.fromMs, range.toMs, interval)
  if (buckets > limits.maxBuckets)
    throw new Problem(
      'invalid',
      `${operation}: it would have ${buckets} buckets, at most ${limits.maxBuckets} are answered; ask for less or a longer interval`,
    )
  const line = {
    story: slug,
    lane,
    ...(query.source === undefined ? {} : { source: query.source }),
    ...(topicNamed === undefined ? {} : { topic: needTopic(story, topicNamed, operation) }),
  }
  const calibration = calibrationIn(story, lane)
  const found = timelineOf(readModel, { ...line, interval, ...range, nowMs: endMs }).map((bucket) =>
    withCalibrated(bucket, calibration),
  )
  if (query.format === 'csv' || (query.format === undefined && type === 'text/csv'))
    return { csv: csvOf([...columns, ...calibratedColumns], found.map(csvRow)) }
  return {
    json: {
      interval,
      from: new Date(floorTo(range.fromMs, interval)).toISOString(),
      to: new Date(ceilTo(range.toMs, interval)).toISOString(),
      version: past?.version ?? ports.keepUp.version(),
      buckets: found,
    },
  }
}

const answers = {
  200: { description: 'Every bucket of the range, zeros included', schema: timelineShape },
  404: { description: 'No such story or topic' },
  422: { description: 'More than 5,000 buckets' },
}

export const timelineOperations = [
  operation({
    id: 'getTimeline',
    method: 'get',
    path: '/stories/{slug}/timeline',
    summary: 'Posts and sentiment over time',
    description: 'A post counts once it is analysed, by when it was made. Default range: the story.',
    access: 'public',
    query,
    answers,
    csv: true,
    run: (ports, call) => timeline(ports, call, call.query.topic),
  }),
  operation({
    id: 'getTopicTimeline',
    method: 'get',
    path: '/stories/{slug}/topics/{name}/timeline',
    summary: 'One topic over time',
    access: 'public',
    query: query.omit({ topic: true }),
    answers,
    csv: true,
    run: (ports, call) => timeline(ports, call as Call<Query>, call.params.name),
  }),
]
