// A story whose phases are watched: a log that posts are put into, the read model in SQLite, and the clock the test's own.
import { isDeepStrictEqual } from 'node:util'
import { createLocalJobQueue } from '../../adapters/local-job-queue.ts'
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { openSqliteReadModel } from '../../adapters/sqlite-read-model.ts'
import { createEngine } from '../../analysis/phases/engine.ts'
import { tickMs } from '../../analysis/phases/tick.ts'
import { createSeeded } from '../../analysis/seeded.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { PhaseChange } from '../../events/phase.ts'
import type { Label, Origin } from '../../events/post.ts'
import { storyStream } from '../../events/story.ts'
import { storyStateOf } from '../../events/story-state.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import { createDeclarePhase } from '../../workers/declare-phase.ts'
import type { JobQueue } from '../../workers/jobs.ts'
import type { CreateEngine } from '../../workers/phases/course.ts'
import { createWatchPhases } from '../../workers/watch-phases.ts'
import { countTicks } from '../examples/count-ticks.ts'
import { analysed, finding, inLane, inStory, origin, received, removed, streamOf } from '../given.ts'
import { until } from '../running.ts'

export const hourMs = 3_600_000
export const weekMs = 7 * 24 * hourMs
/** A Monday. */
export const startMs = Date.UTC(2026, 0, 5)
export const slug = 's'

export type Post = { readonly post: Origin; readonly label: Exclude<Label, 'unscored'> }

/** Posts between two hours of the story, `perHour` of them in each, of which a share is negative. Seeded. */
export const postsBetween = (
  fromHour: number,
  toHour: number,
  { perHour, negative, first, seed = 3 }: { perHour: number; negative: number; first: number; seed?: number },
): readonly Post[] => {
  const random = createSeeded(seed)
  const count = Math.round((toHour - fromHour) * perHour)
  return Array.from({ length: count }, (_, i) => {
    const at = new Date(startMs + (fromHour + (i / count) * (toHour - fromHour)) * hourMs).toISOString()
    const label = random() < negative ? 'negative' : random() < 0.5 ? 'neutral' : 'positive'
    return { post: origin(first + i, { at, source: random() < 0.6 ? 'forum' : 'reddit' }), label }
  })
}

/** Nine calm days, ten hours of anger, a calm day and a half. */
export const outburst: readonly Post[] = [
  ...postsBetween(0, 9 * 24, { perHour: 20, negative: 0.22, first: 0 }),
  ...postsBetween(9 * 24, 9 * 24 + 10, { perHour: 100, negative: 0.8, first: 10_000 }),
  ...postsBetween(9 * 24 + 10, 11 * 24, { perHour: 20, negative: 0.2, first: 20_000 }),
]

/** What the engine says of ticks that are counted without the program, as far as they are closed at `clockMs`. */
export const engineSays = (posts: readonly Post[], clockMs: number, isRead: (atMs: number) => boolean = () => true) => {
  const ticks = countTicks(posts.map(({ post, label }) => ({ ...post, sentiment: { label }, duplicate: false }))).map(
    ({ at, sources }) => ({ atMs: Date.parse(at), sources }),
  )
  const last = ticks.at(-1)
  const zeros = { negative: 0, neutral: 0, positive: 0, duplicates: 0 }
  const silent = Object.fromEntries(Object.keys(last?.sources ?? {}).map((source) => [source, zeros]))
  for (let atMs = (last?.atMs ?? clockMs) + tickMs; atMs < clockMs; atMs += tickMs)
    ticks.push({ atMs, sources: silent })
  const engine = createEngine({})
  return ticks
    .filter(({ atMs }) => atMs + tickMs + 10 * 60_000 <= clockMs && isRead(atMs))
    .flatMap((tick) => engine.take(tick))
}

/** The numbers of a reason are those of when it was declared. */
const saying = ({ at, phase, onset, peak }: PhaseChange) => [at, phase, onset, peak]

export const lastAt = (posts: readonly Post[]) => Math.max(...posts.map(({ post }) => Date.parse(post.at)))

export const createWatching = (readModelFile: string, engineFor: CreateEngine = createEngine) => {
  const clock = { ms: Date.UTC(2027, 0, 1) }
  const now = () => clock.ms
  const problems: string[] = []
  const onProblem = (words: string) => void problems.push(words)
  const log = createMemoryEventLog({ now })
  const readModel = openSqliteReadModel(readModelFile)
  const reanalysed = { is: false }
  let stop: (() => Promise<void>) | undefined

  const story = async () => storyStateOf(await log.read(storyStream(slug)))
  const appended = async () => (await log.read(storyStream(slug))).filter(({ type }) => type.startsWith('Phase'))
  const record = async (...events: readonly OutcryEvent[]) => {
    for (const event of events) {
      const stream = streamOf(event)
      await log.append([{ stream, expected: (await log.read(stream)).at(-1)?.revision ?? 'none', events: [event] }])
    }
  }
  /** `lose`: so many jobs are enqueued and never run. */
  const start = ({ lose = 0 }: { lose?: number } = {}) => {
    const ending = new AbortController()
    const queue = createLocalJobQueue({ onProblem })
    const ran = { jobs: 0 }
    let lost = 0
    const jobs: JobQueue = {
      ...queue,
      enqueue: async (name, data) => {
        if (lost++ < lose) return
        await queue.enqueue(name, data)
      },
    }
    const keepUp = createKeepUp({ log, readModel, onProblem })
    const phases = createWatchPhases({
      log,
      readModel,
      keepUp,
      analysed: { through: () => Number.POSITIVE_INFINITY, waiting: () => 0, isCaughtUp: () => true },
      isReanalysed: () => reanalysed.is,
      createEngine: engineFor,
      jobs,
      now,
      limits: { watchPhasesEveryMs: 2, rerunPhasesEveryMs: 20, declareAgainMs: 20 },
      onProblem,
    })
    const declare = createDeclarePhase({ log, phases })
    jobs.work('declare-phase', async (data) => {
      await declare(data)
      ran.jobs++
    })
    const running = [keepUp.run(ending.signal), phases.run(ending.signal)]
    stop = async () => {
      ending.abort()
      await Promise.all(running)
      await queue.close()
    }
    return { phases, keepUp, ran, lost: () => lost }
  }
  return {
    log,
    readModel,
    clock,
    problems,
    reanalysed,
    story,
    appended,
    record,
    start,
    add: async (posts: readonly Post[], lane?: string) => {
      const writes = posts.map(({ post, label }) => {
        const found = analysed(post, finding(label, [inStory(slug)]), lane === undefined ? {} : { lane })
        return { stream: streamOf(found), expected: 'none' as const, events: [received(post), found] }
      })
      await log.append(writes)
    },
    remove: (posts: readonly Post[]) =>
      record(...posts.map(({ post, label }) => removed(post, inLane(finding(label, [inStory(slug)]))))),
    /** What stands in the story's stream is this. */
    declared: (lines: readonly PhaseChange[], what = 'what the engine says') =>
      until(what, async () => isDeepStrictEqual((await story()).phases.map(saying), lines.map(saying)) || undefined),
    stop: async () => {
      await stop?.()
      stop = undefined
    },
    close: async () => {
      await stop?.()
      readModel.close()
    },
  }
}
