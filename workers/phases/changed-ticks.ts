// Which five minutes of which stories a saved batch of the projections changed.
import type { Changed } from '../../projections/keep-up.ts'

/** Starts in ms, of single sources; keys of the posts that changed, in projection `posts`. */
export type TicksChanged = { readonly startsMs: readonly number[]; readonly postKeys: readonly string[] }

const startsIn = (keys: readonly string[]) =>
  keys.flatMap((key) => {
    const [, , source, topic, interval, start = ''] = key.split('|')
    return source !== '' && topic === '' && interval === '5m' ? [Date.parse(start)] : []
  })

/** By story. @param laneOf the lane whose counts matter; undefined: none of the story's do */
export const ticksChanged = (
  { changed }: Changed,
  laneOf: (slug: string) => string | undefined,
): ReadonlyMap<string, TicksChanged> => {
  // Keys of both projections begin with `story|lane|`.
  const byStory = (projection: string) =>
    Map.groupBy(changed.get(projection) ?? [], (key) => {
      const slug = key.slice(0, key.indexOf('|'))
      const lane = laneOf(slug)
      return lane !== undefined && key.startsWith(`${slug}|${lane}|`) ? slug : ''
    })
  const posts = byStory('posts')
  const ticks = byStory('timeline')
  ticks.delete('')
  return new Map(
    [...ticks].map(([slug, keys]) => [slug, { startsMs: startsIn(keys), postKeys: posts.get(slug) ?? [] }]),
  )
}
