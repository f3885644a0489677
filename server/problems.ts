// Problem → RFC 9457, and the only place that knows HTTP statuses.
import { randomInt, randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import { Problem, type ProblemCode } from '../events/problem.ts'

const kinds = {
  malformed: { status: 400, title: 'The request cannot be read' },
  invalid: { status: 422, title: 'What was sent cannot be taken as it is' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'It does not fit what is there' },
  stale: { status: 412, title: 'It has changed since you looked' },
  unauthorised: { status: 401, title: 'A valid key or signature is needed' },
  forbidden: { status: 403, title: 'The key does not allow this' },
  'not-allowed': { status: 405, title: 'The address has no such method' },
  'too-large': { status: 413, title: 'Too large' },
  unsupported: { status: 415, title: 'This media type or encoding is not taken' },
  busy: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not possible at the moment' },
  damaged: { status: 503, title: 'The log is damaged: nothing is written' },
  usage: { status: 400, title: 'Wrong use' },
} as const satisfies { [Code in ProblemCode]: { status: number; title: string } }

/** What the documentation lists. */
export const problemKinds = Object.entries(kinds).map(([code, kind]) => ({ code, ...kind }))

export type ProblemDocument = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  readonly request_id?: string
}

export const statusOf = (problem: Problem): number => kinds[problem.code].status

export const problemDocument = (problem: Problem, requestId?: string): ProblemDocument => ({
  type: `/api#${problem.code}`,
  ...kinds[problem.code],
  detail: problem.message,
  ...(problem.faults.length === 0 ? {} : { errors: problem.faults }),
  ...(requestId === undefined ? {} : { request_id: requestId }),
})

/** Errors of express itself (a path that is no UTF-8, a body over its limit) carry a status that says whose fault it is. */
const asProblem = (error: unknown): Problem | undefined => {
  if (error instanceof Problem) return error
  const { status } = error as { status?: unknown }
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  const code = (Object.keys(kinds) as ProblemCode[]).find((name) => kinds[name].status === status) ?? 'malformed'
  return new Problem(code, 'reading the request: its path, headers or body cannot be read; correct them')
}

/** Seconds; spread so that those turned away do not all come back at once. */
export const retryAfter = (problem: Problem) => (problem.retryAfterSeconds ?? 0) + randomInt(1, 6)

/** Answers with a problem document, and `more` members beside it. */
export const sendProblem = (response: Response, problem: Problem, more: object = {}): void => {
  const status = statusOf(problem)
  const requestId = String(response.getHeader('x-request-id') ?? randomUUID())
  response.status(status).setHeader('x-request-id', requestId)
  if (status === 401 && !response.hasHeader('www-authenticate')) response.setHeader('www-authenticate', 'Bearer')
  if (status === 429 || status === 503) response.setHeader('retry-after', String(retryAfter(problem)))
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-type', 'application/problem+json')
  response.end(JSON.stringify({ ...problemDocument(problem, requestId), ...more }))
}

/**
 * The last handler. What is no Problem is a bug: answered 500 without a word of it, and told to `onFault`.
 * @param onFault the error may quote what a user sent: log its name and stack frames, not its message
 */
export const problems =
  (onFault: (error: unknown, requestId: string) => void): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error)
    const problem = asProblem(error)
    if (problem !== undefined) return sendProblem(response, problem)
    const requestId = randomUUID()
    onFault(error, requestId)
    response.status(500).setHeader('content-type', 'application/problem+json')
    response.setHeader('x-request-id', requestId)
    const title = 'A fault of ours'
    const detail = 'handling the request: something is wrong here; report it with the request_id'
    response.end(JSON.stringify({ type: '/api#fault', title, status: 500, detail, request_id: requestId }))
  }

/** For paths that no route answers. */
export const noSuchPage: RequestHandler = (_request, response) =>
  sendProblem(response, new Problem('not-found', 'looking up the address: nothing is there; GET /api lists the routes'))
