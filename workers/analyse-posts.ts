// The follower behind job analyse-posts: every wording of every post is enqueued until its analysis is in the log.
// Its checkpoint passes a post only then, so a lost queue is filled again from there. A changed story is enqueued likewise.
import { setTimeout as pause } from 'node:timers/promises'
import { lanes } from '../analysis/lanes.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start } from '../events/event-log.ts'
import { storyStream } from '../events/story.ts'
import { follower as projectionsFollower } from '../projections/keep-up.ts'
import type { Checkpoint, ReadModel } from '../projections/read-model.ts'
import { storiesOf } from '../projections/stories.ts'
import type { Fresh } from './analyse-refs.ts'
import type { JobQueue } from './jobs.ts'
import type { KnownStories } from './known-stories.ts'
import { createUnfinished } from './unfinished.ts'

export const follower = 'analyse-posts'

export type AnalysePostsLimits = {
  /** Posts in one job, and how long a smaller job waits for more while others are under way. */
  readonly analysisBatchPosts: number
  readonly analysisBatchMs: number
  /** Posts in jobs at once: beyond, the log is not read on. */
  readonly analysisPostsUnderWay: number
  /** While the log of before the start is read: so many posts wait for an analysis that may come later in it. */
  readonly analysisPostsHeld: number
  /** What was enqueued this long ago and is not in the log is enqueued again. */
  readonly analysisAgainMs: number
  readonly analysisSaveEveryMs: number
}

type Parts = {
  readonly log: Pick<EventLog, 'follow' | 'read' | 'head'>
  readonly readModel: ReadModel
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly stories: KnownStories
  readonly limits: AnalysePostsLimits
  readonly onProblem: (words: string, error?: unknown) => void
}

/** `fresh` is dropped where the stream may hold more by now. `sentAtMs` is of a steady clock; 0: not yet. */
type Item = { fresh: Fresh | undefined; sentAtMs: number }

export type AnalysePosts = {
  /** Until aborted. What fails is begun again from the checkpoint. */
  readonly run: (signal: AbortSignal) => Promise<void>
  readonly freshOf: (ref: string) => Fresh | undefined
  /** The analysis of this post up to this wording is in the log, or will never be needed. */
  readonly finished: (ref: string, version: number) => void
  readonly storyFinished: (slug: string, changedAt: number) => void
  /** Posts and stories read of the log and not finished. */
  readonly waiting: () => number
}

const lastLane = lanes.at(-1)?.id
const [shortestWaitMs, longestWaitMs] = [100, 5_000]

export const createAnalysePosts = ({ log, readModel, jobs, stories, limits, onProblem }: Parts): AnalysePosts => {
  let unfinished = createUnfinished<Item>()
  const unsent = new Set<string>()
  const openStories = new Set<string>()
  let reached: Checkpoint | undefined
  let isLive = false
  let isSaved = true
  let timer: NodeJS.Timeout | undefined
  let moved = Promise.withResolvers<void>()

  const underWay = () => unfinished.size() - unsent.size - openStories.size
  const nowMs = () => performance.now()
  const lost = (name: string) => (error: unknown) =>
    onProblem(`enqueueing job ${name} failed; it is enqueued again later`, error)

  const sendBatch = () => {
    const refs: string[] = []
    for (const ref of unsent) {
      const item = unfinished.get(ref) as Item
      item.sentAtMs = nowMs()
      if (!isLive) item.fresh = undefined // its analysis may come later in the log: looking costs less than trying
      unsent.delete(ref)
      if (refs.push(ref) === limits.analysisBatchPosts) break
    }
    jobs.enqueue('analyse-posts', { refs }).catch(lost('analyse-posts'))
  }
  const sendStories = () => {
    for (const slug of openStories) {
      const item = unfinished.get(storyStream(slug))
      if (item === undefined || item.sentAtMs > 0) continue
      item.sentAtMs = nowMs()
      jobs.enqueue('reanalyse-story', { slug }).catch(lost('reanalyse-story'))
    }
  }
  /** What cannot wait: full batches; a smaller one when nothing is under way, else after a moment. */
  const send = () => {
    const held = isLive ? 0 : limits.analysisPostsHeld
    while (unsent.size - held >= limits.analysisBatchPosts && underWay() < limits.analysisPostsUnderWay) sendBatch()
    if (!isLive) return
    sendStories()
    if (unsent.size === 0) return
    if (underWay() === 0) sendBatch()
    else
      timer ??= setTimeout(() => {
        timer = undefined
        if (unsent.size > 0 && underWay() < limits.analysisPostsUnderWay) sendBatch()
      }, limits.analysisBatchMs)
  }

  const finish = (key: string, number: number) => {
    if (unfinished.finish(key, number)) unsent.delete(key)
  }
  const finished = (key: string, number: number) => {
    finish(key, number)
    if (underWay() < limits.analysisPostsUnderWay) moved.resolve()
    if (isLive && unsent.size > 0 && underWay() === 0) send()
  }
  const add = (ref: string, version: number, fresh?: Fresh) => {
    unfinished.add(ref, version, { fresh, sentAtMs: 0 })
    unsent.add(ref)
  }

  const take = (event: RecordedEvent) => {
    switch (event.type) {
      case 'PostReceived': {
        const isFresh = event.revision === 0
        add(event.data.ref, event.data.version, isFresh ? { ...event.data, receivedAt: event.version } : undefined)
        return
      }
      case 'PostEdited':
      case 'PostRestored':
        add(event.data.ref, event.data.version)
        return
      case 'PostAnalysed':
        if (event.data.lane === lastLane) finish(event.data.ref, event.data.version)
        return
      case 'PostRemoved':
      case 'PostErased':
        finish(event.data.ref, Number.POSITIVE_INFINITY)
        return
      case 'StoryOpened':
      case 'StoryChanged':
      case 'StoryClosed': {
        const { slug } = event.data
        stories.evolve(event)
        if (stories.get(slug)?.changedAt !== event.version) return
        unfinished.add(storyStream(slug), event.version, { fresh: undefined, sentAtMs: 0 })
        openStories.add(slug)
        return
      }
      default:
    }
  }

  const save = () => {
    const now = unfinished.advance()
    if (now !== undefined) reached = now
    else if (isSaved) return
    isSaved = false
    try {
      if (reached !== undefined) readModel.save([], follower, reached)
      isSaved = true
    } catch (error) {
      onProblem('saving how far posts are analysed failed; it is saved later', error)
    }
  }
  const lookAfter = () => {
    save()
    const lostBefore = nowMs() - limits.analysisAgainMs
    for (const [key, { item }] of unfinished.entries()) {
      if (item.sentAtMs === 0 || item.sentAtMs > lostBefore) continue
      item.fresh = undefined
      item.sentAtMs = 0
      if (!key.startsWith('story-')) unsent.add(key)
    }
    send()
  }

  /** The stories of the read model come with all their history, so reading must begin where the read model is, or before. */
  const begin = async (): Promise<Checkpoint> => {
    unfinished = createUnfinished()
    unsent.clear()
    openStories.clear()
    reached = undefined
    isLive = false
    const head = await log.head()
    const points = [readModel.checkpoint(follower), readModel.checkpoint(projectionsFollower)]
    let from: Checkpoint | undefined = points[0]
    for (const point of points)
      if (from !== undefined && (point === undefined || point.version > head || point.version < from.version))
        from = point === undefined || point.version > head ? undefined : point
    if (from === undefined) return { position: start, version: 0 }
    for (const { slug } of storiesOf(readModel))
      for (const event of await log.read(storyStream(slug))) stories.evolve(event)
    return from
  }

  const follow = async (signal: AbortSignal) => {
    const from = await begin()
    const head = await log.head()
    let { version } = from
    const room = () => {
      moved = Promise.withResolvers()
      return moved.promise
    }
    signal.addEventListener('abort', () => moved.resolve(), { once: true })
    for await (const page of log.follow(from.position, signal)) {
      version = page.events.at(-1)?.version ?? version
      unfinished.turnPage({ position: page.position, version })
      for (const event of page.events) take(event)
      isLive ||= page.live || version >= head
      send()
      const most = isLive ? 0 : limits.analysisPostsHeld
      while (unsent.size - most >= limits.analysisBatchPosts && !signal.aborted) {
        await room()
        send()
      }
    }
  }

  const run = async (signal: AbortSignal) => {
    const interval = setInterval(lookAfter, limits.analysisSaveEveryMs)
    let waitMs = shortestWaitMs
    try {
      while (!signal.aborted)
        try {
          await follow(signal)
          waitMs = shortestWaitMs
        } catch (error) {
          if (signal.aborted) break
          onProblem('following posts to analyse failed; it is begun again', error)
          await pause(waitMs, undefined, { signal }).catch(() => undefined)
          waitMs = Math.min(2 * waitMs, longestWaitMs)
        }
    } finally {
      clearInterval(interval)
      clearTimeout(timer)
      isLive = false // what finishes now sends nothing more
    }
    isSaved = false // a rebuild may have put an empty read model in place
    save()
  }

  return {
    run,
    freshOf: (ref) => unfinished.get(ref)?.fresh,
    finished,
    storyFinished: (slug, changedAt) => {
      if (!unfinished.finish(storyStream(slug), changedAt)) return
      openStories.delete(slug)
    },
    waiting: () => unfinished.size(),
  }
}
