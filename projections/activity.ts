// When a story's numbers last changed, and when a post of it last arrived while it was news.
import type { LaneFinding } from '../events/post.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

const keysOf = (findings: readonly LaneFinding[]) =>
  findings.flatMap(({ lane, stories }) => stories.map(({ slug }) => `${slug}|${lane}`))

/** A post that is read within an hour of its making. */
const freshMs = 3_600_000
// Of most posts of a past the day says enough: parsing each post's date costs more than counting it.
const isFresh = (at: string, recordedAt: string) =>
  (at.slice(0, 10) === recordedAt.slice(0, 10) || recordedAt.slice(11, 13) === '00') &&
  Date.parse(recordedAt) - Date.parse(at) < freshMs
const freshKey = (slug: string) => `${slug}||fresh`

/**
 * Key: `story|lane`, and for posts that were read while they were news `story||fresh`. The state is when the log took the event,
 * ISO 8601 UTC.
 */
export const activity: Projection<string> = {
  name: 'activity',
  initial: '',
  overwrites: true,
  keys: (event) => {
    switch (event.type) {
      case 'PostAnalysed': {
        const { lane, replaces, at, stories } = event.data
        const keys = keysOf(replaces === undefined ? [event.data] : [{ ...replaces, lane }, event.data])
        return isFresh(at, event.recordedAt) ? [...keys, ...stories.map(({ slug }) => freshKey(slug))] : keys
      }
      case 'PostRemoved':
      case 'PostErased':
        return keysOf(event.data.subtracts)
      default:
        return []
    }
  },
  evolve: (_, event) => event.recordedAt,
}

export const changedAt = (readModel: ReadModel, story: string, lane: string): string | undefined => {
  const key = `${story}|${lane}`
  return readModel.load('activity', [key]).get(key) as string | undefined
}

/** Its posts come as they are made, not out of a past: its time goes on by the clock, whether posts come or not. */
export const isLive = (readModel: ReadModel, story: string): boolean =>
  readModel.load('activity', [freshKey(story)]).size > 0

const never = 0

/** Key: the story's slug. The state is where in the log its first post stands that was read while it was news. */
export const liveSince: Projection<number> = {
  name: 'live-since',
  initial: never,
  keys: (event) =>
    event.type === 'PostAnalysed' && isFresh(event.data.at, event.recordedAt)
      ? event.data.stories.map(({ slug }) => slug)
      : [],
  evolve: (since, event) => (since === never ? event.version : since),
}

/** Since which version its time goes by the clock; undefined: it is all a past. */
export const liveFrom = (readModel: ReadModel, story: string): number | undefined =>
  readModel.load('live-since', [story]).get(story) as number | undefined
