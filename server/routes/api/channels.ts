// Channels: how each is doing, opened and changed.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../../events/canonical.ts'
import type { ChannelConfig } from '../../../events/channel.ts'
import { channelChange, channelEntry, secretKey, secretNames } from '../../../events/channel-entry.ts'
import { Problem } from '../../../events/problem.ts'
import type { ChannelState } from '../../../projections/channel-state.ts'
import { channelOf, channelsOf } from '../../../projections/channels.ts'
import { healthOf, healthUntil } from '../../../projections/health.ts'
import { type ApiPorts, operation, orNull } from './operation.ts'
import { channelShape, moment } from './shapes.ts'

export const channelRow = (channel: ChannelState, nowMs: number) => {
  const { id, kind, lastReadAt, lastPostAt, posts } = channel
  const { state, problem } = healthOf(channel, nowMs)
  return {
    id,
    kind,
    state,
    lastReadAt: orNull(lastReadAt),
    lastPostAt: orNull(lastPostAt),
    posts,
    problem: orNull(problem),
  }
}

const openShape = z
  .object({
    ...channelShape.shape,
    config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    secrets: z.array(z.enum(secretNames)).meta({ description: 'Which are set; never their values.' }),
    openedAt: moment,
    closedAt: moment.nullable(),
    history: z
      .array(z.object({ at: moment, state: channelShape.shape.state, problem: z.string().nullable() }))
      .meta({ description: 'Each change of `state` and when it could be seen, in order; the last 200.' }),
  })
  .meta({ id: 'ChannelSettings' })

const trialShape = z
  .object({
    request: z.string().meta({ description: 'Method and address.' }),
    answer: z
      .object({ status: z.int(), contentType: z.string(), bytes: z.int(), tookMs: z.int() })
      .optional()
      .meta({ description: 'Absent where none came.' }),
    problem: z.string().optional().meta({ description: 'Why nothing would be kept.' }),
    posts: z.int(),
    rejected: z.int(),
    dropped: z.int().meta({ description: 'Private or no posts.' }),
    morePages: z.boolean(),
    examples: z.array(z.object({ at: moment, kind: z.string(), title: z.string(), text: z.string() })),
  })
  .meta({ id: 'ChannelTrial', description: 'What one request brought, and what of it would be kept.' })

const stampOf = (config: ChannelConfig, closed: boolean) =>
  createHash('sha256').update(canonicalJson({ config, closed })).digest('base64url').slice(0, 12)

const openedOf = (readModel: ApiPorts['readModel'], id: string): ChannelState => {
  const channel = channelOf(readModel, id)
  if (channel === undefined)
    throw new Problem('not-found', `reading a channel: there is no channel "${id}"; GET /api/v1/channels lists them`)
  return channel
}

const settingsAnswer = async ({ readModel, vault }: ApiPorts, id: string, nowMs: number) => {
  const channel = openedOf(readModel, id)
  const { config, openedAt, closedAt } = channel
  const kept = await Promise.all(secretNames.map((name) => vault.secret(secretKey(id, name))))
  const secrets = secretNames.filter((_, i) => kept[i] !== undefined)
  const history = healthUntil(channel, nowMs).map(({ at, state, problem }) => ({ at, state, problem: orNull(problem) }))
  return {
    json: { ...channelRow(channel, nowMs), config, secrets, openedAt, closedAt: orNull(closedAt), history },
    stamp: stampOf(config, closedAt !== undefined),
  }
}

export const channelOperations = [
  operation({
    id: 'listChannels',
    method: 'get',
    path: '/channels',
    summary: 'Where posts come from, and how each channel is doing',
    access: 'public',
    answers: { 200: { description: 'All channels, by id', schema: z.object({ channels: z.array(channelShape) }) } },
    run: ({ readModel }, { nowMs }) => ({
      json: { channels: channelsOf(readModel).map((channel) => channelRow(channel, nowMs)) },
    }),
  }),
  operation({
    id: 'getChannel',
    method: 'get',
    path: '/channels/{id}',
    summary: 'One channel with its settings',
    access: 'edit',
    answers: { 200: { description: 'The channel', schema: openShape }, 404: { description: 'No such channel' } },
    run: (ports, { params: { id = '' }, nowMs }) => settingsAnswer(ports, id, nowMs),
  }),
  operation({
    id: 'openChannel',
    method: 'post',
    path: '/channels',
    summary: 'Open a channel',
    description: 'The body is an entry of outcry.yaml. A closed channel of this id is opened again.',
    access: 'edit',
    body: channelEntry,
    answers: {
      201: { description: 'Opened', schema: openShape },
      409: { description: 'There is an open channel of this id, or a closed one of another kind' },
    },
    run: async (ports, { body, nowMs }) => {
      const { version } = await ports.editing.openChannel(body)
      await ports.settled(version)
      return { status: 201, location: `/api/v1/channels/${body.id}`, ...(await settingsAnswer(ports, body.id, nowMs)) }
    },
  }),
  operation({
    id: 'changeChannel',
    method: 'patch',
    path: '/channels/{id}',
    summary: 'Change a channel, close it or open it again',
    description: 'What is not named stays; null takes a setting or a secret away. `If-Match` guards its settings.',
    access: 'edit',
    body: channelChange,
    answers: {
      200: { description: 'As it is now', schema: openShape },
      404: { description: 'No such channel' },
      412: { description: 'Changed since' },
    },
    run: async (ports, { params: { id = '' }, body, nowMs, checkMatch }) => {
      const check = ({ config, status }: { config: ChannelConfig; status: string }) =>
        checkMatch(stampOf(config, status === 'closed'))
      const { version } = await ports.editing.changeChannel(id, body, check)
      await ports.settled(version)
      return settingsAnswer(ports, id, nowMs)
    },
  }),
  operation({
    id: 'testChannel',
    method: 'post',
    path: '/channels/{id}/test',
    summary: 'Ask once for the posts of a channel',
    description: 'One real request, of a channel that is polled. Nothing is kept.',
    access: 'edit',
    answers: {
      200: { description: 'What came back', schema: trialShape },
      404: { description: 'No such channel' },
      409: { description: 'Nothing reads a channel of this kind' },
    },
    run: async ({ readModel, tryChannel }, { params: { id = '' } }) => ({
      json: await tryChannel(openedOf(readModel, id)),
    }),
  }),
]
