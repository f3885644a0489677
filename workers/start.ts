// Starts everything that happens later, in this process: the follower of posts, the analysis thread, the timed jobs.
import { setInterval } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import type { StoryReport } from '../analysis/emerging/story-phrases.ts'
import { createEngine } from '../analysis/phases/engine.ts'
import type { Gauge } from '../analysis/phases/gauge.ts'
import type { ErasePosts } from '../events/erase-posts.ts'
import type { ReceivePosts } from '../events/incoming-post.ts'
import type { WebFetch } from '../events/web.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import type { Story } from '../projections/stories.ts'
import { limits as all } from '../settings.ts'
import { type AnalysePostsLimits, createAnalysePosts } from './analyse-posts.ts'
import { createAnalyseRefs, type Fresh } from './analyse-refs.ts'
import { createAnalyser } from './analyser.ts'
import { createChannelCourses } from './channel-course.ts'
import { createDeclarePhase } from './declare-phase.ts'
import { createDropRequests } from './drop-requests.ts'
import { createEndAccess } from './end-access.ts'
import { createExpireContent } from './expire-content.ts'
import { createTellPhrases } from './find-phrases.ts'
import { createFitCalibration } from './fit-calibration.ts'
import { createHostTurns } from './host-turns.ts'
import { createKnownStories } from './known-stories.ts'
import { createLabelChanges } from './label-changes.ts'
import { startPolling } from './polling.ts'
import type { Ports } from './ports.ts'
import { createRaiseAlerts, type RaiseAlertsLimits } from './raise-alerts.ts'
import { createReanalyseStory, type Progress } from './reanalyse-story.ts'
import { createRecallPosts } from './recall-posts.ts'
import { startTelling, type Telling } from './telling.ts'
import { createWatchPhases, type WatchPhasesLimits } from './watch-phases.ts'

export type WorkersLimits = AnalysePostsLimits &
  WatchPhasesLimits &
  RaiseAlertsLimits & {
    readonly orphanAfterMs: number
    readonly erasuresMs: number
    readonly expireEveryMs: number
    readonly recentPosts: number
    readonly phrasesEveryMs: number
    readonly fitEveryMs: number
    readonly lookForDueMs: number
  }

type WorkersParts = Ports & {
  readonly erasing: Pick<ErasePosts, 'resume' | 'erase'>
  /** What went wrong and what is done about it, without content. */
  readonly onProblem: (words: string, error?: unknown) => void
  readonly limits?: WorkersLimits
  /** Who keeps the read model up; without it, phases are not looked for. */
  readonly keepUp?: Pick<KeepUp, 'version' | 'isCaughtUp' | 'subscribe'>
  /** Posts received since the start; without it, nobody is let go first. */
  readonly received?: () => number
  /** How channels are read that are polled, and where their posts go; without it, none is. */
  readonly polling?: { readonly fetch: WebFetch; readonly receivePosts: ReceivePosts }
  /** How people are told who are not on the page; without it, nobody is. */
  readonly telling?: Telling
}

export type Workers = {
  /** Posts and stories of the log, as far as it was read, that wait for their analysis. */
  readonly waiting: () => number
  /** The log was read to its end once: what waits is all there is. */
  readonly isCaughtUp: () => boolean
  /**
   * Of a story whose past waits for its analysis or is being analysed.
   * @param revision of the story's last event: `undefined` is answered only when that was seen and nothing waits
   */
  readonly reanalysing: (slug: string, revision: number) => Progress | undefined
  /** What the engine of phases knows of a story now; `undefined` before it has read it. */
  readonly gauge: (slug: string) => Gauge | undefined
  /** Reads one thread of a channel from its source; undefined where nothing is read. */
  readonly readThread: ReturnType<typeof startPolling>['readThread'] | undefined
  /** Saves how far it came, and closes the job queue, which finishes what runs. */
  readonly close: () => Promise<void>
}

export const startWorkers = (parts: WorkersParts): Workers => {
  const { log, vault, readModel, jobs, now, erasing, received = () => 0, onProblem, limits = all, keepUp } = parts
  const stopping = new AbortController()
  const { signal } = stopping
  const recallPosts = createRecallPosts({ log, vault, readModel, now, maxPosts: limits.recentPosts })
  const tellPhrases = createTellPhrases(log)
  const onPhrases = (found: readonly StoryReport[]) =>
    void tellPhrases(found).catch((error) =>
      onProblem('telling phrases failed; those that go on are told later', error),
    )
  const analyser = createAnalyser({ onProblem, onPhrases, recall: recallPosts.recall })
  const stories = createKnownStories(analyser.setStories)
  const labels = createLabelChanges({ readModel, jobs, everyMs: limits.fitEveryMs, onProblem })
  const posts = createAnalysePosts({
    log,
    readModel,
    jobs,
    stories,
    labels,
    limits,
    received,
    forget: analyser.forget,
    onReached: recallPosts.mark,
    onProblem,
  })
  const analyse = createAnalyseRefs({
    log,
    vault,
    analyser,
    onReleased: posts.again,
    onFinished: posts.finished,
  })
  const onFinished = posts.storyFinished
  const reanalyseStory = createReanalyseStory({ log, readModel, analyse, stories, onFinished, signal })
  const { orphanAfterMs, erasuresMs } = limits
  const expireContent = createExpireContent({ log, vault, erasing, now, orphanAfterMs, erasuresMs })
  const dropRequests = createDropRequests({ log, vault, now, orphanAfterMs })

  jobs.work('analyse-posts', async ({ refs }) => {
    const fresh: Fresh[] = []
    const known: string[] = []
    for (const ref of refs) {
      const one = posts.freshOf(ref)
      if (one === undefined) known.push(ref)
      else fresh.push(one)
    }
    if (fresh.length > 0) await analyse.fresh(fresh)
    if (known.length > 0) await analyse.known(known)
  })
  jobs.work('reanalyse-story', reanalyseStory.run)
  jobs.work('fit-calibration', createFitCalibration({ log, readModel }))
  jobs.work('find-phrases', async () => tellPhrases(await analyser.phrases()))
  jobs.every('find-phrases', limits.phrasesEveryMs, {})
  jobs.work('expire-content', async () => {
    await dropRequests()
    await parts.telling?.following.drop()
    await expireContent()
  })
  jobs.every('expire-content', limits.expireEveryMs, {})

  const isReanalysed = ({ slug, revision }: Story) =>
    posts.isStoryWaiting(slug) || (stories.get(slug)?.revision ?? -1) < revision
  const phases =
    keepUp &&
    createWatchPhases({
      log,
      readModel,
      keepUp,
      analysed: posts,
      isReanalysed,
      createEngine,
      jobs,
      now,
      limits,
      onProblem,
    })
  if (phases !== undefined) jobs.work('declare-phase', createDeclarePhase({ log, phases }))

  const alerts = keepUp && createRaiseAlerts({ log, readModel, keepUp, now, limits, onProblem })

  const courses = createChannelCourses(log)
  const endAccess = createEndAccess({ readModel, courses, erasing, now })
  jobs.work('end-access', endAccess)
  jobs.every('end-access', limits.expireEveryMs, {})

  const polling =
    parts.polling &&
    startPolling({
      ...parts.polling,
      vault,
      readModel,
      jobs,
      now,
      signal,
      courses,
      turns: createHostTurns(),
      pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
      random: Math.random,
      onProblem,
    })
  const looking =
    polling &&
    setInterval(() => {
      if (keepUp?.isCaughtUp() !== false) polling.look()
    }, limits.lookForDueMs)

  const told =
    parts.telling &&
    keepUp &&
    startTelling({ ...parts.telling, log, vault, readModel, keepUp, now, onProblem, lookEveryMs: limits.lookForDueMs })

  const running = [posts.run(signal), phases?.run(signal), alerts?.run(signal)]
  return {
    gauge: (slug) => phases?.gauge(slug),
    isCaughtUp: posts.isCaughtUp,
    waiting: posts.waiting,
    readThread: polling?.readThread,
    reanalysing: (slug, revision) =>
      posts.isStoryWaiting(slug) || (stories.get(slug)?.revision ?? -1) < revision
        ? (reanalyseStory.progressOf(slug) ?? { version: 0, through: 1 })
        : undefined,
    close: async () => {
      stopping.abort()
      clearInterval(looking)
      labels.close()
      await Promise.all([...running, told?.close()])
      await jobs.close()
      await analyser.close()
    },
  }
}
