// Refuses what another site makes a signed-in browser send.
import type { Request } from 'express'
import { Problem } from '../events/problem.ts'

const originHost = (origin: string | undefined) =>
  origin !== undefined && URL.canParse(origin) ? new URL(origin).host : ''

/**
 * The browser's own word counts first (Sec-Fetch-Site, which no page can set), else the Origin against our host.
 * A request that has neither comes from no browser of today and is refused too.
 * @throws Problem `forbidden`
 */
export const checkSameOrigin = (request: Request): void => {
  const site = request.headers['sec-fetch-site']
  const isOwn = site === undefined ? originHost(request.headers.origin) === request.host : site === 'same-origin'
  if (!isOwn || !request.host)
    throw new Problem(
      'forbidden',
      'taking the form: it was not sent from this site; open the page here and send it again',
    )
}
