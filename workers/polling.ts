// Everything that asks platforms: new posts, and those that are kept. The clock that enqueues the jobs poll-channel and recheck-channel.
import type { Outcome, ReceivePosts } from '../events/incoming-post.ts'
import type { Vault } from '../events/vault.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { channelsOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { sourceOf } from '../sources/all.ts'
import type { AskHostParts } from './ask-host.ts'
import { createAsking, isAsked } from './asking.ts'
import type { ChannelCourses } from './channel-course.ts'
import type { JobQueue } from './jobs.ts'
import { createPollChannel } from './poll-channel.ts'
import { createReadThread } from './read-thread.ts'
import { createRecheckChannel } from './recheck-channel.ts'

type PollingParts = AskHostParts & {
  readonly courses: ChannelCourses
  readonly vault: Pick<Vault, 'secret' | 'toRecheck' | 'rechecked' | 'rechecks'>
  readonly readModel: ReadModel
  readonly receivePosts: ReceivePosts
  readonly jobs: Pick<JobQueue, 'enqueue' | 'work'>
  /** 0 ≤ … < 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** Without content. */
  readonly onProblem: (words: string, error?: unknown) => void
}

type Polling = {
  /** Enqueues all that is due. */
  readonly look: () => void
  /** Reads one thread of a channel now, whatever was heard of it before. @throws Problem `unavailable` */
  readonly readThread: (channel: string, thread: string) => Promise<readonly Outcome[]>
}

export const startPolling = (parts: PollingParts): Polling => {
  const { readModel, jobs, signal } = parts
  const asking = createAsking(parts)
  const work = {
    'recheck-channel': createRecheckChannel({ ...parts, asking }), // first: what platforms demand comes before what is new
    'poll-channel': createPollChannel({ ...parts, asking }),
  }
  const names = ['recheck-channel', 'poll-channel'] as const
  const running = new Set<string>()

  const enqueue = (name: (typeof names)[number], channel: ChannelState) => {
    const one = `${name} ${channel.id}`
    if (running.has(one) || !work[name].isDue(channel)) return
    running.add(one)
    void jobs.enqueue(name, { channel: channel.id }).catch(() => running.delete(one))
  }

  for (const name of names)
    jobs.work(name, async ({ channel }) => {
      try {
        await work[name].run(channel)
      } catch (error) {
        if (!signal.aborted) throw error // stopping: it is repeated after the next start
      } finally {
        running.delete(`${name} ${channel}`)
      }
    })

  const look = () => {
    for (const channel of channelsOf(readModel))
      if (isAsked(channel) && sourceOf(channel.kind)?.polled !== undefined)
        for (const name of names) enqueue(name, channel)
  }
  return { look, readThread: createReadThread({ ...parts, asking }) }
}
