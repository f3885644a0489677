// For those who watch the service: does it live, is it ready, what is measured.
import { isIPv4 } from 'node:net'
import { type Request, Router } from 'express'
import type { Keys } from '../keys.ts'
import type { Metrics } from '../metrics.ts'
import { notAllowed } from '../not-allowed.ts'
import type { Readiness } from '../readiness.ts'

type HealthParts = {
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>
  readonly keys: Pick<Keys, 'authenticate'>
}

/** From this machine, and not passed on by a proxy on it. */
const isLoopback = (request: Request): boolean => {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const isLocal = address === '::1' || (isIPv4(address) && address.startsWith('127.'))
  return isLocal && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined
}

export const healthRoutes = ({ readiness, metrics, keys }: HealthParts): Router => {
  const router = Router()
  router.use(['/livez', '/readyz', '/metrics'], (_request, response, next) => {
    response.setHeader('cache-control', 'no-store')
    next()
  })
  router.get('/livez', (_request, response) => {
    response.json({ live: true })
  })
  router.get('/readyz', async (_request, response) => {
    const found = await readiness()
    response.status(found.ready ? 200 : 503).json(found)
  })
  router.get('/metrics', async (request, response) => {
    if (!isLoopback(request)) keys.authenticate(request.headers.authorization, 'admin')
    response.setHeader('content-type', metrics.contentType)
    response.end(await metrics.text())
  })
  router.all(['/livez', '/readyz', '/metrics'], notAllowed('GET, HEAD'))
  return router
}
