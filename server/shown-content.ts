// What of a post's content may be shown: never an author, nothing that is forgotten, nothing its platform forbids.
import type { Vault } from '../events/vault.ts'
import { channelsOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { webAddress } from '../views/quote.ts'
import { showsText } from '../views/shows-text.ts'

export type ShownContent = { readonly text: string | null; readonly title: string | null; readonly url: string | null }
export const nothing: ShownContent = { text: null, title: null, url: null }

/** One for each post, in order. */
export const shownContent = async (
  { readModel, vault }: { readonly readModel: ReadModel; readonly vault: Pick<Vault, 'get'> },
  posts: readonly { readonly ref: string; readonly channel: string }[],
): Promise<readonly ShownContent[]> => {
  if (posts.length === 0) return []
  const kinds = new Map(channelsOf(readModel).map(({ id, kind }) => [id, kind]))
  const contents = await vault.get(posts.map(({ ref }) => ref))
  return posts.map(({ ref, channel }) => {
    const content = contents.get(ref)?.content
    const kind = kinds.get(channel)
    if (content === undefined || kind === undefined) return nothing
    const url = webAddress(content.url)
    return showsText[kind] ? { text: content.text, title: content.title ?? null, url } : { ...nothing, url }
  })
}
