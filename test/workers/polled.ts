// A real installation in a folder that polls a scripted server: real store, worker and scheduler.
import { openEmbedded } from '../../adapters/embedded.ts'
import { createGuardedFetch } from '../../adapters/guarded-fetch.ts'
import type { RecordedEvent } from '../../events/catalogue.ts'
import { channelStream } from '../../events/channel.ts'
import type { ChannelEntry } from '../../events/channel-entry.ts'
import type { ErasePosts } from '../../events/erase-posts.ts'
import { start } from '../../events/event-log.ts'
import type { ReceivePosts } from '../../events/incoming-post.ts'
import type { StoryEntry } from '../../events/story-entry.ts'
import type { Content } from '../../events/vault.ts'
import type { WebFetch } from '../../events/web.ts'
import { channelOf } from '../../projections/channels.ts'
import { healthOf } from '../../projections/health.ts'
import { createKeepUp, type KeepUp } from '../../projections/keep-up.ts'
import { createEditing } from '../../server/editing.ts'
import { createSettled } from '../../server/settled.ts'
import { limits } from '../../settings.ts'
import { createErasing } from '../../workers/erasing.ts'
import { createReceiving } from '../../workers/receiving.ts'
import { startWorkers, type Workers } from '../../workers/start.ts'
import { until } from '../running.ts'

/** What a test says of a post, in the words of the vault and the log. */
export type Kept = Content & { readonly at: string; readonly kind: string; readonly source: string }

type PolledParts = Awaited<ReturnType<typeof openEmbedded>> & {
  readonly now: () => number
  readonly keepUp: KeepUp
  readonly erasing: ErasePosts
  readonly onProblem: (words: string) => void
  readonly polling: { readonly fetch: WebFetch; readonly receivePosts: ReceivePosts }
}

type PolledOptions = {
  /** The scripted server's, which may be reached. */
  readonly host: string
  readonly answerMs?: number
  readonly now: () => number
  readonly start: (parts: PolledParts) => Pick<Workers, 'close'> & Partial<Pick<Workers, 'readThread'>>
}

/** The store, and what a test asks of it; `start` says what works on it. */
export const openPolled = async (folder: string, { host, answerMs = 5_000, now, start: startOn }: PolledOptions) => {
  const told: string[] = []
  const onProblem = (words: string) => void told.push(words)
  const parts = { ...(await openEmbedded(folder, { now })), now }
  const { log, vault, pepper, readModel } = parts
  const keepUp = createKeepUp({ log, readModel, onProblem })
  const stopping = new AbortController()
  const following = keepUp.run(stopping.signal)
  const fetch = createGuardedFetch({ allowHosts: [host], userAgent: 'Outcry/test', limits: { ...limits, answerMs } })
  const receivePosts = createReceiving(parts)
  const workers = startOn({
    ...parts,
    keepUp,
    erasing: createErasing(parts),
    onProblem,
    polling: { fetch, receivePosts },
  })
  const editing = createEditing({ log, vault, pepper, now })

  const events = async (): Promise<readonly RecordedEvent[]> => {
    const stop = new AbortController()
    const all: RecordedEvent[] = []
    for await (const page of log.follow(start, stop.signal)) {
      all.push(...page.events)
      if (page.live) stop.abort()
    }
    return all
  }
  const settled = async () => createSettled(keepUp)(await log.head())
  const ofChannel = (id: string) => log.read(channelStream(id))

  return {
    told,
    parts,
    receivePosts,
    readThread: workers.readThread,
    now,
    events,
    ofChannel,
    /** Opens or changes it. */
    put: async (entry: ChannelEntry) => {
      const { version } = await editing.putChannel(entry)
      await createSettled(keepUp)(version ?? 0)
    },
    close: (id: string) => editing.changeChannel(id, { closed: true }),
    openStory: (entry: StoryEntry) => editing.putStory(entry),
    /** Everything recorded can be read. */
    settled,
    readModel,
    vault,
    head: log.head,
    until: (ask: () => boolean) => until('what the test waits for', () => ask() || undefined),
    /** The n-th event of a type in the channel's stream, once it is there. */
    nth: (id: string, type: RecordedEvent['type'], n = 1) =>
      until(`${type} ${n} of ${id}`, async () => (await ofChannel(id)).filter((one) => one.type === type)[n - 1]),
    health: async (id: string) => {
      await settled()
      const channel = channelOf(readModel, id)
      return channel === undefined ? undefined : healthOf(channel, now())
    },
    /** As they stand now, in the order they came. */
    kept: async (id: string): Promise<readonly Kept[]> => {
      const received = (await events()).flatMap((event) =>
        event.type === 'PostReceived' && event.data.channel === id ? [event.data] : [],
      )
      const rows = await vault.get(received.map(({ ref }) => ref))
      return received.flatMap(({ ref, at, kind, source }) => {
        const row = rows.get(ref)
        return row === undefined ? [] : [{ at, kind, source, ...row.content }]
      })
    },
    stop: async () => {
      await workers.close()
      stopping.abort()
      await following
      await parts.close()
    },
  }
}

/** @param aheadMs the clock, from now */
export const startPolled = async (folder: string, host: string, { aheadMs = 0, answerMs = 5_000 } = {}) => {
  let ahead = aheadMs
  const polled = await openPolled(folder, {
    host,
    answerMs,
    now: () => Date.now() + ahead,
    start: (parts) => startWorkers({ ...parts, limits: { ...limits, lookForDueMs: 10 } }),
  })
  return {
    ...polled,
    /** Time goes on at once. */
    pass: (ms: number) => {
      ahead += ms
    },
  }
}
export type Polled = Awaited<ReturnType<typeof startPolled>>
