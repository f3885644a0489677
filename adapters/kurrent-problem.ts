// What the KurrentDB client throws, in our words: a conflict, too large, away for now, or a fault.
import { Problem } from '../events/problem.ts'

/** An answer that did not come in time: whether the server did what was asked is unknown. */
export class Late extends Error {}

/** @throws Late after `ms`; the client itself enforces no deadline on a stream it shares */
export const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const grpc = { invalidArgument: 3, permissionDenied: 7, unavailable: 14 }

/**
 * The `type` of the client's error classes; more exact where the server says more than the client understands. A plain Error has none:
 * nothing listens, or the channel was just closed.
 */
export const errorType = (error: unknown): string | undefined => {
  const { type, code, message } = error as { type?: unknown; code?: unknown; message?: unknown }
  if (typeof type !== 'string') return undefined
  if (type !== 'unknown') return type
  const [, answer] = /^Could not recognize (\w+)$/.exec(String(message)) ?? []
  if (code === grpc.invalidArgument || answer === 'BadRequest') return 'invalid-argument'
  if (code === grpc.permissionDenied) return 'access-denied'
  return answer === 'MaximumAppendEventSizeExceeded' ? 'append-record-size-exceeded' : type
}

const passing = new Set(['timeout', 'deadline-exceeded', 'unavailable', 'cancelled', 'unknown', 'not-leader'])

/** May be over at the next try; what was asked may have been done. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof Late) return true
  const type = errorType(error)
  return type === undefined ? (error as Error).name === 'Error' : passing.has(type)
}

/**
 * The connection is of no use any more: dead without a word, to a node that does not lead, or never made. A client that did not find out
 * what its server can do (a plain Error) keeps that answer for ever, but for one that it could not reach.
 */
export const isLost = (error: unknown): boolean => {
  if (error instanceof Late || errorType(error) === 'not-leader') return true
  return errorType(error) === undefined && (error as { code?: unknown }).code !== grpc.unavailable
}

/** @param operation "appending to post-…" */
export const kurrentProblem = (error: unknown, operation: string): unknown => {
  if (error instanceof Problem) return error
  if (isPassing(error)) {
    const isDistrusted = /certificate/i.test((error as Error).message)
    const why = isDistrusted
      ? 'the certificate of KurrentDB is not trusted, or is another host’s; name its authority by tlsCAFile in KURRENTDB_URL'
      : 'KurrentDB does not answer; try again'
    return new Problem('unavailable', `${operation}: ${why}`, { cause: error, retryAfterSeconds: 5 })
  }
  switch (errorType(error)) {
    case 'access-denied': {
      const words = `${operation}: KurrentDB refuses access; check user and password in KURRENTDB_URL`
      return new Problem('unavailable', words, { cause: error, retryAfterSeconds: 60 })
    }
    case 'maximum-append-size-exceeded':
    case 'append-record-size-exceeded':
    case 'transaction-max-size-exceeded':
      return new Problem('too-large', `${operation}: KurrentDB takes no append of that size`, { cause: error })
    case 'stream-deleted':
    case 'stream-tombstoned':
      return new Problem('damaged', `${operation}: somebody deleted the stream; restore a backup`, { cause: error })
    default:
      return error
  }
}
