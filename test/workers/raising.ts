// Alerts raised over a log in memory, with a clock that the test sets: given events, when it looks, then alerts.
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { alertsOf } from '../../projections/alerts.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import { limits } from '../../settings.ts'
import { createRaiseAlerts } from '../../workers/raise-alerts.ts'
import { analysed, finding, inStory, origin, received, streamOf } from '../given.ts'
import { until } from '../running.ts'

export const noonMs = Date.UTC(2026, 10, 26, 12)
export const minuteMs = 60_000
export const iso = (ms: number) => new Date(ms).toISOString()

type Log = ReturnType<typeof createMemoryEventLog>

export const createRaising = () => {
  const clock = { ms: noonMs }
  const now = () => clock.ms
  const problems: unknown[] = []
  const onProblem = (words: string, error?: unknown) => void problems.push(words, error)
  const log = createMemoryEventLog({ now })
  const readModel = createMemoryReadModel()
  const keepUp = createKeepUp({ log, readModel, onProblem })
  const stopping = new AbortController()
  const following = keepUp.run(stopping.signal)
  const worker = (over: Pick<Log, 'read' | 'append'> = log, alertsEveryMs: number = limits.alertsEveryMs) =>
    createRaiseAlerts({
      log: over,
      readModel,
      keepUp,
      now,
      limits: { alertsEveryMs, measuredAlertsEveryMs: 0 },
      onProblem,
    })
  const alerts = worker()
  const folded = async () => {
    const head = await log.head()
    await until('the read model', () => (keepUp.isCaughtUp() && keepUp.version() >= head) || undefined)
  }
  let posts = 0

  const record = async (...events: readonly OutcryEvent[]) => {
    for (const event of events) {
      const stream = streamOf(event)
      await log.append([{ stream, expected: (await log.read(stream)).at(-1)?.revision ?? 'none', events: [event] }])
    }
    await folded()
  }
  const listed = (slug = 's') => alertsOf(readModel, slug, { limit: 100 }).alerts.toReversed()
  return {
    log,
    clock,
    keepUp,
    readModel,
    problems,
    worker,
    record,
    folded,
    listed,
    /** So many posts, made now. */
    post: async (slug: string, count = 1, topics: readonly string[] = [], channel = 'feedback') => {
      const writes = Array.from({ length: count }, () => {
        const post = origin(posts++, { at: iso(clock.ms), channel })
        const found = analysed(post, finding('negative', [inStory(slug, ...topics)]))
        return { stream: streamOf(found), expected: 'none' as const, events: [received(post), found] }
      })
      await log.append(writes)
      await folded()
    },
    /** Looks until nothing more is raised; answers the titles of what was raised since. */
    look: async (slug = 's') => {
      const before = listed(slug).length
      for (let head = -1; head !== (await log.head()); ) {
        head = await log.head()
        await alerts.look()
        await folded()
      }
      return listed(slug)
        .slice(before)
        .map(({ title }) => title)
    },
    close: async () => {
      stopping.abort()
      await following
    },
  }
}
