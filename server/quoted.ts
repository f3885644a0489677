// Posts as the page is told of them: their text only where that may be shown.
import type { Vault } from '../events/vault.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import type { ListedPost } from '../projections/posts.ts'
import type { Story } from '../projections/stories.ts'
import type { PostFacts } from '../views/facts.ts'
import { showsText } from '../views/shows-text.ts'
import { nameOf } from './topic-facts.ts'

/** One for each post, in order. */
export const quoted = async (
  vault: Vault,
  listed: readonly ListedPost[],
  story: Story,
  channels: readonly ChannelState[],
): Promise<PostFacts[]> => {
  const contents = await vault.get(listed.map(({ ref }) => ref))
  return listed.map((post) => {
    const kind = channels.find(({ id }) => id === post.channel)?.kind
    const content = contents.get(post.ref)?.content
    return {
      atMs: Date.parse(post.at),
      source: post.source,
      kind: post.kind,
      label: post.corrected ?? post.sentiment.label,
      topics: post.topics.map((slug) => nameOf(story, slug)),
      text: kind !== undefined && showsText[kind] ? (content?.text ?? null) : null,
      url: content?.url ?? null,
    }
  })
}
