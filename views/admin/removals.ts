// Removal requests as the operator sees them: those that wait, and one with the posts it is about.
import { counted, spanOf } from '../phrases.ts'
import { sourceName } from '../post-card.ts'
import { quote, webAddress } from '../quote.ts'
import { timeOf } from '../wording.ts'
import { field, tabs, type Values, valuesOf } from './fields.ts'

type Open = {
  readonly id: string
  readonly requestedAt: string
  readonly url: string | null
  readonly note: string | null
}
export type FoundForRemoval = Open & {
  readonly posts: readonly {
    readonly ref: string
    readonly channel: string
    readonly source: string
    readonly at: string
    readonly text: string | null
    readonly title: string | null
    readonly url: string | null
  }[]
  readonly more: boolean
  readonly erased: number
  readonly refusable: boolean
}

/** So many on one page; they are shown the oldest first, so that the rest moves up. */
const mostShown = 50

const pathOf = (id: string) => `/admin/removals/${id}`
/** What somebody sent need not be a link that may be followed. */
const lost = 'The link is lost.'
const linkOf = (url: string | null) => ({ link: url ?? lost, linkPath: webAddress(url) ?? '' })

export const removalsView = (removals: readonly Open[], nowMs: number) => ({
  ...tabs('/admin/removals'),
  some: removals.length > 0,
  more: removals.length > mostShown ? `${counted(removals.length - mostShown, 'more')} behind these.` : '',
  removals: removals.slice(0, mostShown).map(({ id, requestedAt, url, note }, i) => ({
    path: pathOf(id),
    name: `Request ${i + 1}`,
    link: url ?? lost,
    note: note ?? '',
    asked: `asked ${spanOf(nowMs - Date.parse(requestedAt))} ago`,
  })),
})

export const removalView = (request: FoundForRemoval, entered: Values) => {
  const { posts, more, erased, refusable, url, note, requestedAt, id } = request
  const values = valuesOf('decline', entered)
  const none = refusable
    ? 'No post of this link is kept here. Should it come, it is refused if you close the request so.'
    : 'No post of this link is kept here, and the link alone does not say which post it is, so nothing can be refused beforehand.'
  return {
    ...tabs('/admin/removals'),
    asked: timeOf(Date.parse(requestedAt)),
    ...linkOf(url),
    note: note ?? '',
    page: pathOf(id),
    count: String(posts.length),
    some: posts.length > 0,
    more: more ? 'More posts have this link than are shown: it is that of a page, not of one post.' : '',
    lost: url === null,
    none: `${none}${erased === 0 ? '' : ` ${counted(erased, 'post')} of it ${erased === 1 ? 'was' : 'were'} erased before.`}`,
    posts: posts.map((post, i) => ({
      name: `post-${post.ref}`,
      number: String(i + 1),
      where: `${sourceName(post.source)}, channel ${post.channel}, ${timeOf(Date.parse(post.at))}`,
      title: post.title ?? '',
      text:
        post.text === null
          ? 'Its text is no longer kept: only that it was there, and how it was counted.'
          : quote(post.text),
    })),
    erase: posts.length === 1 ? 'Erase this post' : 'Erase the ticked posts',
    close: refusable ? 'Close it, and refuse the post later' : 'Close it: nothing of it is kept',
    reason: [
      field('decline', 'reason', 'Because', values, {
        needed: true,
        hint: 'Your own words, at most 200 characters, no link. Whoever asked reads them, and they stay in the log: quote nobody.',
      }),
    ],
  }
}
