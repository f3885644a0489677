// The follower behind job analyse-posts: every wording of every post is enqueued until its analysis is in the log.
// Its checkpoint passes a post only then, so a lost queue is filled again from there. A changed story is enqueued likewise.
import { setTimeout as pause } from 'node:timers/promises'
import type { RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start } from '../events/event-log.ts'
import { storyStream } from '../events/story.ts'
import { follower as projectionsFollower } from '../projections/keep-up.ts'
import type { Checkpoint, ReadModel } from '../projections/read-model.ts'
import { storiesOf } from '../projections/stories.ts'
import type { Fresh } from './analyse-refs.ts'
import { type AnalysisBacklog, type BacklogLimits, createAnalysisBacklog } from './analysis-backlog.ts'
import type { JobQueue } from './jobs.ts'
import type { KnownStories } from './known-stories.ts'
import type { LabelChanges } from './label-changes.ts'

export const follower = 'analyse-posts'

export type AnalysePostsLimits = BacklogLimits & {
  readonly analysisSaveEveryMs: number
  /** Between two readings of a log that was read to its end. */
  readonly analysisPageMs: number
  /** Between two pages of the log while more than so many posts a second come in. */
  readonly analysisFloodMs: number
  readonly floodPostsPerSecond: number
}

type Parts = {
  readonly log: Pick<EventLog, 'follow' | 'read' | 'head'>
  readonly readModel: ReadModel
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly stories: KnownStories
  readonly labels: Pick<LabelChanges, 'begin' | 'notice'>
  readonly limits: AnalysePostsLimits
  /** Posts received since the start. */
  readonly received: () => number
  /** Drops what is known of the texts of these posts. Answers those to be analysed again. */
  readonly forget: (refs: readonly string[]) => Promise<readonly string[]>
  /** Everything up to here is analysed, and that is saved. */
  readonly onReached: (checkpoint: Checkpoint) => void
  readonly onProblem: (words: string, error?: unknown) => void
}

type AnalysePosts = {
  /** Until aborted. What fails is begun again from the checkpoint. */
  readonly run: (signal: AbortSignal) => Promise<void>
  /** A post of which nothing but its receipt was read yet. */
  readonly freshOf: (ref: string) => Fresh | undefined
  /** Posts to be analysed once more, though nothing of them has changed. */
  readonly again: (refs: readonly string[]) => void
  /** The analysis of this post up to this wording is in the log, or will never be needed. */
  readonly finished: (ref: string, version: number) => void
  readonly storyFinished: (slug: string, changedAt: number) => void
  /** Version of the log up to which every post is analysed. */
  readonly through: () => number
  /** The log was read to its end once. */
  readonly isCaughtUp: () => boolean
  readonly isStoryWaiting: (slug: string) => boolean
  /** Posts and stories read of the log and not finished. */
  readonly waiting: () => number
}

/** Older than every wording: finished by whichever is analysed. */
const anyWording = 0
const [shortestWaitMs, longestWaitMs] = [100, 5_000]

/** The post whose text is not there any more. */
const goneOf = (event: RecordedEvent): readonly string[] =>
  event.type === 'PostRemoved' || event.type === 'PostErased' ? [event.data.ref] : []

export const createAnalysePosts = ({
  log,
  readModel,
  jobs,
  stories,
  labels,
  limits,
  received,
  forget,
  onReached,
  onProblem,
}: Parts): AnalysePosts => {
  const newBacklog = () => createAnalysisBacklog(jobs, limits, onProblem)
  let backlog: AnalysisBacklog = newBacklog()
  let reached: Checkpoint | undefined
  let isSaved = true
  let waitMs = shortestWaitMs
  let caughtUp = false

  const take = (event: RecordedEvent) => {
    labels.notice(event)
    switch (event.type) {
      case 'PostReceived': {
        const fresh = event.revision === 0 ? { ...event.data, receivedAt: event.version } : undefined
        return backlog.addPost(event.data.ref, event.data.version, fresh)
      }
      case 'PostEdited':
      case 'PostRestored':
        return backlog.addPost(event.data.ref, event.data.version)
      case 'PostAnalysed': // what its other lanes say was appended with it
        return backlog.finishPost(event.data.ref, event.data.version)
      case 'PostRemoved':
      case 'PostErased':
        return backlog.finishPost(event.data.ref, Number.POSITIVE_INFINITY)
      case 'StoryOpened':
      case 'StoryChanged':
      case 'StoryClosed':
      case 'LaneChosen':
      case 'LaneActivated':
      case 'ReanalysisBegun':
      case 'CalibrationFitted': {
        const { slug } = event.data
        stories.evolve(event)
        if (stories.get(slug)?.changedAt === event.version) backlog.addStory(slug, event.version)
        return
      }
      default:
    }
  }

  const again = (refs: readonly string[]) => {
    for (const ref of refs) backlog.addPost(ref, anyWording)
  }

  const advance = () => {
    const moved = backlog.advance()
    if (moved === undefined) return
    reached = moved
    isSaved = false
  }

  const save = () => {
    advance()
    if (isSaved) return
    try {
      if (reached !== undefined) readModel.save([], follower, reached)
      isSaved = true
      if (reached !== undefined) onReached(reached)
    } catch (error) {
      onProblem('saving how far posts are analysed failed; it is saved later', error)
    }
  }

  /** The stories of the read model are read to their ends, so reading of the log begins where the read model is, or before. */
  const begin = async (head: number): Promise<Checkpoint> => {
    const points = [follower, projectionsFollower].map((name) => readModel.checkpoint(name))
    let from: Checkpoint = { position: start, version: head }
    for (const point of points) {
      if (point === undefined || point.version > head) return { position: start, version: 0 }
      if (point.version <= from.version) from = point
    }
    for (const { slug } of storiesOf(readModel))
      for (const event of await log.read(storyStream(slug))) stories.evolve(event)
    return from
  }

  /** Receiving goes first: while posts pour in, those before them wait; else a page gathers for a moment. */
  const createRest = () => {
    let before = { posts: received(), at: performance.now() }
    return (isLive: boolean): number => {
      const now = { posts: received(), at: performance.now() }
      const perSecond = ((now.posts - before.posts) / (now.at - before.at)) * 1000
      before = now
      return perSecond > limits.floodPostsPerSecond ? limits.analysisFloodMs : isLive ? limits.analysisPageMs : 0
    }
  }

  const follow = async (signal: AbortSignal) => {
    const rest = createRest()
    const head = await log.head()
    let { position, version } = await begin(head)
    labels.begin(head)
    for await (const page of log.follow(position, signal)) {
      position = page.position
      version = page.events.at(-1)?.version ?? version
      const gone = page.events.flatMap(goneOf)
      // Asked first: a page with nothing left to do is passed, and then it is too late to add to it.
      const copies = gone.length > 0 ? await forget(gone) : []
      backlog.turnPage({ position, version })
      for (const event of page.events) take(event)
      again(copies)
      if (page.live || version >= head) {
        backlog.caughtUp()
        caughtUp = true
      }
      await backlog.send()
      const wait = rest(page.live)
      if (wait > 0) await pause(wait, undefined, { signal })
      waitMs = shortestWaitMs
    }
  }

  const run = async (signal: AbortSignal) => {
    const interval = setInterval(() => {
      save()
      backlog.sendAgain()
    }, limits.analysisSaveEveryMs)
    signal.addEventListener('abort', () => backlog.close())
    while (!signal.aborted)
      try {
        await follow(signal)
      } catch (error) {
        if (signal.aborted) break
        onProblem('following posts to analyse failed; it is begun again', error)
        await pause(waitMs, undefined, { signal }).catch(() => undefined)
        waitMs = Math.min(2 * waitMs, longestWaitMs)
        backlog.close()
        backlog = newBacklog()
      }
    clearInterval(interval)
    isSaved = false // a rebuild may have put an empty read model in place
    save()
  }

  return {
    run,
    freshOf: (ref) => backlog.freshOf(ref),
    again,
    finished: (ref, version) => backlog.finishPost(ref, version),
    storyFinished: (slug, changedAt) => backlog.finishStory(slug, changedAt),
    through: () => {
      advance()
      return reached?.version ?? 0
    },
    isCaughtUp: () => caughtUp,
    isStoryWaiting: (slug) => backlog.isStoryWaiting(slug),
    waiting: () => backlog.size(),
  }
}
