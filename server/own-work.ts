// What a server does beside answering: embedded all that workers do, as a node of a cluster what its pages need of it.
import path from 'node:path'
import type { ReceivePosts } from '../events/incoming-post.ts'
import type { WebFetch } from '../events/web.ts'
import { channelsOf } from '../projections/channels.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import { limits } from '../settings.ts'
import type { createErasing } from '../workers/erasing.ts'
import { startGauges } from '../workers/gauges.ts'
import type { Ports } from '../workers/ports.ts'
import { startWorkers, type Workers } from '../workers/start.ts'
import type { Telling } from '../workers/telling.ts'
import { createThreads } from '../workers/threads.ts'
import { startHeartbeat } from './heartbeat.ts'
import type { Keys } from './keys.ts'
import { recordOutage } from './outages.ts'
import { createReadAgain } from './read-again.ts'
import { createSettled } from './settled.ts'

type Parts = Omit<Ports, 'jobs'> & {
  readonly keepUp: KeepUp
  readonly fetch: WebFetch
  readonly receivePosts: ReceivePosts
  readonly onProblem: (words: string, error?: unknown) => void
}

/** What pages ask of the workers, wherever those are. */
export type OwnWork = Partial<Pick<Workers, 'gauge' | 'reanalysing' | 'readThread'>> & {
  readonly close: () => Promise<void>
}

/** Others work: this node computes what its pages show of the engine, and hears of keys that another issued or revoked. */
export const workAsNode = (
  parts: Parts & { readonly refreshKeys: Keys['refresh']; readonly signal: AbortSignal },
): OwnWork => {
  const { keepUp, refreshKeys, signal, onProblem } = parts
  const gauges = startGauges(parts)
  const keysChanged = createReadAgain({
    read: refreshKeys,
    onFailure: (error) => onProblem('reading the keys again failed; it is tried again', error),
    signal,
  })
  const unsubscribe = keepUp.subscribe(({ changed }) => {
    if (changed.has('keys')) keysChanged()
  })
  return {
    gauge: gauges.gauge,
    readThread: createThreads(parts),
    close: async () => {
      unsubscribe()
      await gauges.close()
    },
  }
}

type EmbeddedParts = Parts &
  Pick<Ports, 'jobs'> & {
    readonly folder: string
    readonly erasing: ReturnType<typeof createErasing>
    readonly received: () => number
    readonly telling: Telling
    /** Whether channels are read that are polled. */
    readonly isPolling: boolean
  }

export const workEmbedded = async (parts: EmbeddedParts): Promise<OwnWork> => {
  const { log, readModel, keepUp, erasing, fetch, receivePosts, folder, isPolling, now, onProblem } = parts
  await erasing.resume()
  const heartbeat = await startHeartbeat(path.join(folder, 'alive'), now)
  const backMs = now()
  // Which channels there are is not known before the read model is: after an upgrade it is folded anew.
  const caughtUp = createSettled(keepUp, limits.foldAnewMs)(await log.head())
  caughtUp
    .then(() => {
      const posted = channelsOf(readModel).filter(({ kind }) => kind === 'webhook')
      const ids = posted.map(({ id }) => id)
      return recordOutage(log, ids, heartbeat.lastAlive, backMs)
    })
    .catch((error: unknown) => onProblem('recording how long the service was away failed', error))
  const workers = startWorkers({ ...parts, ...(isPolling ? { polling: { fetch, receivePosts } } : {}) })
  return {
    ...workers,
    close: async () => {
      await workers.close()
      await heartbeat.close()
    },
  }
}
