// How much waits to be written, in posts and bytes. Beyond its bounds a body is turned away and a stream waits.
import { Problem } from '../events/problem.ts'

export type BacklogLimits = { readonly maxWaitingPosts: number; readonly maxWaitingBytes: number }

/** Gives back what was taken; a second call does nothing. */
type Release = () => void

/** The place of one body: it grows while the body is read. */
export type Place = {
  /** @throws Problem `unavailable` when there is no room for more */
  readonly grow: (posts: number, bytes: number) => void
  readonly release: Release
}

export type Backlog = {
  readonly place: () => Place
  /** Waits until it fits. What is larger than the bounds fits when nothing else waits. */
  readonly takeWhenFree: (posts: number, bytes: number) => Promise<Release>
  readonly waiting: () => { readonly posts: number; readonly bytes: number }
}

export const createBacklog = ({ maxWaitingPosts, maxWaitingBytes }: BacklogLimits): Backlog => {
  let waitingPosts = 0
  let waitingBytes = 0
  let freed = Promise.withResolvers<void>()

  const fits = (posts: number, bytes: number) =>
    (waitingPosts + posts <= maxWaitingPosts && waitingBytes + bytes <= maxWaitingBytes) ||
    (waitingPosts === 0 && waitingBytes === 0)

  const free = (posts: number, bytes: number) => {
    waitingPosts -= posts
    waitingBytes -= bytes
    freed.resolve()
    freed = Promise.withResolvers<void>()
  }

  const place = (): Place => {
    let [posts, bytes] = [0, 0]
    return {
      grow: (morePosts, moreBytes) => {
        if (!fits(morePosts, moreBytes))
          throw new Problem('unavailable', 'taking posts: too many wait to be written; nothing was kept, send it again')
        posts += morePosts
        bytes += moreBytes
        waitingPosts += morePosts
        waitingBytes += moreBytes
      },
      release: () => {
        if (posts > 0 || bytes > 0) free(posts, bytes)
        posts = 0
        bytes = 0
      },
    }
  }

  return {
    place,
    takeWhenFree: async (posts, bytes) => {
      const mine = place()
      while (!fits(posts, bytes)) await freed.promise
      mine.grow(posts, bytes)
      return mine.release
    },
    waiting: () => ({ posts: waitingPosts, bytes: waitingBytes }),
  }
}
