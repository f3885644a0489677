// How much waits to be written, in posts and bytes. Beyond its bounds a body is turned away and a stream waits.
import { Problem } from '../events/problem.ts'

export type BacklogLimits = { readonly maxWaitingPosts: number; readonly maxWaitingBytes: number }

/** Gives back what was taken; a second call does nothing. */
export type Release = () => void

export type Backlog = {
  /** @throws Problem `unavailable` when it does not fit */
  readonly take: (posts: number, bytes: number) => Release
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

  const hold = (posts: number, bytes: number): Release => {
    waitingPosts += posts
    waitingBytes += bytes
    let held = true
    return () => {
      if (!held) return
      held = false
      waitingPosts -= posts
      waitingBytes -= bytes
      freed.resolve()
      freed = Promise.withResolvers<void>()
    }
  }

  return {
    take: (posts, bytes) => {
      if (!fits(posts, bytes))
        throw new Problem('unavailable', 'taking posts: too many wait to be written; nothing was kept, send it again')
      return hold(posts, bytes)
    },
    takeWhenFree: async (posts, bytes) => {
      while (!fits(posts, bytes)) await freed.promise
      return hold(posts, bytes)
    },
    waiting: () => ({ posts: waitingPosts, bytes: waitingBytes }),
  }
}
