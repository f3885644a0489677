// Channels: what each is, what of it was read, and how it is doing.
import { canonicalJson } from '../events/canonical.ts'
import type { ChannelConfig, ChannelKind } from '../events/channel.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'
import { addSpan, type Span } from './spans.ts'

type ChannelGapSpan = Span & { readonly reason: string }

export type ChannelState = {
  readonly id: string
  readonly kind: ChannelKind
  readonly config: ChannelConfig
  readonly openedAt: string
  readonly closedAt?: string
  /** Ever received, later removed ones too; per source. */
  readonly posts: number
  readonly sources: { readonly [source: string]: number }
  /** By when posts were made. */
  readonly firstPostAt?: string
  readonly lastPostAt?: string
  /** When something last came in, or was last read to its end. */
  readonly lastReadAt?: string
  /** What was read to its end, in order, apart. */
  readonly reads: readonly Span[]
  readonly gaps: readonly ChannelGapSpan[]
  /** Where its source goes on. */
  readonly cursor?: string
  /** Its source asks not to be read before. */
  readonly nextAt?: string
  /** Since the last success. `retryAt`: somebody must act, it is tried again only then. */
  readonly failing?: {
    readonly since: string
    readonly at: string
    readonly times: number
    readonly problem: string
    readonly retryAt?: string
  }
}

/** Posts or failures of a channel that no event has opened belong to this. */
const unopened: ChannelState = {
  id: '',
  kind: 'webhook',
  config: {},
  openedAt: '',
  posts: 0,
  sources: {},
  reads: [],
  gaps: [],
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

/** Which place is read; the rest says how often, and for how long texts stay. */
export const placeOf = ({ pollEvery: _, retentionDays: __, ...place }: ChannelConfig): string => canonicalJson(place)

/** Another place is read from its beginning. What somebody must put right may be put right now. */
const changed = (state: ChannelState, config: ChannelConfig): ChannelState => {
  const { cursor, nextAt: _, failing, ...rest } = state
  const isSame = placeOf(config) === placeOf(state.config)
  return {
    ...rest,
    config,
    ...(cursor === undefined || !isSame ? {} : { cursor }),
    ...(failing === undefined ? {} : { failing: triedAgain(failing) }),
  }
}

const triedAgain = ({ retryAt: _, ...failing }: NonNullable<ChannelState['failing']>) => failing

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
        return [event.data.id]
      default:
        return []
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'PostReceived':
        return received(state, event.data.channel, event.data.source, event.data.at, event.recordedAt)
      case 'PostRestored':
        // Its first wording: only its removal had been heard of.
        if (event.data.version > 1) return state
        return received(state, event.data.channel, event.data.source, event.data.at, event.recordedAt)
      case 'ChannelOpened': {
        const { closedAt: _, ...open } = state
        const { config, ...data } = event.data
        return { ...changed(open, config), ...data, openedAt: state.openedAt || event.recordedAt }
      }
      case 'ChannelChanged':
        return { ...changed(state, event.data.config), id: event.data.id }
      case 'ChannelRead': {
        const { failing: _, nextAt: __, ...well } = state
        const { id, from, to, cursor = state.cursor, nextAt } = event.data
        return {
          ...well,
          id,
          lastReadAt: later(state.lastReadAt, to),
          reads: addSpan(state.reads, { from, to }),
          ...(cursor === undefined ? {} : { cursor }),
          ...(nextAt === undefined ? {} : { nextAt }),
        }
      }
      case 'ChannelFailed': {
        const { id, ...failed } = event.data
        const { since = failed.at, times = 0 } = state.failing ?? {}
        return { ...state, id, failing: { ...failed, since, times: times + 1 } }
      }
      case 'ChannelGap': {
        const { id, from, to, reason } = event.data
        return { ...state, id, gaps: [...state.gaps, { from, to, reason }].slice(-maxGaps) }
      }
      case 'ChannelClosed':
        return { ...state, id: event.data.id, closedAt: event.data.at }
      default:
        return state
    }
  },
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
