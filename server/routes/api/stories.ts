// Stories: all of them, one of them, opened and changed.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../../events/canonical.ts'
import { reactionSlugs, type StoryDefinition } from '../../../events/story.ts'
import { storyChange, storyEntry } from '../../../events/story-entry.ts'
import { channelsOf } from '../../../projections/channels.ts'
import type { Counts } from '../../../projections/counts.ts'
import { figuresOf, rangeOf, summaryOf } from '../../../projections/figures.ts'
import { sourcesOf } from '../../../projections/sources.ts'
import { type Story, storiesOf } from '../../../projections/stories.ts'
import { calibrationIn, withCalibrated } from '../../calibrated.ts'
import { phaseNow } from '../../phase-now.ts'
import { channelRow } from './channels.ts'
import { type ApiPorts, operation, orNull } from './operation.ts'
import {
  calibrationShape,
  channelShape,
  countsShape,
  milestoneShape,
  moment,
  statementShape,
  summaryShape,
  topicShape,
  turnShape,
} from './shapes.ts'
import { milestonesOf, statementRows } from './statements.ts'
import { needStory } from './story-lookup.ts'
import { topicRows } from './topics.ts'

const summaryRow = (ports: Pick<ApiPorts, 'readModel' | 'gaugeOf'>, story: Story, nowMs: number) => {
  const { slug, title, company, about, openedAt, closedAt, demonstration, lane } = story
  const { posts, net, updatedAt } = summaryOf(ports.readModel, slug, lane, nowMs)
  const { phase, pagePhase, since } = phaseNow(ports, story, nowMs)
  return {
    slug,
    title,
    company,
    about,
    phase,
    pagePhase,
    since,
    posts,
    net,
    updatedAt: new Date(updatedAt).toISOString(),
    openedAt,
    closedAt: orNull(closedAt),
    demonstration,
  }
}

/** What If-Match guards: the definition, whatever the posts do meanwhile. */
const definitionStamp = (definition: StoryDefinition, closed: boolean) => {
  const { title, company, about, channels, match, topics, reactions, demonstration, shadows } = definition
  const said = canonicalJson({
    ...{ title, company, about, channels, match, topics, reactions, demonstration, shadows },
    closed,
  })
  return createHash('sha256').update(said).digest('base64url').slice(0, 12)
}

const storyShape = z
  .object({
    ...summaryShape.shape,
    lane: z.string().meta({ description: 'Whose sentiments are counted.' }),
    chosen: z.string().nullable().meta({ description: 'The lane that is shown once it has analysed all posts.' }),
    shadows: z.array(z.string()).meta({ description: 'Lanes that analyse beside it.' }),
    calibration: calibrationShape.nullable().meta({ description: 'Of that lane; null while there is none.' }),
    match: z.array(z.string()),
    figures: z.object({
      lastHour: countsShape,
      lastSixHours: countsShape,
      sixHoursDayBefore: countsShape,
      lastDay: countsShape,
      peakHour: z.object({ start: moment, posts: z.int() }).nullable(),
      total: countsShape,
      sources: z.int(),
      firstPostAt: moment.nullable(),
      lastPostAt: moment.nullable(),
      days: z.int(),
    }),
    sources: z.array(z.object({ source: z.string(), ...countsShape.shape })),
    turns: z.array(turnShape).meta({ description: 'What changed the numbers of the past, in the order of recording.' }),
    statements: z.array(statementShape),
    milestones: z.array(milestoneShape),
    topics: z.array(
      topicShape.extend({
        match: z.array(z.string()).meta({ description: 'Empty for a reaction.' }),
        patterns: z.array(z.string()).optional(),
        exclude: z.array(z.string()).optional(),
      }),
    ),
    reactions: z
      .union([z.boolean(), z.array(z.enum(reactionSlugs))])
      .meta({ description: 'Which of the built-in topics it has: true = all.' }),
    channels: z.array(channelShape),
    version: z.int().meta({ description: 'Of the log; rises with every event.' }),
  })
  .meta({ id: 'Story' })

const turnRows = ({ turns = [] }: Story) =>
  turns.map((turn) => ({
    at: turn.at,
    of: turn.of,
    lane: turn.lane,
    before: turn.of === 'lane' ? turn.before : null,
    n: turn.of === 'calibration' ? turn.n : null,
  }))
/** What is told of the calibration that the shown lane has in the story. */
export const calibrationRow = (story: Story) => {
  const calibration = calibrationIn(story, story.lane)
  if (calibration === undefined) return null
  const { lane, model, n, sampled, temperature, biases, labelBiases, share, lower, upper, error, fittedAt } =
    calibration
  return { lane, model, n, sampled, temperature, biases, labelBiases, share, lower, upper, error, fittedAt }
}

const storyRow = (ports: ApiPorts, story: Story, nowMs: number) => {
  const { readModel, keepUp } = ports
  const { slug, lane } = story
  const figures = figuresOf(readModel, slug, lane, nowMs)
  const { peakHour, firstPostAt, lastPostAt } = figures
  const range = rangeOf(readModel, slug, lane, nowMs)
  const rulesOf = (topic: string) => {
    const { match = [], patterns, exclude } = story.topics.find((rule) => rule.slug === topic) ?? {}
    return { match, ...(patterns ? { patterns } : {}), ...(exclude ? { exclude } : {}) }
  }
  const calibration = calibrationIn(story, lane)
  const calibrated = <C extends Counts>(counts: C) => withCalibrated(counts, calibration)
  return {
    ...summaryRow(ports, story, nowMs),
    lane,
    chosen: orNull(story.chosen),
    shadows: story.shadows ?? [],
    calibration: calibrationRow(story),
    match: story.match,
    figures: {
      ...figures,
      lastHour: calibrated(figures.lastHour),
      lastSixHours: calibrated(figures.lastSixHours),
      sixHoursDayBefore: calibrated(figures.sixHoursDayBefore),
      lastDay: calibrated(figures.lastDay),
      total: calibrated(figures.total),
      peakHour: orNull(peakHour),
      firstPostAt: orNull(firstPostAt),
      lastPostAt: orNull(lastPostAt),
    },
    sources: sourcesOf(readModel, slug, lane).map(calibrated),
    turns: turnRows(story),
    statements: statementRows(ports, story, nowMs),
    milestones: milestonesOf(readModel, slug),
    topics: topicRows(readModel, story, range).map((topic) => ({ ...topic, ...rulesOf(topic.slug) })),
    reactions: story.reactions ?? true,
    channels: channelsOf(readModel)
      .filter(({ id }) => story.channels.length === 0 || story.channels.includes(id))
      .map((channel) => channelRow(channel, nowMs)),
    version: keepUp.version(),
  }
}

const storyAnswer = (ports: ApiPorts, slug: string, nowMs: number) => {
  const story = needStory(ports.readModel, slug, 'reading a story')
  return { json: storyRow(ports, story, nowMs), stamp: definitionStamp(story, story.closedAt !== undefined) }
}

export const storyOperations = [
  operation({
    id: 'listStories',
    method: 'get',
    path: '/stories',
    summary: 'All stories',
    access: 'public',
    answers: { 200: { description: 'All stories, by slug', schema: z.object({ stories: z.array(summaryShape) }) } },
    run: (ports, { nowMs }) => ({
      json: { stories: storiesOf(ports.readModel).map((story) => summaryRow(ports, story, nowMs)) },
    }),
  }),
  operation({
    id: 'getStory',
    method: 'get',
    path: '/stories/{slug}',
    summary: 'One story with figures, statements, milestones, topics and channels',
    access: 'public',
    answers: { 200: { description: 'The story', schema: storyShape }, 404: { description: 'No such story' } },
    run: (ports, { params: { slug = '' }, nowMs }) => storyAnswer(ports, slug, nowMs),
  }),
  operation({
    id: 'openStory',
    method: 'post',
    path: '/stories',
    summary: 'Open a story',
    description: 'The body is an entry of outcry.yaml. A closed story of this slug is opened again.',
    access: 'edit',
    body: storyEntry,
    answers: {
      201: { description: 'Opened', schema: storyShape },
      409: { description: 'There is an open story of this slug' },
    },
    run: async (ports, { body, nowMs }) => {
      const { version } = await ports.editing.openStory(body)
      await ports.settled(version)
      return { status: 201, location: `/api/v1/stories/${body.slug}`, ...storyAnswer(ports, body.slug, nowMs) }
    },
  }),
  operation({
    id: 'changeStory',
    method: 'patch',
    path: '/stories/{slug}',
    summary: 'Change a story, close it or open it again',
    description:
      'What is not named stays. `If-Match` with the ETag of the story guards its definition. Changed phrases and topics are applied to its past.',
    access: 'edit',
    body: storyChange,
    answers: {
      200: { description: 'As it is now', schema: storyShape },
      404: { description: 'No such story' },
      412: { description: 'Changed since' },
    },
    run: async (ports, { params: { slug = '' }, body, nowMs, checkMatch }) => {
      const { version } = await ports.editing.changeStory(slug, body, ({ definition, status }) =>
        checkMatch(definitionStamp(definition, status === 'closed')),
      )
      await ports.settled(version)
      return storyAnswer(ports, slug, nowMs)
    },
  }),
]
