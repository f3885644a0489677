// How many requests somebody may send within a span; more are told when to come back.
import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from '../events/problem.ts'

/** An IPv6 network counts as one. */
export const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? '')

type Limit = {
  readonly name: string
  readonly windowMs: number
  readonly limit: number
  readonly keyOf: (request: Request) => string
  /** Told to whoever is over it. */
  readonly words: string
  /** Requests that were refused count, too. */
  readonly countsFailed: boolean
}

/** Calls `next` with Problem `busy` for what is too much. Remembers in this process, for a window at most. */
export const limitRequests = ({ name, windowMs, limit, keyOf, words, countsFailed }: Limit): RequestHandler =>
  rateLimit({
    windowMs,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: name,
    validate: false,
    skipFailedRequests: !countsFailed,
    keyGenerator: keyOf,
    handler: (request, _response, next) => {
      const resetsAt = (request as typeof request & { rateLimit?: { resetTime?: Date } }).rateLimit?.resetTime
      const restMs = resetsAt === undefined ? windowMs : resetsAt.getTime() - Date.now()
      next(new Problem('busy', words, { retryAfterSeconds: Math.max(1, Math.ceil(restMs / 1000)) }))
    },
  })

/** Of the form that asks for mails. */
export const limitFollows = (perHour: number): RequestHandler =>
  limitRequests({
    name: 'follows',
    windowMs: 3_600_000,
    limit: perHour,
    keyOf: addressOf,
    words: `following a story: more than ${perHour} forms within an hour from your address; send it later`,
    countsFailed: false,
  })

/** One for the form and the API together. */
export const limitRemovals = (perHour: number): RequestHandler =>
  limitRequests({
    name: 'removals',
    windowMs: 3_600_000,
    limit: perHour,
    keyOf: addressOf,
    words: `asking for a removal: more than ${perHour} requests within an hour from your address; send it later`,
    countsFailed: false,
  })
