// The whole of HTTP: what happens to every request, in order, then the routes, problems last.
import { randomUUID } from 'node:crypto'
import express, { type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { noSuchPage, problems } from './problems.ts'

type AppParts = {
  readonly logger: Pick<Logger, 'info' | 'error'>
  /** As express takes it: '' trusts nobody. */
  readonly trustProxy: string
  /** POST /webhooks/{channel}: first, and before anything that is of no use to it. */
  readonly webhooks: Router
  /** Sees every webhook before it is handled. */
  readonly observeWebhooks?: RequestHandler
  readonly health: Router
  readonly api: Router
  /** POST /api/v1/imports: a body of any length, so beside the rest of the API. */
  readonly imports?: Router
  /** Open to everybody, and so before the guard. */
  readonly removals?: Router
  /** Stories by mail: whoever follows can leave even where reading is not for everybody. */
  readonly follow?: Router
  /** Before everything that is read, in a cluster: this server may not have read the log yet. */
  readonly guardReads?: RequestHandler
  /** Before the pages, where reading is not for everybody. */
  readonly guardPages?: RequestHandler
  readonly pages: Router
  readonly admin?: Router
}

/** trust.md section 10. Scripts and styles are files: no nonce, so that pages can be cached. */
const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      styleSrcAttr: ["'unsafe-inline'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
  },
  // Whether this host speaks TLS is known to the proxy in front, not here.
  strictTransportSecurity: false,
})

/** One line per request: method, route, status, time. No path, query, header or body: they may hold content. */
const logRequests =
  (logger: Pick<Logger, 'info'>): RequestHandler =>
  (request, response, next) => {
    const began = performance.now()
    response.on('close', () => {
      const route = request.route === undefined ? 'none' : `${request.baseUrl}${String(request.route.path)}`
      const ms = Math.round((performance.now() - began) * 10) / 10
      const requestId = response.getHeader('x-request-id')
      logger.info({ method: request.method, route, status: response.statusCode, ms, requestId }, 'request')
    })
    next()
  }

const giveId: RequestHandler = (_request, response, next) => {
  response.setHeader('x-request-id', randomUUID())
  next()
}

const trusted = (setting: string): boolean | number | string =>
  setting === '' ? false : setting === 'true' ? true : /^\d+$/.test(setting) ? Number(setting) : setting

export const createApp = (parts: AppParts): Express => {
  const { logger } = parts
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', trusted(parts.trustProxy))
  app.set('query parser', 'simple')
  if (parts.observeWebhooks !== undefined) app.use('/webhooks', parts.observeWebhooks)
  app.use('/webhooks', parts.webhooks)
  app.use(giveId, logRequests(logger), securityHeaders)
  app.use(parts.health)
  if (parts.guardReads !== undefined) app.use(parts.guardReads)
  if (parts.imports !== undefined) app.use('/api/v1', parts.imports)
  app.use('/api', parts.api)
  app.get('/openapi.json', (_request, response) => response.redirect(308, '/api/v1/openapi.json'))
  if (parts.admin !== undefined) app.use('/admin', parts.admin)
  if (parts.removals !== undefined) app.use(parts.removals)
  if (parts.follow !== undefined) app.use(parts.follow)
  if (parts.guardPages !== undefined) app.use(parts.guardPages)
  app.use(parts.pages)
  app.use(noSuchPage)
  app.use(
    problems((error, requestId) => {
      const { name, stack = '' } = error instanceof Error ? error : { name: 'not an Error' }
      // The message may quote what somebody sent: only where it happened is kept.
      const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
      logger.error({ requestId, name, frames }, 'fault')
    }),
  )
  return app
}
