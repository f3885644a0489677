// Reads the channels that are polled, each when it is due: the job poll-channel.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../events/canonical.ts'
import type { ChannelEvent } from '../events/channel.ts'
import type { IncomingPost, ReceivePosts } from '../events/incoming-post.ts'
import type { Vault } from '../events/vault.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { placeOf } from '../projections/channels.ts'
import { sourceOf } from '../sources/all.ts'
import type { Failure, Item, Polled } from '../sources/source.ts'
import { isFailure } from './ask-channel.ts'
import { type Asking, isAsked } from './asking.ts'
import type { ChannelCourses } from './channel-course.ts'
import { createPollRound, type Round } from './poll-round.ts'
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
const dayMs = 24 * 3_600_000

type Parts = {
  readonly asking: Asking
  readonly courses: ChannelCourses
  readonly vault: Pick<Vault, 'rechecks'>
  readonly receivePosts: ReceivePosts
  readonly now: () => number
  /** 0 ≤ … < 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** Without content. */
  readonly onProblem: (words: string, error?: unknown) => void
}

/** What this process knows of a channel beside the log. Losing it costs a round that repeats. */
type Memory = {
  readonly made: string
  standing?: Standing
  dueMs: number
  failures: number
  /** Prints of what the last round showed: the same again is nothing new, and costs nothing. */
  shown: ReadonlySet<string>
}

type Seen = { news: boolean; readonly shown: Set<string> }

/** Of all that could make a post another one than it was. */
const printOf = ({ source, removed, authorGone, revision, content: { id, text, title } }: IncomingPost): string =>
  createHash('sha256')
    .update(JSON.stringify([source, id, removed, authorGone, revision, text, title]))
    .digest('base64')

/** Settings and secrets that a failure may have come from. */
const madeOf = ({ config, secrets }: ChannelState) => canonicalJson([placeOf(config), config.clientId ?? '', secrets])

export const createPollChannel = (parts: Parts) => {
  const { asking, courses, vault, receivePosts, now, random, signal, onProblem } = parts
  const { billing } = asking
  const pollRound = createPollRound(asking.ask)
  const memories = new Map<string, Memory>()

  const memoryOf = (channel: ChannelState): Memory => {
    const made = madeOf(channel)
    const known = memories.get(channel.id)
    if (known?.made === made) return known
    const memory = { made, dueMs: firstDue(channel), failures: channel.failing?.times ?? 0, shown: new Set<string>() }
    memories.set(channel.id, memory)
    return memory
  }

  /** What is no post costs only itself, and is told once a round. */
  const keepIn =
    (id: string, { shown }: Memory, seen: Seen) =>
    async (items: readonly Item[]) => {
      const posts: IncomingPost[] = []
      const prints: string[] = []
      for (const item of items) {
        if (!('post' in item)) continue
        const print = printOf(item.post)
        if (shown.has(print)) {
          seen.shown.add(print)
          continue
        }
        posts.push(item.post)
        prints.push(print)
      }
      const outcomes = posts.length === 0 ? [] : await receivePosts(id, posts)
      for (const [i, { outcome }] of outcomes.entries()) if (outcome !== 'rejected') seen.shown.add(prints[i] ?? '')
      if (outcomes.some(({ outcome }) => outcome !== 'duplicate' && outcome !== 'refused' && outcome !== 'rejected'))
        seen.news = true
      const problems = [
        ...items.flatMap((item) => ('problem' in item ? [item.problem] : [])),
        ...outcomes.flatMap((one) => (one.outcome === 'rejected' ? [one.problem] : [])),
      ]
      if (problems.length > 0)
        onProblem(`channel "${id}": ${problems.length} of ${items.length} entries were not taken`, problems[0])
    }

  /** Nothing once it is switched off, or was changed meanwhile: this round says nothing of that. */
  const tell = async (
    { id }: ChannelState,
    memory: Memory,
    decide: (state: ChannelState, reads: number) => readonly ChannelEvent[],
  ): Promise<boolean> => {
    const reads = billing.untold(id)
    let told = 0
    const added = await courses.add(id, (state) => {
      const events = isAsked(state) && madeOf(state) === memory.made ? decide(state, reads) : []
      told = events.some(({ data }) => 'reads' in data) ? reads : 0
      return events
    })
    if (added) billing.told(id, told)
    return added
  }

  const failed = async (channel: ChannelState, memory: Memory, failure: Failure) => {
    memory.failures++
    memory.dueMs = nextAfterFailure(failure, memory.failures, now(), random())
    await tell(channel, memory, (state, reads) => decideFailure(state, failure, now(), memory.dueMs, reads))
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
    const added = await tell(channel, memory, (state, reads) =>
      decideRead(state, standing, round, startedMs, news, reads),
    )
    if (added) memory.standing = { cursor: round.cursor ?? standing.cursor, toMs: startedMs }
  }

  /** Posts that are kept must be asked for again: what that will cost today is not spent on new ones. */
  const reserved = async (channel: ChannelState, nowMs: number) =>
    (await vault.rechecks((Math.floor(nowMs / dayMs) + 1) * dayMs)).get(channel.id)?.overdue ?? 0

  const read = async (channel: ChannelState, memory: Memory, polled: Polled) => {
    const standing = memory.standing ?? standingOf(channel)
    const reading = await asking.readingOf(channel, polled, standing.cursor)
    const { nowMs } = reading
    const readsLeft = polled.billed ? reading.readsLeft - (await reserved(channel, nowMs)) : reading.readsLeft
    if (polled.billed && readsLeft < polled.billed.atLeast)
      return failed(channel, memory, billing.usedUp(channel, polled.billed))
    const seen: Seen = { news: false, shown: new Set() }
    const round = await pollRound({
      channel: channel.id,
      polled,
      reading: { ...reading, readsLeft },
      signal,
      keep: keepIn(channel.id, memory, seen),
      onReads: (reads) => billing.add(channel.id, reads),
    })
    memory.shown = isFailure(round) ? memory.shown.union(seen.shown) : seen.shown
    if (isFailure(round)) await failed(channel, memory, round)
    else await succeeded(channel, memory, standing, round, nowMs, seen.news)
  }

  return {
    isDue: (channel: ChannelState): boolean => memoryOf(channel).dueMs <= now(),
    /** The job: one round. One at a time of a channel; the log decides what is left to do. */
    run: async (id: string): Promise<void> => {
      const channel = await courses.read(id)
      const polled = sourceOf(channel.kind)?.polled
      if (!isAsked(channel) || polled === undefined) return
      const memory = memoryOf(channel)
      memory.dueMs = now() + brokenOffMs // unless the round comes to its end
      await read(channel, memory, polled)
    },
  }
}
