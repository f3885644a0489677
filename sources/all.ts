// The list of sources: a new one is one file here and one line there.
import type { ChannelKind } from '../events/channel.ts'
import { bluesky } from './bluesky.ts'
import { discourse } from './discourse.ts'
import { feed } from './feed.ts'
import { hackernews } from './hackernews.ts'
import { lemmy } from './lemmy.ts'
import { mastodon } from './mastodon.ts'
import { reddit } from './reddit.ts'
import type { Source } from './source.ts'
import { webhook } from './webhook.ts'
import { x } from './x.ts'

const sources: readonly Source[] = [webhook, discourse, feed, reddit, x, mastodon, bluesky, lemmy, hackernews]
const byKind = new Map(sources.map((source) => [source.kind, source]))

/** Undefined for a kind that this release cannot read yet. */
export const sourceOf = (kind: ChannelKind): Source | undefined => byKind.get(kind)
