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

type OfChannel = { readonly id: string }
export type ChannelOpened = Event<
  'ChannelOpened',
  OfChannel & { readonly kind: ChannelKind; readonly config: ChannelConfig }
>
export type ChannelChanged = Event<'ChannelChanged', OfChannel & { readonly config: ChannelConfig }>
/** From..to was read to its end. `cursor` is the source's own word for where to go on. */
export type ChannelRead = Event<
  'ChannelRead',
  OfChannel & { readonly from: string; readonly to: string; readonly cursor?: string }
>
export type ChannelFailed = Event<'ChannelFailed', OfChannel & { readonly at: string; readonly problem: string }>
/** From..to was not read and will not be: drawn as missing, never as zero. */
export type ChannelGap = Event<
  'ChannelGap',
  OfChannel & { readonly from: string; readonly to: string; readonly reason: string }
>
export type ChannelClosed = Event<'ChannelClosed', OfChannel & { readonly at: string }>

export type ChannelEvent = ChannelOpened | ChannelChanged | ChannelRead | ChannelFailed | ChannelGap | ChannelClosed

export const channelStream = (id: string) => `channel-${id}`
