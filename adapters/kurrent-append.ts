// Appending to KurrentDB: many at once over one stream, each with a time limit of our own, sent again with the same ids.
import { setTimeout as pause } from 'node:timers/promises'
import type { Write, WriteOutcome } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import type { KurrentConnection } from './kurrent-connection.ts'
import { type Prepared, prepare, storedPlace } from './kurrent-events.ts'
import { errorType, isLost, isPassing, kurrentProblem, Late, within } from './kurrent-problem.ts'
import type { KurrentReader } from './kurrent-read.ts'
import { createSlots } from './slots.ts'

const mostInFlight = 256
/** KurrentDB 24.10 takes 1 MiB per append. */
const maxAppendBytes = 1_000_000
const tries = 3
/** Sent along as a time of day: a server whose clock is ahead by more would refuse everything. It has a shorter one of its own, and ours counts. */
const serverDeadlineMs = 24 * 3_600_000
/** How long nothing is sent after a write that had no answer in all its tries. */
const awayMs = 1_000

export type KurrentAppendOptions = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly streamPrefix: string
  /** Of one try; a time-out says nothing about what the server did. */
  readonly deadlineMs: number
}

type Ready = Prepared & Pick<Write, 'stream' | 'expected'>

export type KurrentAppend = {
  /**
   * Writes to different streams go out together, those to one stream one after the other.
   * @throws Problem `unavailable`: what was not answered may be kept, so the same is to be sent again; `too-large`: nothing was sent
   */
  readonly append: (writes: readonly Write[]) => Promise<readonly WriteOutcome[]>
  /** Resolves when nothing is on its way. */
  readonly idle: () => Promise<void>
}

export const createKurrentAppend = (
  connection: KurrentConnection,
  reader: KurrentReader,
  { now, streamPrefix, deadlineMs }: KurrentAppendOptions,
): KurrentAppend => {
  const slots = createSlots(mostInFlight)
  /** Who waits in line while nothing is answered need not find that out one by one. */
  let awayUntil = 0

  /** Passes on what `work` throws, but for what a further try may mend. */
  const again = async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++)
      try {
        const answer = await work()
        awayUntil = 0
        connection.works()
        return answer
      } catch (error) {
        if (!isPassing(error)) throw kurrentProblem(error, operation)
        if (attempt === tries) {
          awayUntil = performance.now() + awayMs
          throw kurrentProblem(error, operation)
        }
        await pause(25 * 4 ** attempt * (0.5 + Math.random()))
      }
  }

  const sendOnce = async ({ stream, expected, events }: Ready) => {
    const used = connection.current()
    try {
      const streamState = expected === 'none' ? 'no_stream' : BigInt(expected)
      const options = { streamState, deadline: serverDeadlineMs } as const
      return await within(deadlineMs, used.client.appendToStream(streamPrefix + stream, [...events], options))
    } catch (error) {
      if (isLost(error)) connection.renew(used)
      throw error
    }
  }

  /** What is at the place of a write that was refused: the same events, or others. */
  const settle = async ({ stream, expected, ids }: Ready, actual: 'none' | number): Promise<WriteOutcome> => {
    const found = await reader.stored(stream, expected === 'none' ? 0 : expected + 1, ids.length)
    const last = found.at(-1)
    if (last === undefined || found.length < ids.length || found.some(({ id }, i) => id !== ids[i]))
      return { outcome: 'conflict', actual }
    return { outcome: 'appended', revision: Number(last.revision), version: Number(storedPlace(last).commit) }
  }

  const send = async (ready: Ready): Promise<WriteOutcome> => {
    const { stream, expected } = ready
    const operation = `appending to ${stream}`
    const leave = await slots.enter()
    try {
      if (performance.now() < awayUntil) throw kurrentProblem(new Late('the tries before it had no answer'), operation)
      const { position, nextExpectedRevision } = await again(operation, () => sendOnce(ready))
      // Of events sent again a server may know the place no more: it says nothing, or -1, which has no sign on its way.
      if (position === undefined || position.commit > Number.MAX_SAFE_INTEGER) return await settle(ready, expected)
      return { outcome: 'appended', revision: Number(nextExpectedRevision), version: Number(position.commit) }
    } catch (error) {
      if (errorType(error) !== 'wrong-expected-version') throw error
      const { actualState } = error as { actualState?: unknown }
      return await settle(ready, typeof actualState === 'bigint' ? Number(actualState) : 'none')
    } finally {
      leave()
    }
  }

  const checked = (write: Write): Ready => {
    const ready = { ...write, ...prepare(write, write.recordedAt ?? new Date(now()).toISOString()) }
    if (ready.bytes <= maxAppendBytes) return ready
    const size = `${ready.ids.length} events of ${ready.bytes} bytes together`
    throw new Problem('too-large', `appending to ${write.stream}: ${size}; one append holds ${maxAppendBytes}`)
  }

  return {
    append: async (writes) => {
      const last = new Map<string, Promise<unknown>>()
      const outcomes = writes.map(checked).map((ready) => {
        const before = last.get(ready.stream)
        const outcome = before === undefined ? send(ready) : before.then(() => send(ready))
        last.set(ready.stream, outcome)
        return outcome
      })
      const settled = await Promise.allSettled(outcomes)
      return settled.map((one) => {
        if (one.status === 'rejected') throw one.reason
        return one.value
      })
    },
    idle: slots.idle,
  }
}
