// What was read of the log and waits for its analysis: enqueued as jobs, and again when a job was lost, until it is in the log.
import { storyStream } from '../events/story.ts'
import type { Checkpoint } from '../projections/read-model.ts'
import type { Fresh } from './analyse-refs.ts'
import type { JobQueue } from './jobs.ts'
import { createUnfinished } from './unfinished.ts'

export type BacklogLimits = {
  /** Posts in one job, and how long a smaller job waits for more while others are under way. */
  readonly analysisBatchPosts: number
  readonly analysisBatchMs: number
  /** Posts in jobs at once. */
  readonly analysisPostsUnderWay: number
  /** While the log of before the start is read: so many posts wait for an analysis that may come later in it. */
  readonly analysisPostsHeld: number
  /** What was enqueued this long ago and is not in the log is enqueued again. */
  readonly analysisAgainMs: number
}

/** `fresh` is dropped where the stream may hold more by now. `sentAtMs` is of a steady clock; 0: not yet. */
type Item = { fresh: Fresh | undefined; sentAtMs: number }

export type AnalysisBacklog = {
  /** See unfinished.ts. */
  readonly turnPage: (checkpoint: Checkpoint) => void
  readonly advance: () => Checkpoint | undefined
  readonly addPost: (ref: string, version: number, fresh?: Fresh) => void
  readonly addStory: (slug: string, changedAt: number) => void
  readonly finishPost: (ref: string, version: number) => void
  readonly finishStory: (slug: string, changedAt: number) => void
  readonly freshOf: (ref: string) => Fresh | undefined
  readonly isStoryWaiting: (slug: string) => boolean
  /** From now on nothing is held back. */
  readonly caughtUp: () => void
  /** Enqueues what need not wait; resolves once the log may be read on, or when it is closed. */
  readonly send: () => Promise<void>
  /** Enqueues again what was enqueued too long ago. */
  readonly sendAgain: () => void
  readonly size: () => number
  /** Enqueues nothing more. */
  readonly close: () => void
}

export const createAnalysisBacklog = (
  jobs: Pick<JobQueue, 'enqueue'>,
  limits: BacklogLimits,
  onProblem: (words: string, error: unknown) => void,
): AnalysisBacklog => {
  const unfinished = createUnfinished<Item>()
  const unsent = new Set<string>()
  const stories = new Set<string>()
  let isLive = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let moved = Promise.withResolvers<void>()

  const nowMs = () => performance.now()
  const underWay = () => unfinished.size() - unsent.size - stories.size
  const mayBeSent = () => unsent.size - (isLive ? 0 : limits.analysisPostsHeld)
  const hasRoom = () => underWay() < limits.analysisPostsUnderWay
  let isTold = false
  const enqueue: Pick<JobQueue, 'enqueue'>['enqueue'] = async (name, data) => {
    try {
      await jobs.enqueue(name, data)
      isTold = false
    } catch (error) {
      if (!isTold) onProblem('enqueueing an analysis failed; it is enqueued again later', error)
      isTold = true
    }
  }

  const sendBatch = () => {
    const refs: string[] = []
    for (const ref of unsent) {
      const item = unfinished.get(ref) as Item
      item.sentAtMs = nowMs()
      if (!isLive) item.fresh = undefined // its analysis may come later in the log: looking costs less than trying
      unsent.delete(ref)
      if (refs.push(ref) === limits.analysisBatchPosts) break
    }
    void enqueue('analyse-posts', { refs })
  }
  const sendStories = () => {
    for (const slug of stories) {
      const item = unfinished.get(storyStream(slug))
      if (item === undefined || item.sentAtMs > 0) continue
      item.sentAtMs = nowMs()
      void enqueue('reanalyse-story', { slug })
    }
  }
  const sendLater = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      if (unsent.size > 0 && hasRoom()) sendBatch()
    }, limits.analysisBatchMs)
  }
  /** Full batches; a smaller one when nothing is under way, else after a moment. */
  const sendNow = () => {
    if (isClosed) return
    while (mayBeSent() >= limits.analysisBatchPosts && hasRoom()) sendBatch()
    if (!isLive) return
    sendStories()
    if (unsent.size === 0) return
    if (underWay() === 0) sendBatch()
    else sendLater()
  }

  return {
    turnPage: unfinished.turnPage,
    advance: unfinished.advance,
    addPost: (ref, version, fresh) => {
      unfinished.add(ref, version, { fresh, sentAtMs: 0 })
      unsent.add(ref)
    },
    addStory: (slug, changedAt) => {
      unfinished.add(storyStream(slug), changedAt, { fresh: undefined, sentAtMs: 0 })
      stories.add(slug)
    },
    finishPost: (ref, version) => {
      if (!unfinished.finish(ref, version)) return
      unsent.delete(ref)
      if (hasRoom()) moved.resolve()
      if (isLive && unsent.size > 0 && underWay() === 0) sendNow()
    },
    finishStory: (slug, changedAt) => {
      if (unfinished.finish(storyStream(slug), changedAt)) stories.delete(slug)
    },
    freshOf: (ref) => unfinished.get(ref)?.fresh,
    isStoryWaiting: (slug) => unfinished.get(storyStream(slug)) !== undefined,
    caughtUp: () => {
      isLive = true
    },
    send: async () => {
      sendNow()
      while (mayBeSent() >= limits.analysisBatchPosts && !isClosed) {
        moved = Promise.withResolvers()
        await moved.promise
        sendNow()
      }
    },
    sendAgain: () => {
      const lostBefore = nowMs() - limits.analysisAgainMs
      for (const [key, { item }] of unfinished.entries()) {
        if (item.sentAtMs === 0 || item.sentAtMs > lostBefore) continue
        item.fresh = undefined
        item.sentAtMs = 0
        if (!key.startsWith('story-')) unsent.add(key)
      }
      sendNow()
    },
    size: unfinished.size,
    close: () => {
      isClosed = true
      clearTimeout(timer)
      moved.resolve()
    },
  }
}
