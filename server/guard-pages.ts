// Where reads are not public, pages need a key too: browsers ask for it as a password.
import type { RequestHandler } from 'express'
import { Problem } from '../events/problem.ts'
import { allows, type Keys } from './keys.ts'
import { sendProblem } from './problems.ts'

/** Of `Bearer <key>`, or of `Basic <name:key>` with any name. */
const keyOf = (authorization = ''): string => {
  const [, scheme = '', given = ''] = /^(bearer|basic) +(\S+) *$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() === 'bearer') return given
  return Buffer.from(given, 'base64').toString().split(':').slice(1).join(':')
}

/** Scope `read`; no cache shares what it lets through. */
export const guardPages =
  ({ holder }: Pick<Keys, 'holder'>): RequestHandler =>
  (request, response, next) => {
    // Style and script hold nothing of anybody, and the operator's page needs them.
    if (request.path.startsWith('/assets/')) return next()
    const identity = holder(keyOf(request.headers.authorization))
    response.locals.cacheControl = 'private, no-cache'
    response.vary('authorization')
    if (identity !== undefined && allows(identity, 'read')) return next()
    response.setHeader(
      'www-authenticate',
      'Basic realm="Outcry: a key with scope read is the password", charset="UTF-8"',
    )
    sendProblem(
      response,
      new Problem('unauthorised', 'showing a page: it needs a key with scope read, as the password'),
    )
  }
