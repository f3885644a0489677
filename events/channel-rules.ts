// The rules of a channel: what its history says, and what opening, changing and closing add.
import { canonicalJson } from './canonical.ts'
import type { RecordedEvent } from './catalogue.ts'
import type { ChannelConfig, ChannelEvent, ChannelKind, SecretTags } from './channel.ts'
import { Problem } from './problem.ts'

export type ChannelRulesState = {
  readonly status: 'unknown' | 'open' | 'closed'
  readonly kind: ChannelKind | undefined
  readonly config: ChannelConfig
  readonly secrets: SecretTags
}

export const initial: ChannelRulesState = { status: 'unknown', kind: undefined, config: {}, secrets: {} }

export const evolve = (state: ChannelRulesState, event: ChannelEvent): ChannelRulesState => {
  switch (event.type) {
    case 'ChannelOpened':
      return { status: 'open', kind: event.data.kind, config: event.data.config, secrets: event.data.secrets ?? {} }
    case 'ChannelChanged':
      return { ...state, config: event.data.config, secrets: event.data.secrets ?? {} }
    case 'ChannelClosed':
      return { ...state, status: 'closed' }
    case 'ChannelRead':
    case 'ChannelFailed':
    case 'ChannelGap':
    case 'ChannelErased':
      return state
  }
}

/** The state of a channel by its whole stream. */
export const channelStateOf = (history: readonly RecordedEvent[]): ChannelRulesState =>
  history.reduce(
    (state, event) => (event.stream.startsWith('channel-') ? evolve(state, event as ChannelEvent) : state),
    initial,
  )

const hasSome = (secrets: SecretTags) => (Object.keys(secrets).length === 0 ? {} : { secrets })

/** A closed channel is opened again, as the kind it was. @throws Problem `conflict` */
export const decideOpening = (
  state: ChannelRulesState,
  channel: { readonly id: string; readonly kind: ChannelKind; readonly config: ChannelConfig },
  secrets: SecretTags = {},
): readonly ChannelEvent[] => {
  const { id, kind } = channel
  if (state.status === 'open')
    throw new Problem('conflict', `opening channel "${id}": there is one already; change it instead`)
  sameKind(state, id, kind)
  return [{ type: 'ChannelOpened', data: { ...channel, ...hasSome(secrets) } }]
}

/** Posts of a channel keep its kind's rules for good. */
const sameKind = (state: ChannelRulesState, id: string, kind: ChannelKind) => {
  if (state.kind !== undefined && state.kind !== kind)
    throw new Problem(
      'conflict',
      `changing channel "${id}": it is of kind ${state.kind} and cannot become ${kind}; open another one`,
    )
}

/** `config` and `secrets` are the whole of them; nothing when nothing differs. @throws Problem `not-found`, `conflict` (other kind) */
export const decideChange = (
  state: ChannelRulesState,
  id: string,
  config: ChannelConfig,
  secrets: SecretTags,
  kind: ChannelKind | undefined = state.kind,
): readonly ChannelEvent[] => {
  if (state.status === 'unknown' || kind === undefined)
    throw new Problem('not-found', `changing a channel: there is no channel "${id}"; open it first`)
  sameKind(state, id, kind)
  const isSame = canonicalJson([config, secrets]) === canonicalJson([state.config, state.secrets])
  return isSame ? [] : [{ type: 'ChannelChanged', data: { id, config, ...hasSome(secrets) } }]
}

/** @param at ISO 8601 UTC: from then on nothing is taken. @throws Problem `not-found` */
export const decideClosing = (state: ChannelRulesState, id: string, at: string): readonly ChannelEvent[] => {
  if (state.status === 'unknown') throw new Problem('not-found', `closing a channel: there is no channel "${id}"`)
  return state.status === 'closed' ? [] : [{ type: 'ChannelClosed', data: { id, at } }]
}
