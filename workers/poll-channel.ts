// Reads the channels that are polled, each when it is due: the job poll-channel, and the clock that enqueues it.
import { secretKey } from '../events/channel-entry.ts'
import type { ReceivePosts } from '../events/incoming-post.ts'
import type { Vault } from '../events/vault.ts'
import { type ChannelState, channelsOf, placeOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { sourceOf } from '../sources/all.ts'
import type { Failure, Item, Polled } from '../sources/source.ts'
import type { ChannelCourses } from './channel-course.ts'
import type { JobQueue } from './jobs.ts'
import { createPollRound, type PollRoundParts, type Round } from './poll-round.ts'
import {
  decideFailure,
  decideRead,
  firstDue,
  nextAfterFailure,
  nextAfterRead,
  type Standing,
  standingOf,
} from './poll-rules.ts'

const brokenOffMs = 10_000

type PollingParts = PollRoundParts & {
  readonly courses: ChannelCourses
  readonly vault: Pick<Vault, 'secret'>
  readonly readModel: ReadModel
  readonly receivePosts: ReceivePosts
  readonly jobs: Pick<JobQueue, 'enqueue'>
  /** 0 ≤ … < 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** Without content. */
  readonly onProblem: (words: string, error?: unknown) => void
}

/** What this process knows of a channel beside the log. Losing it costs a round that repeats. */
type Memory = { readonly place: string; standing?: Standing; dueMs: number; failures: number }

const isOpen = (channel: ChannelState) => channel.openedAt !== '' && channel.closedAt === undefined

export const createPolling = (parts: PollingParts) => {
  const { courses, vault, readModel, receivePosts, jobs, now, random, signal, onProblem } = parts
  const pollRound = createPollRound(parts)
  const memories = new Map<string, Memory>()
  const running = new Set<string>()

  const memoryOf = (channel: ChannelState): Memory => {
    const place = placeOf(channel.config)
    const known = memories.get(channel.id)
    if (known?.place === place) return known
    const memory = { place, dueMs: firstDue(channel), failures: channel.failing?.times ?? 0 }
    memories.set(channel.id, memory)
    return memory
  }

  /** What is no post costs only itself, and is told once a round. */
  const keepIn = (id: string, seen: { news: boolean }) => async (items: readonly Item[]) => {
    const posts = items.flatMap((item) => ('post' in item ? [item.post] : []))
    const outcomes = await receivePosts(id, posts)
    if (outcomes.some(({ outcome }) => outcome !== 'duplicate' && outcome !== 'refused' && outcome !== 'rejected'))
      seen.news = true
    const problems = [
      ...items.flatMap((item) => ('problem' in item ? [item.problem] : [])),
      ...outcomes.flatMap((one) => (one.outcome === 'rejected' ? [one.problem] : [])),
    ]
    if (problems.length > 0)
      onProblem(`channel "${id}": ${problems.length} of ${items.length} entries were not taken`, problems[0])
  }

  const failed = async (channel: ChannelState, memory: Memory, failure: Failure) => {
    memory.failures++
    memory.dueMs = nextAfterFailure(failure, memory.failures, now(), random())
    await courses.add(channel.id, (state) => (isOpen(state) ? decideFailure(state, failure, now(), memory.dueMs) : []))
  }

  const succeeded = async (
    channel: ChannelState,
    memory: Memory,
    standing: Standing,
    round: Round,
    startedMs: number,
    news: boolean,
  ) => {
    memory.failures = 0
    memory.dueMs = nextAfterRead(channel, round, startedMs)
    const added = await courses.add(channel.id, (state) =>
      // Of what was changed meanwhile, this round says nothing.
      isOpen(state) && placeOf(state.config) === memory.place
        ? decideRead(state, standing, round, startedMs, news)
        : [],
    )
    if (added) memory.standing = { cursor: round.cursor ?? standing.cursor, toMs: startedMs }
  }

  const read = async (channel: ChannelState, memory: Memory, polled: Polled) => {
    const startedMs = now()
    const standing = memory.standing ?? standingOf(channel)
    const seen = { news: false }
    const round = await pollRound({
      polled,
      reading: {
        config: channel.config,
        token: await vault.secret(secretKey(channel.id, 'token')),
        cursor: standing.cursor,
        nowMs: startedMs,
      },
      signal,
      keep: keepIn(channel.id, seen),
    })
    if ('failure' in round) await failed(channel, memory, round)
    else await succeeded(channel, memory, standing, round, startedMs, seen.news)
  }

  /** The job: one round. One at a time of a channel; the log decides what is left to do. */
  const poll = async (id: string): Promise<void> => {
    try {
      const channel = await courses.read(id)
      const polled = sourceOf(channel.kind)?.polled
      if (!isOpen(channel) || polled === undefined) return
      const memory = memoryOf(channel)
      memory.dueMs = now() + brokenOffMs // unless the round comes to its end
      await read(channel, memory, polled)
    } catch (error) {
      if (!signal.aborted) throw error // stopping: the round is repeated after the next start
    } finally {
      running.delete(id)
    }
  }

  /** Enqueues what is due. */
  const look = () => {
    for (const channel of channelsOf(readModel)) {
      if (!isOpen(channel) || sourceOf(channel.kind)?.polled === undefined) continue
      if (running.has(channel.id) || memoryOf(channel).dueMs > now()) continue
      running.add(channel.id)
      void jobs.enqueue('poll-channel', { channel: channel.id }).catch(() => running.delete(channel.id))
    }
  }

  return { poll, look }
}
