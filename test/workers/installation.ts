// An installation in memory that takes posts, and says what its log says of each.
import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { createLocalJobQueue } from '../../adapters/local-job-queue.ts'
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { createMemoryLedger } from '../../adapters/memory-ledger.ts'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { createMemoryVault } from '../../adapters/memory-vault.ts'
import type { OutcryEvent, RecordedEvent } from '../../events/catalogue.ts'
import { type EventLog, start } from '../../events/event-log.ts'
import type { IncomingPost } from '../../events/incoming-post.ts'
import { postStream } from '../../events/post.ts'
import { postOf } from '../../events/post-rules.ts'
import { createReceivePosts } from '../../events/receive-posts.ts'
import { postRef } from '../../events/refs.ts'
import type { StoryDefinition } from '../../events/story.ts'
import { follower } from '../../projections/keep-up.ts'
import { stories } from '../../projections/stories.ts'
import { limits } from '../../settings.ts'
import { createErasing } from '../../workers/erasing.ts'
import type { JobQueue } from '../../workers/jobs.ts'
import type { Ports } from '../../workers/ports.ts'
import { startWorkers, type Workers, type WorkersLimits } from '../../workers/start.ts'
import { storyOpened, streamOf } from '../given.ts'
import { until } from '../running.ts'

export type Told = { readonly words: string; readonly error?: unknown }

export const createInstallation = () => {
  const now = Date.now
  const told: Told[] = []
  const onProblem = (words: string, error?: unknown) => void told.push({ words, error })
  const log = createMemoryEventLog({ now })
  const vault = createMemoryVault({ now })
  const ledger = createMemoryLedger()
  const readModel = createMemoryReadModel()
  const pepper = createSecretKey(createHash('sha256').update('pepper').digest())
  const parts = { log, vault, ledger, pepper, now, random: randomBytes, clockAheadMs: 0 }
  const receive = createReceivePosts({ ...parts, keeping: () => ({ keptMs: 1_000_000, longestMs: 1_000_000 }) })
  const running = new Set<Workers>()

  const ref = (id: string, channel = 'feedback') => postRef(pepper, channel, 'webhook', id)
  const history = (id: string) => log.read(postStream(ref(id)))
  const state = async (id: string) => postOf(await history(id))
  const all = async (): Promise<readonly RecordedEvent[]> => {
    const stop = new AbortController()
    const events: RecordedEvent[] = []
    for await (const page of log.follow(start, stop.signal)) {
      events.push(...page.events)
      if (page.live) stop.abort()
    }
    return events
  }
  return {
    log,
    vault,
    ledger,
    readModel,
    told,
    ref,
    history,
    state,
    all,
    /** `text` undefined: removed. */
    send: (id: string, text: string | undefined, more: Partial<IncomingPost> & { channel?: string } = {}) =>
      receive(more.channel ?? 'feedback', [
        {
          source: 'webhook',
          kind: 'post',
          atMs: Date.UTC(2017, 7, 18),
          removed: text === undefined || undefined,
          content: { id, text: text ?? '' },
          ...more,
        },
      ]),
    sendMany: (texts: readonly string[]) =>
      receive(
        'feedback',
        texts.map((text, n) => ({
          source: 'webhook',
          kind: 'post',
          atMs: Date.UTC(2017, 7, 18),
          removed: undefined,
          content: { id: `${n}`, text },
        })),
      ),
    /** Story events go through the projection that workers begin with. */
    record: async (event: OutcryEvent) => {
      const stream = streamOf(event)
      const expected = (await log.read(stream)).at(-1)?.revision ?? 'none'
      await log.append([{ stream, expected, events: [event] }])
    },
    openStory: async (slug: string, changes: Partial<StoryDefinition> = {}) => {
      const event = storyOpened(slug, changes)
      await log.append([{ stream: streamOf(event), expected: 'none', events: [event] }])
    },
    /** As keep-up does for this one projection. */
    project: async () => {
      const rows = new Map<string, unknown>()
      const events = await all()
      for (const event of events)
        for (const key of stories.keys(event))
          rows.set(key, stories.evolve((rows.get(key) ?? stories.initial) as typeof stories.initial, event, key))
      const changes = [...rows].map(([key, value]) => ({ projection: stories.name, key, state: value }))
      const version = events.at(-1)?.version ?? 0
      readModel.save(changes, follower, { position: version === 0 ? start : String(version), version })
    },
    work: ({
      jobs = createLocalJobQueue({ onProblem }),
      changes = {},
      ports = {},
      received = () => 0,
    }: {
      jobs?: JobQueue
      changes?: Partial<WorkersLimits>
      ports?: Partial<Ports>
      received?: () => number
    } = {}): Workers => {
      const fast = { ...limits, analysisSaveEveryMs: 10, ...changes }
      const erasing = createErasing({ log, vault, ledger, pepper, now })
      const parts = { log, vault, ledger, readModel, pepper, now, jobs, erasing, onProblem, limits: fast }
      const workers = startWorkers({ ...parts, received, ...ports })
      running.add(workers)
      return workers
    },
    /** Every post and story of the log is finished, and the checkpoint says so. */
    settled: (workers: Workers) =>
      until('the end of all analysis', async () => {
        const checkpoint = readModel.checkpoint('analyse-posts')
        return (workers.waiting() === 0 && checkpoint?.version === (await log.head())) || undefined
      }),
    /** A log whose next append is held back until `letGo`. */
    slowLog: () => {
      const asked = Promise.withResolvers<void>()
      const go = Promise.withResolvers<void>()
      let first = true
      const append: EventLog['append'] = async (writes) => {
        if (first) {
          first = false
          asked.resolve()
          await go.promise
        }
        return log.append(writes)
      }
      return { log: { ...log, append }, asked: asked.promise, letGo: go.resolve }
    },
    close: async () => {
      for (const workers of running) await workers.close()
    },
  }
}
