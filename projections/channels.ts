// Channels: what each is, what of it was read, and how it is doing.
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
  /** Since the last success. */
  readonly failing?: { readonly since: string; readonly times: number; readonly problem: string }
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
        return { ...open, ...event.data, openedAt: state.openedAt || event.recordedAt }
      }
      case 'ChannelChanged':
        return { ...state, ...event.data }
      case 'ChannelRead': {
        const { failing: _, ...well } = state
        const { id, from, to } = event.data
        return { ...well, id, lastReadAt: later(state.lastReadAt, to), reads: addSpan(state.reads, { from, to }) }
      }
      case 'ChannelFailed': {
        const { id, at, problem } = event.data
        const { since = at, times = 0 } = state.failing ?? {}
        return { ...state, id, failing: { since, times: times + 1, problem } }
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
