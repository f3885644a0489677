// What the engine of phases knows, in a process whose workers are elsewhere: looked at on a read model of its own, nothing is declared.
import { createEngine } from '../analysis/phases/engine.ts'
import type { Gauge } from '../analysis/phases/gauge.ts'
import type { EventLog } from '../events/event-log.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { limits } from '../settings.ts'
import { createWatchPhases } from './watch-phases.ts'

type GaugesParts = {
  readonly log: Pick<EventLog, 'head'>
  readonly readModel: ReadModel
  readonly keepUp: Pick<KeepUp, 'version' | 'isCaughtUp' | 'subscribe'>
  readonly now: () => number
  readonly onProblem: (words: string, error?: unknown) => void
}

/** How far others have analysed is not known here: what came in is taken as counted after the longest wait there is. */
const elsewhere = { through: () => 0, waiting: () => 0, isCaughtUp: () => true }

export const startGauges = (parts: GaugesParts) => {
  const stopping = new AbortController()
  const phases = createWatchPhases({
    ...parts,
    analysed: elsewhere,
    isReanalysed: () => false,
    createEngine,
    jobs: { enqueue: async () => {} },
    limits,
  })
  const running = phases.run(stopping.signal)
  return {
    /** `undefined` before it has read the story. */
    gauge: (slug: string): Gauge | undefined => phases.gauge(slug),
    close: async () => {
      stopping.abort()
      await running
    },
  }
}
