// The API, mounted at /api: every operation, its OpenAPI document, and the documentation made from that.
import { type RequestHandler, Router } from 'express'
import { once } from '../../events/once.ts'
import type { KeepUp } from '../../projections/keep-up.ts'
import { documentationView } from '../../views/documentation.ts'
import { createIdempotency } from '../idempotency.ts'
import type { Keys } from '../keys.ts'
import { addressOf, limitRequests } from '../limit-requests.ts'
import { notAllowed } from '../not-allowed.ts'
import { openApiDocument } from '../openapi.ts'
import { problemKinds } from '../problems.ts'
import { plainPage, type RenderPage } from '../render.ts'
import { serveOperation } from '../serve-operation.ts'
import { createSettled } from '../settled.ts'
import { operations } from './api/all.ts'
import type { ApiPorts, Operation } from './api/operation.ts'

const dayMs = 24 * 3_600_000
const maxRemembered = 10_000
const minuteMs = 60_000

export type ApiParts = Omit<ApiPorts, 'settled'> & {
  readonly keepUp: Pick<KeepUp, 'version' | 'replay' | 'subscribe'>
  /** For the documentation as a page. */
  readonly render: RenderPage
  /** Of whoever asks for removals without a key, by the form too. */
  readonly limitAsking: RequestHandler
}

const heldBy = (keys: Keys, authorization: string | undefined) => {
  const key = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  return key === undefined ? undefined : keys.holder(key)?.id
}

/** By key, else by address. */
const limitWrites = ({ keys, limits }: Pick<ApiParts, 'keys' | 'limits'>): RequestHandler =>
  limitRequests({
    name: 'default',
    windowMs: minuteMs,
    limit: limits.apiWritesPerMinute,
    keyOf: (request) => heldBy(keys, request.headers.authorization) ?? addressOf(request),
    words: `writing: more than ${limits.apiWritesPerMinute} requests within a minute; wait and send it again`,
    countsFailed: true,
  })

const pathOf = (path: string) => `/v1${path.replace(/\{(\w+)\}/g, ':$1')}`

/** Cross-origin reads need no more than this; writes are not for pages of others. */
const preflight =
  (methods: string): RequestHandler =>
  (_request, response) => {
    response.setHeader('allow', methods)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-methods', 'GET, HEAD')
    response.setHeader('access-control-allow-headers', 'accept, authorization, if-none-match')
    response.setHeader('access-control-max-age', '600')
    response.status(204).end()
  }

const methodsOf = (own: readonly Operation[]) =>
  own.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])).join(', ')

export const apiRoutes = (parts: ApiParts): Router => {
  const ports: ApiPorts = { ...parts, settled: createSettled(parts.keepUp) }
  const router = Router({ caseSensitive: true })
  const idempotency = createIdempotency(parts.now, { keptMs: dayMs, maxKept: maxRemembered })
  const writes = limitWrites(parts)
  const byPath = Map.groupBy(operations, ({ path }) => path)
  for (const [path, own] of byPath) {
    const route = router.route(pathOf(path))
    for (const operation of own) {
      const serve = serveOperation(operation, ports, idempotency)
      if (operation.method === 'get') route.get(serve)
      else route[operation.method](writes, ...(operation.asks ? [parts.limitAsking] : []), serve)
    }
    route.options(preflight(methodsOf(own))).all(notAllowed(methodsOf(own)))
  }
  const document = once(() => openApiDocument(operations, parts.isPublic))
  const text = once(() => JSON.stringify(document()))
  const html = once(() =>
    parts.render('documentation', {
      ...plainPage,
      ...documentationView(document(), problemKinds),
      pageTitle: 'API – Outcry',
      description: 'What programs can ask of this service and tell it.',
    }),
  )
  const serveText =
    (type: string, body: () => string): RequestHandler =>
    (_request, response) => {
      response.setHeader('content-type', type)
      response.setHeader('cache-control', 'public, max-age=300')
      response.setHeader('access-control-allow-origin', '*')
      response.end(body())
    }
  const get = 'GET, HEAD'
  router
    .route('/v1/openapi.json')
    .get(serveText('application/json; charset=utf-8', text))
    .options(preflight(get))
    .all(notAllowed(get))
  router.route('/').get(serveText('text/html; charset=utf-8', html)).all(notAllowed(get))
  return router
}
