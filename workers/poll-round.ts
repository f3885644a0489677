// One round of a channel: every request its source makes of it, page after page, and the posts of each page kept before the next.
import { Problem } from '../events/problem.ts'
import type { WebFetch } from '../events/web.ts'
import { spreadUntil } from '../sources/failure.ts'
import type { Failure, Item, Polled, Reading, SourceAnswer, SourceRequest } from '../sources/source.ts'
import type { HostTurns } from './host-turns.ts'

/** Longer pauses are not waited for: the round ends and comes again. */
const longestPauseMs = 60_000
/** Whatever a server says. */
const longestRestMs = 60 * 60_000

export type PollRoundParts = {
  readonly fetch: WebFetch
  readonly turns: HostTurns
  readonly now: () => number
  /** Ends early when the signal does. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** A round that came to its end. */
export type Round = {
  readonly cursor: string | undefined
  readonly fromMs: number | undefined
  readonly notBeforeMs: number | undefined
  readonly dropped: number
}

type RoundTask = {
  readonly polled: Polled
  readonly reading: Reading
  readonly signal: AbortSignal
  /** The posts are durable when it answers. What it throws ends the round and is passed on. */
  readonly keep: (items: readonly Item[]) => Promise<void>
  /** Every answer as it came. */
  readonly onAnswer?: (request: SourceRequest, answer: SourceAnswer) => void
}

const refused = (error: Problem): Failure => ({
  failure: error.code === 'unavailable' ? 'retry' : 'stop',
  detail: `${error.message}.`,
})

export const createPollRound = ({ fetch, turns, now, pause }: PollRoundParts) => {
  /** The whole client rests, not only the channel that was told to. */
  const rest = ({ url }: SourceRequest, untilMs: number) =>
    turns.notBefore(new URL(url).host, Math.min(untilMs, now() + longestRestMs))

  const ask = async (request: SourceRequest, pauseMs: number, signal: AbortSignal): Promise<SourceAnswer | Failure> => {
    const { host } = new URL(request.url)
    const release = await turns.take(host)
    try {
      const waitMs = turns.readyAt(host) - now()
      if (waitMs > longestPauseMs)
        return { failure: 'wait', detail: 'the server asks for a pause.', untilMs: now() + waitMs }
      if (waitMs > 0) await pause(waitMs, signal)
      signal.throwIfAborted()
      const answer = await fetch(request, signal)
      rest(request, Math.max(now() + pauseMs, spreadUntil(answer.headers, now())))
      return answer
    } catch (error) {
      if (!(error instanceof Problem) || signal.aborted) throw error
      return refused(error)
    } finally {
      release()
    }
  }

  /** @throws when the signal ended it, or `keep` failed: the round is then to be repeated */
  return async ({ polled, reading, signal, keep, onAnswer }: RoundTask): Promise<Round | Failure> => {
    let round: Round = { cursor: undefined, fromMs: undefined, notBeforeMs: undefined, dropped: 0 }
    const waiting = [...polled.begin(reading)]
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      const answer = await ask(request, polled.pauseMs, signal)
      if ('failure' in answer) return answer
      onAnswer?.(request, answer)
      const read = polled.translate(reading, request, answer)
      if ('failure' in read) {
        if (read.failure === 'wait') rest(request, read.untilMs ?? now() + longestPauseMs)
        return read
      }
      if (read.items.length > 0) await keep(read.items)
      waiting.push(...read.next)
      round = {
        cursor: read.cursor ?? round.cursor,
        fromMs: read.fromMs ?? round.fromMs,
        notBeforeMs: read.notBeforeMs ?? round.notBeforeMs,
        dropped: round.dropped + read.dropped,
      }
    }
    return round
  }
}
