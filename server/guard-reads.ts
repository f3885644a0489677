// In a cluster: who reads is sent on to another server until this one has read the whole log once.
import type { RequestHandler } from 'express'
import { Problem } from '../events/problem.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import { sendProblem } from './problems.ts'

/** 503 for pages and API; the operator's pages and what changes something are not held up. Once caught up it lets everything pass. */
export const guardReads = ({ isCaughtUp }: Pick<KeepUp, 'isCaughtUp'>): RequestHandler => {
  let wasCaughtUp = false
  return ({ method, path }, response, next) => {
    wasCaughtUp ||= isCaughtUp()
    const isRead = ['GET', 'HEAD'].includes(method) && !/^\/(admin|assets)(\/|$)/.test(path)
    if (wasCaughtUp || !isRead) return next()
    const words = 'reading: this server has not read the whole log yet; another one may have, or try again'
    sendProblem(response, new Problem('unavailable', words, { retryAfterSeconds: 5 }))
  }
}
