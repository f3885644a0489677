// What the engine says of every story, kept up with the counts: on the clock of its posts, live posts and imported ones alike.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Gauge } from '../analysis/phases/gauge.ts'
import type { EventLog } from '../events/event-log.ts'
import { isLive } from '../projections/activity.ts'
import type { Changed, KeepUp } from '../projections/keep-up.ts'
import { firstAndLastAt } from '../projections/posts.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { type Story, storiesOf } from '../projections/stories.ts'
import type { JobQueue } from './jobs.ts'
import { ticksChanged } from './phases/changed-ticks.ts'
import { type Analysed, createCountedClock, longestWaitMs } from './phases/counted-clock.ts'
import type { CreateEngine } from './phases/course.ts'
import { laneShown, storyChanged } from './phases/reasons.ts'
import { closedUntil } from './phases/story-course.ts'
import { createTelling } from './phases/telling.ts'
import { type Said, type WatchedStory, watchStory } from './phases/watched-story.ts'

export type WatchPhasesLimits = {
  /** Between two looks at the clock and at what changed. */
  readonly watchPhasesEveryMs: number
  /** Between two times that ticks of the past are taken again, for one story. */
  readonly rerunPhasesEveryMs: number
  /** A job that declares nothing for so long is lost: it is enqueued again. */
  readonly declareAgainMs: number
}

type Parts = {
  readonly log: Pick<EventLog, 'head'>
  readonly readModel: ReadModel
  readonly keepUp: Pick<KeepUp, 'version' | 'isCaughtUp' | 'subscribe'>
  readonly analysed: Analysed
  /** The past of this story waits for its analysis, or may do so: nobody has looked yet. */
  readonly isReanalysed: (story: Story) => boolean
  readonly createEngine: CreateEngine
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly now: () => number
  readonly limits: WatchPhasesLimits
  readonly onProblem: (words: string, error: unknown) => void
}

export type WatchPhases = {
  /** Until aborted; what fails is tried again at the next look. */
  readonly run: (signal: AbortSignal) => Promise<void>
  /** What is to be declared; `undefined` while that is not known. */
  readonly said: (slug: string) => Said | undefined
  readonly told: (slug: string, key: string) => void
  /** As of the last closed tick; `undefined` before the first. */
  readonly gauge: (slug: string) => Gauge | undefined
}

/** One turn of the event loop is worked for about so long. */
const turnMs = 5
/** A story that could not be followed is begun anew after so long. */
const afterFailureMs = 10_000
/** Of the time, at most this share goes into taking ticks of one story again. */
const shareOfTime = 0.1

type Watched = {
  readonly story: WatchedStory
  readonly revision: number
  /** When ticks of the past were last taken again: by the clock of the service, and a steady one. */
  wentBackAt: { readonly nowMs: number; readonly steadyMs: number; readonly tookMs: number } | undefined
  /** Since when it waits for a moment in which nothing else is to be counted; steady clock. */
  waitsSinceMs: number | undefined
  /** Version that must be counted: its past was analysed anew up to there. */
  heldUntil: number
}

const steady = () => performance.now()

export const createWatchPhases = (parts: Parts): WatchPhases => {
  const { log, readModel, keepUp, analysed, isReanalysed, createEngine, jobs, now, limits, onProblem } = parts
  const clock = createCountedClock({ log, keepUp, analysed, now })
  const telling = createTelling({ jobs, againMs: limits.declareAgainMs, onProblem })
  const watched = new Map<string, Watched>()
  let readingsChanged = false
  /** Stories that failed, and until when they are left alone; steady clock. */
  const failed = new Map<string, number>()

  const notice = (batch: Changed) => {
    // Folded anew, or another read model was put in place: nothing that was taken is sure.
    if (!keepUp.isCaughtUp()) return watched.clear()
    if (batch.changed.has('channels') || batch.changed.has('stories')) readingsChanged = true
    for (const [slug, { startsMs, postKeys }] of ticksChanged(batch, (slug) => watched.get(slug)?.story.lane))
      watched.get(slug)?.story.changed(startsMs, postKeys)
  }

  const watchedOf = ({ slug, lane, revision }: Story): Watched => {
    const known = watched.get(slug)
    if (known?.story.lane === lane && known.revision === revision) return known
    const story = known?.story.lane === lane ? known.story : watchStory(readModel, { slug, lane }, createEngine)
    if (known !== undefined) story.because(story === known.story ? storyChanged : laneShown(lane))
    const one = { story, revision, wentBackAt: undefined, waitsSinceMs: undefined, heldUntil: 0 }
    watched.set(slug, one)
    telling.forget(slug)
    return one
  }

  /** Posts out of a past have no clock but their own; it is read when nothing more of them is about to be counted. */
  const pastClock = async (one: Watched, { slug, lane }: Story): Promise<number | undefined> => {
    one.waitsSinceMs ??= steady()
    if (!(await clock.isIdle()) && steady() - one.waitsSinceMs < longestWaitMs) return undefined
    one.waitsSinceMs = undefined
    const last = firstAndLastAt(readModel, slug, lane)?.last
    return last === undefined ? Number.NEGATIVE_INFINITY : Date.parse(last)
  }

  /** `undefined` while it cannot be told. */
  const clockOf = async (one: Watched, story: Story): Promise<number | undefined> => {
    const clockMs = isLive(readModel, story.slug) ? clock.countedMs() : await pastClock(one, story)
    if (clockMs === undefined || story.closedAt === undefined) return clockMs
    return Math.min(clockMs, Date.parse(story.closedAt))
  }

  const mayGoBack = ({ wentBackAt: last }: Watched) => {
    if (last === undefined) return true
    const restedMs = steady() - last.steadyMs
    const isDue = restedMs >= limits.rerunPhasesEveryMs || now() - last.nowMs >= limits.rerunPhasesEveryMs
    return isDue && restedMs >= last.tookMs / shareOfTime
  }

  /** Its past is analysed by what it is now, and that is counted. */
  const isSettled = async (one: Watched, story: Story) => {
    if (isReanalysed(story)) {
      one.story.holdBack()
      one.heldUntil = Number.POSITIVE_INFINITY
    } else if (one.heldUntil === Number.POSITIVE_INFINITY) one.heldUntil = await log.head()
    return keepUp.version() >= one.heldUntil
  }

  const follow = async (story: Story, signal: AbortSignal) => {
    const one = watchedOf(story)
    if (!(await isSettled(one, story))) return
    const clockMs = await clockOf(one, story)
    if (clockMs === undefined) return
    const toMs = closedUntil(clockMs)
    const began = steady()
    const goesBack = one.story.isBehind(toMs)
    if (goesBack) {
      if (!mayGoBack(one)) return
      one.story.goBack(toMs)
    }
    let turnBegan = steady()
    let tookMs = turnBegan - began
    while (!one.story.step(toMs)) {
      if (steady() < turnBegan + turnMs) continue
      // Others run in between: that is no work of this story.
      tookMs += steady() - turnBegan
      await nextTurn()
      if (signal.aborted || watched.get(story.slug) !== one) return
      turnBegan = steady()
    }
    tookMs += steady() - turnBegan
    if (goesBack) one.wentBackAt = { nowMs: now(), steadyMs: steady(), tookMs }
  }

  const look = async (signal: AbortSignal) => {
    await clock.look()
    if (!analysed.isCaughtUp() || !keepUp.isCaughtUp()) return
    if (readingsChanged) for (const { story } of watched.values()) story.lookAtReadings()
    readingsChanged = false
    for (const story of storiesOf(readModel)) {
      if (signal.aborted) return
      const { slug, closedAt } = story
      if ((failed.get(slug) ?? 0) > steady()) continue
      try {
        await follow(story, signal)
      } catch (error) {
        watched.delete(slug)
        failed.set(slug, steady() + afterFailureMs)
        onProblem(`following the phases of story "${slug}" failed; it is begun anew`, error)
      }
      const key = watched.get(slug)?.story.said()?.key
      if (key !== undefined && closedAt === undefined) telling.ask(slug, key)
    }
  }

  return {
    run: async (signal) => {
      const unsubscribe = keepUp.subscribe(notice)
      while (!signal.aborted) {
        try {
          await look(signal)
        } catch (error) {
          onProblem('looking at the phases of stories failed; it is tried again', error)
        }
        await pause(limits.watchPhasesEveryMs, undefined, { signal }).catch(() => undefined)
      }
      unsubscribe()
    },
    said: (slug) => watched.get(slug)?.story.said(),
    told: (slug, key) => {
      telling.told(slug, key)
      watched.get(slug)?.story.told(key)
    },
    gauge: (slug) => watched.get(slug)?.story.gauge(),
  }
}
