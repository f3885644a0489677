// Whose texts may be shown: by kind of channel.
import type { ChannelKind } from '../events/channel.ts'

/** Where a kind's rules forbid showing text, or nobody has checked them, only what a post is about is told. */
export const showsText: { readonly [K in ChannelKind]: boolean } = {
  webhook: true,
  discourse: true,
  feed: false,
  reddit: false,
  x: false,
  mastodon: false,
  bluesky: false,
  hackernews: false,
  lemmy: false,
}
