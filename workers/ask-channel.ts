// One request of a channel, with the token it needs: got when there is none, and once more when the platform refuses the one at hand.
import type { Access, Failure, Polled, Reading, SourceAnswer, SourceRequest } from '../sources/source.ts'
import type { AskHost } from './ask-host.ts'

/** Tokens are got anew a little before they end. */
const spareMs = 60_000

type AskTask<T> = {
  readonly channel: string
  readonly polled: Polled
  readonly reading: Reading
  readonly request: SourceRequest
  readonly translate: (answer: SourceAnswer) => T | Failure
  readonly signal: AbortSignal
}

/** @throws when the signal ended it */
export type AskChannel = <T extends object>(task: AskTask<T>) => Promise<T | Failure>

export const isFailure = (value: object): value is Failure => 'failure' in value

/** Nothing more is to be got with these credentials. */
const refused = ({ detail }: Failure): Failure => ({ failure: 'stop', detail, refused: true })

export const createAskChannel = ({ ask, rest }: AskHost, now: () => number): AskChannel => {
  /** `by`: what each was got with; other credentials, or another server, want another. */
  const tokens = new Map<string, Access & { readonly by: string }>()

  const read = async <T extends object>({ polled, request, translate, signal }: AskTask<T>): Promise<T | Failure> => {
    const answer = await ask(request, polled.pauseMs, signal)
    if (isFailure(answer)) return answer
    const found = translate(answer)
    if (isFailure(found)) rest(request, found)
    return found
  }

  const accessOf = async (task: AskTask<object>): Promise<Access | Failure | undefined> => {
    const { channel, polled, reading, signal } = task
    const { access } = polled
    if (access === undefined) return undefined
    const request = access.ask(reading)
    if (request === undefined) return undefined
    const by = JSON.stringify([request.url, request.headers, request.body])
    const known = tokens.get(channel)
    if (known?.by === by && known.untilMs - spareMs > now()) return known
    const found = await read<Access>({
      ...task,
      request,
      translate: (answer) => access.translate(reading, answer),
      signal,
    })
    if (!isFailure(found)) tokens.set(channel, { ...found, by })
    return found
  }

  return async (task) => {
    for (let tries = 1; ; tries++) {
      const access = await accessOf(task)
      if (access !== undefined && isFailure(access)) return access.failure === 'reauth' ? refused(access) : access
      const { request } = task
      const authorised = access && { ...request.headers, authorization: `Bearer ${access.token}` }
      const found = await read({ ...task, request: { ...request, headers: authorised ?? request.headers } })
      if (!isFailure(found) || found.failure !== 'reauth') return found
      tokens.delete(task.channel)
      if (access === undefined || tries > 1) return refused(found)
    }
  }
}
