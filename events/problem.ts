// The one error that a user or a retry can act on. Anything else that is thrown is a bug.

export type ProblemCode =
  | 'malformed' // cannot be read at all: not JSON, not UTF-8, too deep
  | 'invalid' // what was sent can never be taken as it is
  | 'not-found'
  | 'conflict'
  | 'stale' // changed since the caller looked (If-Match)
  | 'unauthorised' // no valid key or signature
  | 'forbidden' // a valid key without the scope
  | 'not-allowed' // the address has no such method
  | 'too-large'
  | 'unsupported' // media type or encoding
  | 'busy' // over a limit: later
  | 'unavailable' // storage away: later
  | 'damaged' // the log failed its check: writes are refused
  | 'usage' // command line used wrongly

/** Where in the input, as a JSON pointer (RFC 6901), and what is wrong there. */
export type Fault = { readonly pointer: string; readonly detail: string }

/** The message names operation and object, and says what to do. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly faults: readonly Fault[]
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ProblemCode,
    message: string,
    options: { cause?: unknown; faults?: readonly Fault[]; retryAfterSeconds?: number } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.faults = options.faults ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** For the operator alone: the message, and what the system said where that is more. Addresses may stand in it. */
export const reasonOf = ({ message, cause }: Problem): string => {
  const said = cause instanceof Error && 'code' in cause ? cause.message.split('\n', 1) : []
  return [message, ...said.map((words) => `(${words})`)].join(' ')
}
