// Posts of a story as far as the log knows them: the newest, and the most typical. Their text lies in the vault.
import type { RecordedEvent } from '../events/catalogue.ts'
import type { Label, LaneFinding, Origin, PostKind, Sentiment } from '../events/post.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

/** What the key does not say already. */
export type KeptPost = {
  readonly channel: string
  readonly source: string
  readonly kind: PostKind
  readonly sentiment: Sentiment
  readonly topics: readonly string[]
  /** What a person says instead. */
  readonly corrected?: Label
  readonly duplicateOf?: string
  readonly amplifies?: string
}

const gone: KeptPost | undefined = undefined

const keyOf = (slug: string, lane: string, { at, ref }: Origin) => `${slug}|${lane}|${at}|${ref}`

const keysOf = (post: Origin, findings: readonly LaneFinding[]) =>
  findings.flatMap(({ lane, stories }) => stories.map(({ slug }) => keyOf(slug, lane, post)))

/** Key: `story|lane|at|ref`. The event alone says what becomes of it: no row is read to fold one. */
export const posts: Projection<KeptPost | undefined> = {
  name: 'posts',
  initial: gone,
  overwrites: true,
  keys: (event: RecordedEvent) => {
    switch (event.type) {
      case 'PostAnalysed': {
        const { lane, replaces } = event.data
        if (replaces === undefined) return keysOf(event.data, [event.data])
        return keysOf(event.data, [{ ...replaces, lane }, event.data])
      }
      case 'PostRemoved':
      case 'PostErased':
        return keysOf(event.data, event.data.subtracts)
      default:
        return []
    }
  },
  evolve: (_, event, key) => {
    if (event.type !== 'PostAnalysed') return gone
    const { stories, channel, source, kind, sentiment, corrected, duplicateOf, amplifies } = event.data
    const membership = stories.length === 1 ? stories[0] : stories.find(({ slug }) => key.startsWith(`${slug}|`))
    if (membership === undefined || !key.startsWith(`${membership.slug}|`)) return gone
    const kept: KeptPost = { channel, source, kind, sentiment, topics: membership.topics }
    return duplicateOf === undefined && amplifies === undefined && corrected === undefined
      ? kept
      : {
          ...kept,
          ...(corrected && { corrected }),
          ...(duplicateOf && { duplicateOf }),
          ...(amplifies && { amplifies }),
        }
  },
}

export type ListedPost = KeptPost & {
  readonly ref: string
  /** ISO 8601 UTC */
  readonly at: string
  readonly lane: string
  /** A further near-duplicate or a native repost. */
  readonly duplicate: boolean
}

type PostsQuery = {
  readonly story: string
  readonly lane: string
  readonly sentiment?: Sentiment['label']
  readonly topic?: string
  readonly source?: string
  /** ISO 8601 UTC, `to` excluded. */
  readonly from?: string
  readonly to?: string
  /** `next` of the page before. */
  readonly cursor?: string
  readonly limit: number
}

/** How many rows one call looks at, however few of them fit. */
const maxLookedAt = 2_000

const listed = (prefix: string, lane: string, key: string, kept: KeptPost): ListedPost => {
  const [at, ref] = key.slice(prefix.length).split('|') as [string, string]
  return { ref, at, lane, ...kept, duplicate: (kept.duplicateOf ?? kept.amplifies) !== undefined }
}

/** Newest first. `next` may be there with few posts or none: go on with it; absent at the end. */
export const postsOf = (
  readModel: ReadModel,
  query: PostsQuery,
): { readonly posts: readonly ListedPost[]; readonly next?: string } => {
  const prefix = `${query.story}|${query.lane}|`
  const { sentiment, topic, source, limit } = query
  const range = {
    from: prefix + (query.from ?? ''),
    to:
      query.cursor !== undefined
        ? prefix + query.cursor
        : query.to !== undefined
          ? prefix + query.to
          : afterPrefix(prefix),
  }
  const filtered = sentiment !== undefined || topic !== undefined || source !== undefined
  const lookAt = filtered ? maxLookedAt : limit
  const rows = readModel.scan('posts', { ...range, limit: lookAt, reverse: true })
  const posts: ListedPost[] = []
  for (const [i, { key, state }] of rows.entries()) {
    const kept = state as KeptPost
    const fits =
      (sentiment === undefined || (kept.corrected ?? kept.sentiment.label) === sentiment) &&
      (topic === undefined || kept.topics.includes(topic)) &&
      (source === undefined || kept.source === source)
    if (fits) posts.push(listed(prefix, query.lane, key, kept))
    const more = i + 1 < rows.length || rows.length === lookAt
    if (more && (posts.length === limit || i + 1 === rows.length)) return { posts, next: key.slice(prefix.length) }
  }
  return { posts }
}

/** Of a range of time, oldest first; without `limit` all, and the caller bounds the range. */
export const postsBetween = (
  readModel: ReadModel,
  { story, lane }: { readonly story: string; readonly lane: string },
  fromMs: number,
  toMs: number,
  limit?: number,
): readonly ListedPost[] => {
  const prefix = `${story}|${lane}|`
  const [from, to] = [fromMs, toMs].map((ms) => prefix + new Date(ms).toISOString()) as [string, string]
  const range = limit === undefined ? { from, to } : { from, to, limit }
  return readModel.scan('posts', range).map(({ key, state }) => listed(prefix, lane, key, state as KeptPost))
}

/** As they are now; those that are gone are left out. */
export const postsStillThere = (
  readModel: ReadModel,
  { story, lane }: { readonly story: string; readonly lane: string },
  posts: readonly Pick<Origin, 'at' | 'ref'>[],
): readonly ListedPost[] => {
  const prefix = `${story}|${lane}|`
  const keys = posts.map(({ at, ref }) => `${prefix}${at}|${ref}`)
  const found = readModel.load('posts', keys)
  return keys.flatMap((key) => (found.has(key) ? [listed(prefix, lane, key, found.get(key) as KeptPost)] : []))
}

const endAt = (readModel: ReadModel, story: string, lane: string, reverse: boolean, from = '') => {
  const prefix = `${story}|${lane}|`
  const range = { from: prefix + from, to: afterPrefix(prefix), limit: 1, reverse }
  return readModel.scan('posts', range)[0]?.key.slice(prefix.length).split('|')[0]
}

/** When the first post from `from` on was made; ISO 8601 UTC. */
export const firstAtFrom = (readModel: ReadModel, story: string, lane: string, from: string): string | undefined =>
  endAt(readModel, story, lane, false, from)

/** When the first and the last post of a story were made. */
export const firstAndLastAt = (readModel: ReadModel, story: string, lane: string) => {
  const first = endAt(readModel, story, lane, false)
  const last = endAt(readModel, story, lane, true)
  return first === undefined || last === undefined ? undefined : { first, last }
}
