// Channels: what each is, what of it was read, and how it is doing.
import { canonicalJson } from '../events/canonical.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import {
  type ChannelConfig,
  type ChannelEvent,
  endsWithAccess,
  missingCredentials,
  type SecretTags,
} from '../events/channel.ts'
import type { Recorded } from '../events/event.ts'
import type { ChannelState } from './channel-state.ts'
import { healthUntil, noteHealth } from './health.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'
import { addSpan } from './spans.ts'

/** Posts or failures of a channel that no event has opened belong to this. */
const unopened: ChannelState = {
  id: '',
  kind: 'webhook',
  config: {},
  secrets: {},
  openedAt: '',
  posts: 0,
  sources: {},
  reads: [],
  gaps: [],
  health: [],
  knownAt: '',
}

const maxGaps = 500
const later = (a: string | undefined, b: string) => (a === undefined || a < b ? b : a)
const earlier = (a: string | undefined, b: string) => (a === undefined || a > b ? b : a)

const received = (state: ChannelState, id: string, source: string, at: string, recordedAt: string): ChannelState => ({
  ...state,
  id,
  posts: state.posts + 1,
  sources: { ...state.sources, [source]: (state.sources[source] ?? 0) + 1 },
  firstPostAt: earlier(state.firstPostAt, at),
  lastPostAt: later(state.lastPostAt, at),
  ...(state.kind === 'webhook' ? { lastReadAt: later(state.lastReadAt, recordedAt) } : {}),
})

const notOfPlace = ['pollEvery', 'retentionDays', 'maxReadsPerDay', 'clientId', 'authUrl', 'username']
/** Which place is read; the rest says how often, as whom, and for how long texts stay. */
export const placeOf = (config: ChannelConfig): string =>
  canonicalJson(Object.fromEntries(Object.entries(config).filter(([name]) => !notOfPlace.includes(name))))

/** Another place is read from its beginning. What somebody must put right may be put right now. */
const changed = (state: ChannelState, config: ChannelConfig, secrets: SecretTags = {}): ChannelState => {
  const { cursor, nextAt: _, failing, ...rest } = state
  const isSame = placeOf(config) === placeOf(state.config)
  return {
    ...rest,
    config,
    secrets,
    ...(cursor === undefined || !isSame ? {} : { cursor }),
    ...(failing === undefined ? {} : { failing: triedAgain(failing) }),
  }
}

const isDenied = ({ kind, config, secrets, closedAt, failing }: ChannelState) =>
  closedAt !== undefined || failing?.refused === true || missingCredentials(kind, config, secrets).length > 0

/** Looked at after every event of the channel's own. */
const withAccess = (state: ChannelState, at: string): ChannelState => {
  if (!endsWithAccess(state.kind)) return state
  const { accessLostAt, erasedAt: _, ...rest } = state
  if (!isDenied(state)) return rest
  return accessLostAt === undefined ? { ...rest, accessLostAt: at } : state
}

const billed = ({ billed }: ChannelState, at: string, reads = 0): Pick<ChannelState, 'billed'> => {
  const day = at.slice(0, 10)
  if (reads === 0) return billed === undefined ? {} : { billed }
  return { billed: { day, reads: reads + (billed?.day === day ? billed.reads : 0) } }
}

const triedAgain = ({ retryAt: _, refused: __, ...failing }: NonNullable<ChannelState['failing']>) => failing

type Course = Recorded<ChannelEvent>

const isCourse = (event: RecordedEvent): event is Course => event.stream.startsWith('channel-')

const course = (state: ChannelState, event: Course): ChannelState => {
  switch (event.type) {
    case 'ChannelOpened': {
      const { closedAt: _, ...open } = state
      const { config, secrets, ...data } = event.data
      return { ...changed(open, config, secrets), ...data, openedAt: state.openedAt || event.recordedAt }
    }
    case 'ChannelChanged':
      return { ...changed(state, event.data.config, event.data.secrets), id: event.data.id }
    case 'ChannelRead': {
      const { failing: _, nextAt: __, ...well } = state
      const { id, from, to, cursor = state.cursor, nextAt, shows = state.shows, reads } = event.data
      return {
        ...well,
        id,
        lastReadAt: later(state.lastReadAt, to),
        reads: addSpan(state.reads, { from, to }),
        ...(cursor === undefined ? {} : { cursor }),
        ...(nextAt === undefined ? {} : { nextAt }),
        ...(shows === undefined ? {} : { shows }),
        ...billed(state, to, reads),
      }
    }
    case 'ChannelFailed': {
      const { id, reads, ...failed } = event.data
      const { since = failed.at, times = 0 } = state.failing ?? {}
      return { ...state, id, failing: { ...failed, since, times: times + 1 }, ...billed(state, failed.at, reads) }
    }
    case 'ChannelGap': {
      const { id, from, to, reason } = event.data
      return { ...state, id, gaps: [...state.gaps, { from, to, reason }].slice(-maxGaps) }
    }
    case 'ChannelClosed':
      return { ...state, id: event.data.id, closedAt: event.data.at }
    case 'ChannelErased':
      return { ...state, id: event.data.id, erasedAt: event.data.at }
  }
}

const evolved = (state: ChannelState, event: RecordedEvent): ChannelState => {
  if (event.type === 'PostReceived' || event.type === 'PostRestored') {
    const { channel, source, at, version } = event.data
    // Restored in its first wording: only its removal had been heard of.
    const isNew = event.type === 'PostReceived' || version === 1
    return isNew ? received(state, channel, source, at, event.recordedAt) : state
  }
  return isCourse(event) ? withAccess(course(state, event), event.recordedAt) : state
}

// Parsing dates costs more than counting a post: of those of one minute the first is looked at.
const isSoon = (before: ChannelState, { type, recordedAt }: RecordedEvent) =>
  type === 'PostReceived' && recordedAt.slice(0, 16) === before.knownAt.slice(0, 16)

/** First what time alone did, then what the event did. */
const withHealth = (before: ChannelState, after: ChannelState, event: RecordedEvent): ChannelState => {
  if (after === before || after.openedAt === '' || isSoon(before, event)) return after
  const { recordedAt: at } = event
  const ms = Date.parse(at)
  return { ...after, health: noteHealth(healthUntil(before, ms), after, ms), knownAt: at }
}

/** Key: the channel's id. */
export const channels: Projection<ChannelState> = {
  name: 'channels',
  initial: unopened,
  keys: (event) => {
    switch (event.type) {
      case 'PostReceived':
      case 'PostRestored':
        return [event.data.channel]
      case 'ChannelOpened':
      case 'ChannelChanged':
      case 'ChannelRead':
      case 'ChannelFailed':
      case 'ChannelGap':
      case 'ChannelClosed':
      case 'ChannelErased':
        return [event.data.id]
      default:
        return []
    }
  },
  evolve: (state, event) => withHealth(state, evolved(state, event), event),
}

const isOpened = (channel: ChannelState | undefined): channel is ChannelState =>
  channel !== undefined && channel.openedAt !== ''

export const channelOf = (readModel: ReadModel, id: string): ChannelState | undefined => {
  const channel = readModel.load('channels', [id]).get(id) as ChannelState | undefined
  return isOpened(channel) ? channel : undefined
}

/** All channels ever opened, by id. */
export const channelsOf = (readModel: ReadModel): readonly ChannelState[] =>
  readModel
    .scan('channels', { from: '', to: afterPrefix('') })
    .map(({ state }) => state as ChannelState)
    .filter(isOpened)
