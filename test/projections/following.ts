// A log and a read model in memory, and keep-up over them.
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { EventLog } from '../../events/event-log.ts'
import { createKeepUp, type KeepUp, type KeepUpOptions } from '../../projections/keep-up.ts'
import { totalOf } from '../../projections/sources.ts'
import { analysed, finding, inStory, origin, received, streamOf } from '../given.ts'

export const appendAll = async (log: EventLog, events: readonly OutcryEvent[]) => {
  for (const event of events) {
    const stream = streamOf(event)
    const revision = (await log.read(stream)).length - 1
    await log.append([{ stream, expected: revision === -1 ? 'none' : revision, events: [event] }])
  }
}
/** Posts of story `s`, one a minute, each received and analysed. */
export const posts = (from: number, to: number): OutcryEvent[] =>
  Array.from({ length: to - from }, (_, i) => {
    const post = origin(from + i, { at: new Date(Date.UTC(2017, 7, 18) + (from + i) * 60_000).toISOString() })
    return [received(post), analysed(post, finding('negative', [inStory('s', 'price')]))]
  }).flat()

/** Looks at every turn of the event loop. */
export const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

export const createFollowing = () => {
  const log = createMemoryEventLog({ now: () => Date.UTC(2017, 7, 18) })
  const readModel = createMemoryReadModel()
  const problems: string[] = []
  let ending = new AbortController()
  let running: Promise<void>[] = []
  const run = (keepUp: Pick<KeepUp, 'run'>) => void running.push(keepUp.run(ending.signal))
  return {
    log,
    readModel,
    problems,
    run,
    /** Posts of story `s`. */
    total: () => totalOf(readModel, 's', 'afinn').posts,
    started: (options: Partial<KeepUpOptions> = {}) => {
      const keepUp = createKeepUp({ log, readModel, onProblem: (words) => problems.push(words), ...options })
      run(keepUp)
      return keepUp
    },
    /** Ends all that was started; more may be started afterwards. */
    end: async () => {
      ending.abort()
      await Promise.all(running)
      ending = new AbortController()
      running = []
    },
  }
}
export type Following = ReturnType<typeof createFollowing>
