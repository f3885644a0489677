// One request to a host: in its turn, as far from the last one as the host asks for, whatever comes of it said as an answer or a failure.
import { Problem } from '../events/problem.ts'
import type { WebFetch } from '../events/web.ts'
import { restUntil } from '../sources/failure.ts'
import type { Failure, SourceAnswer, SourceRequest } from '../sources/source.ts'
import type { HostTurns } from './host-turns.ts'

/** Longer pauses are not waited for: the round ends and comes again. */
const longestPauseMs = 60_000
/** Whatever a server says. */
const longestRestMs = 60 * 60_000

export type AskHostParts = {
  readonly fetch: WebFetch
  readonly turns: HostTurns
  readonly now: () => number
  /** Ends early when the signal does. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>
}

export type AskHost = {
  /** @param pauseMs the least time to the next request. @throws when the signal ended it */
  readonly ask: (request: SourceRequest, pauseMs: number, signal: AbortSignal) => Promise<SourceAnswer | Failure>
  /** The whole client rests, not only the channel that was told to. */
  readonly rest: (request: SourceRequest, failure: Failure) => void
}

const refused = (error: Problem): Failure => ({
  failure: error.code === 'unavailable' ? 'retry' : 'stop',
  detail: `${error.message}.`,
})

export const createAskHost = ({ fetch, turns, now, pause }: AskHostParts): AskHost => {
  const notBefore = ({ url }: SourceRequest, untilMs: number) =>
    turns.notBefore(new URL(url).host, Math.min(untilMs, now() + longestRestMs))
  return {
    ask: async (request, pauseMs, signal) => {
      const { host } = new URL(request.url)
      const release = await turns.take(host)
      try {
        const waitMs = turns.readyAt(host) - now()
        if (waitMs > longestPauseMs)
          return { failure: 'wait', detail: 'the server asks for a pause.', untilMs: now() + waitMs }
        if (waitMs > 0) await pause(waitMs, signal)
        signal.throwIfAborted()
        const answer = await fetch(request, signal)
        notBefore(request, Math.max(now() + pauseMs, restUntil(answer, now())))
        return answer
      } catch (error) {
        if (!(error instanceof Problem) || signal.aborted) throw error
        return refused(error)
      } finally {
        release()
      }
    },
    rest: (request, { failure, untilMs }) => {
      if (failure === 'wait') notBefore(request, untilMs ?? now() + longestPauseMs)
    },
  }
}
