// Why what was counted before is counted differently now: told with a revision, in words.
import type { KeptPost } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'

export const postsRemoved = 'posts were removed'
/** Of so many posts of a batch it is looked up what became of them. */
const mostLookedUp = 100

/** @param keys of posts that one batch changed, in projection `posts` */
export const reasonsFor = (readModel: ReadModel, keys: readonly string[]): readonly string[] => {
  const some = keys.slice(0, mostLookedUp)
  const kept = readModel.load('posts', some)
  return some.map((key) => {
    const post = kept.get(key) as KeptPost | undefined
    if (post === undefined) return postsRemoved
    return post.corrected === undefined ? 'posts came late or were edited' : 'people corrected labels'
  })
}

export const storyChanged = 'the story or its calibration was changed'
export const readingsChanged = 'it became known when sources were read'
export const laneShown = (lane: string) => `lane ${lane} is shown`

/** As a sentence of an event. Without any: the program was started anew, or is another version. */
export const inWords = (reasons: ReadonlySet<string>): string =>
  reasons.size === 0 ? 'computed again from all posts' : [...reasons].sort().join('; ')
