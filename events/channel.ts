// A channel: one place that posts come from, and what happened to the reading of it.
import type { Event } from './event.ts'

export const channelKinds = [
  'webhook',
  'discourse',
  'feed',
  'reddit',
  'x',
  'mastodon',
  'bluesky',
  'hackernews',
  'lemmy',
] as const
export type ChannelKind = (typeof channelKinds)[number]

/** Settings of a channel that are no secret (url, query, pollEvery …). Secrets lie sealed in the vault. */
export type ChannelConfig = { readonly [name: string]: string | number | boolean }

/** The secrets a channel has, each with a keyed hash: another hash is another secret. */
export type SecretTags = { readonly [name: string]: string }

type OfChannel = { readonly id: string }
type Settings = { readonly config: ChannelConfig; readonly secrets?: SecretTags }
export type ChannelOpened = Event<'ChannelOpened', OfChannel & Settings & { readonly kind: ChannelKind }>
export type ChannelChanged = Event<'ChannelChanged', OfChannel & Settings>
/** Objects that the platform billed since the last event that told so. */
type Reads = { readonly reads?: number }
/** What a place lets be read of it, where that is not all: threads without their answers. */
export type Shows = 'opening posts'

/** From..to was read to its end. `cursor` is the source's own word for where to go on; `nextAt`: it asks not to be read before. */
export type ChannelRead = Event<
  'ChannelRead',
  OfChannel &
    Reads & {
      readonly from: string
      readonly to: string
      readonly cursor?: string
      readonly nextAt?: string
      readonly shows?: Shows
    }
>
/** `retryAt` is there when somebody must put it right: it is tried again only then. `refused`: the credentials are not taken any more. */
export type ChannelFailed = Event<
  'ChannelFailed',
  OfChannel &
    Reads & { readonly at: string; readonly problem: string; readonly retryAt?: string; readonly refused?: true }
>
/** From..to was not read and will not be: drawn as missing, never as zero. */
export type ChannelGap = Event<
  'ChannelGap',
  OfChannel & { readonly from: string; readonly to: string; readonly reason: string }
>
export type ChannelClosed = Event<'ChannelClosed', OfChannel & { readonly at: string }>
/** Access to its platform ended for good: what was kept of it is erased, under this receipt where there was anything. */
export type ChannelErased = Event<'ChannelErased', OfChannel & { readonly at: string; readonly receipt?: string }>

export type ChannelEvent =
  | ChannelOpened
  | ChannelChanged
  | ChannelRead
  | ChannelFailed
  | ChannelGap
  | ChannelClosed
  | ChannelErased

/** Without these its platform is not asked at all. */
const credentials: { readonly [Kind in ChannelKind]?: readonly string[] } = {
  reddit: ['clientId', 'clientSecret'],
  x: ['token'],
}

/** Names of what is still to be set before a channel is read. */
export const missingCredentials = (kind: ChannelKind, config: ChannelConfig, secrets: SecretTags): readonly string[] =>
  (credentials[kind] ?? []).filter((name) => config[name] === undefined && secrets[name] === undefined)

/** Its platform lets nothing be kept once access to it has ended. */
export const endsWithAccess = (kind: ChannelKind): boolean => credentials[kind] !== undefined

/** Seconds between two rounds, unless the channel says otherwise. */
const pollEverySeconds: Record<ChannelKind, number> = {
  webhook: 0,
  discourse: 60,
  feed: 300,
  reddit: 60,
  x: 300,
  mastodon: 60,
  bluesky: 60,
  hackernews: 60,
  lemmy: 60,
}

/** Milliseconds between two rounds. */
export const pollEveryMs = (kind: ChannelKind, { pollEvery }: ChannelConfig): number => {
  const match = /^(\d+)([smh])$/.exec(String(pollEvery ?? ''))
  const seconds = match ? Number(match[1]) * { s: 1, m: 60, h: 3600 }[match[2] as 's' | 'm' | 'h'] : undefined
  return 1_000 * (seconds ?? pollEverySeconds[kind])
}

export const channelStream = (id: string) => `channel-${id}`
