// The pages people see, their state for the live script, and the files they load.
import { type RequestHandler, type Response, Router } from 'express'
import { Problem } from '../../events/problem.ts'
import type { Vault } from '../../events/vault.ts'
import { channelsOf } from '../../projections/channels.ts'
import { summaryOf } from '../../projections/figures.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { momentsOf } from '../../projections/statements.ts'
import { storiesOf } from '../../projections/stories.ts'
import { dataView } from '../../views/data.ts'
import { methodView } from '../../views/method.ts'
import { peaksView } from '../../views/peaks.ts'
import { storiesView } from '../../views/stories.ts'
import type { Asset, Assets } from '../assets.ts'
import { dataFacts } from '../data-facts.ts'
import { methodFacts } from '../method-facts.ts'
import { peaksFacts } from '../peaks-facts.ts'
import { type GaugeOf, phaseFacts } from '../phase-facts.ts'
import { problemDocument, statusOf } from '../problems.ts'
import { createRender, plainPage, type RenderPage } from '../render.ts'
import { storyFacts } from '../story-facts.ts'
import { compressed, createCache, type Made, quotesPosts, stateOf, storyHtml } from '../story-pages.ts'
import type { AskedRange } from '../story-range.ts'

type PagePorts = {
  readonly readModel: ReadModel
  readonly vault: Vault
  readonly gaugeOf: GaugeOf
  /** Of the last event folded. */
  readonly version: () => number
  /** ms since 1970 */
  readonly now: () => number
  readonly assets: Assets
  /** Where this service is reached, without a slash at the end; known once it listens. */
  readonly address: () => string
  /**
   * What was recorded by `atMs`, as a read model and the version it ends at; posts removed or erased since are left out.
   * @throws Problem `invalid`, `busy`
   */
  readonly asOf: (atMs: number) => Promise<{ readonly readModel: ReadModel; readonly version: number }>
}

const htmlType = 'text/html; charset=utf-8'
const jsonType = 'application/json; charset=utf-8'
const maxKept = 200
const restFactor = 4
const minuteMs = 60_000

const send = (made: Made | Asset, response: Response, accepted: string) => {
  response.setHeader('content-type', made.type)
  response.vary('accept-encoding')
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'plain'
  if (encoding !== 'plain') response.setHeader('content-encoding', encoding)
  response.setHeader('content-length', made[encoding].length)
  response.end(made[encoding])
}

/** Public, short-lived, with a strong tag; 304 for who has it already. */
const sendMade = (
  made: Made,
  request: { headers: { [name: string]: string | string[] | undefined } },
  response: Response,
) => {
  response.setHeader('etag', made.etag)
  response.setHeader('cache-control', response.locals.cacheControl ?? 'public, max-age=5, stale-while-revalidate=30')
  if (made.quotesPosts) response.setHeader('x-robots-tag', 'noindex, noarchive')
  const known = String(request.headers['if-none-match'] ?? '')
  if (known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === made.etag)) {
    response.status(304).end()
    return
  }
  send(made, response, String(request.headers['accept-encoding'] ?? ''))
}

const timeFrom = (name: string, value: unknown): number | undefined => {
  if (value === undefined) return undefined
  const ms =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value)
      ? Date.parse(value)
      : Number.NaN
  if (Number.isNaN(ms) || ms < Date.UTC(1990, 0) || ms > Date.UTC(2200, 0))
    throw new Problem('invalid', `showing a story: ${name} is no time; write it as 2017-08-19T09:00:00Z`)
  return ms
}

const rangeFrom = (query: { readonly [name: string]: unknown }, nowMs: number): AskedRange => {
  const fromMs = timeFrom('from', query.from)
  const toMs = timeFrom('to', query.to)
  if (fromMs !== undefined || toMs !== undefined) {
    const to = toMs ?? nowMs
    const from = fromMs ?? to - 24 * 60 * minuteMs
    if (from >= to || from >= nowMs)
      throw new Problem('invalid', 'showing a story: from must lie before to, and before now')
    return { name: 'custom', fromMs: from, toMs: to }
  }
  const { range } = query
  if (range === undefined || range === 'story') return { name: 'story' }
  if (range === '24h' || range === '30d') return { name: range }
  throw new Problem('invalid', 'showing a story: range is 24h, story or 30d')
}

/** A page for people where one was asked for; machines get the problem document from the handler after this. */
const showProblem =
  (render: RenderPage) =>
  (error: unknown, request: Parameters<RequestHandler>[0], response: Response, next: (error: unknown) => void) => {
    if (!(error instanceof Problem) || response.headersSent || request.accepts(['html', 'json']) !== 'html')
      return next(error)
    const { title, status, detail } = problemDocument(error)
    const text = render('error', {
      ...plainPage,
      pageTitle: `${title} – Outcry`,
      description: title,
      heading: title,
      status,
      detail,
    })
    response
      .status(statusOf(error))
      .setHeader('cache-control', 'no-store')
      .setHeader('content-type', htmlType)
      .end(text)
  }

export const pageRoutes = (ports: PagePorts): Router => {
  const { readModel, vault, gaugeOf, version, now, assets } = ports
  const render = createRender(assets.paths)
  const cache = createCache<Made>(maxKept, restFactor)
  const router = Router()

  /** Figures move with the clock as well: a page is made anew with each version and each minute. */
  const stamp = () => `${version()}.${Math.floor(now() / minuteMs)}`

  router.get('/', async (request, response) => {
    const nowMs = now()
    const at = stamp()
    const made = await cache('/', at, () => {
      const stories = storiesOf(readModel).map((story) => {
        const { posts, net, updatedAt } = summaryOf(readModel, story.slug, story.lane, nowMs)
        const closedAtMs = story.closedAt === undefined ? null : Date.parse(story.closedAt)
        const phases = phaseFacts(readModel, story.slug, { fromMs: 0, nowMs, gauge: undefined })
        const statements = momentsOf(readModel, story.slug).filter((moment) => moment.of === 'statement')
        return { ...story, closedAtMs, posts, net, updatedAtMs: Date.parse(updatedAt), phases, statements }
      })
      const channel = channelsOf(readModel).find(({ kind, closedAt }) => kind === 'webhook' && closedAt === undefined)
      const view = storiesView({ stories, address: ports.address(), channel: channel?.id ?? null, nowMs })
      const demonstration = stories.some((story) => story.demonstration)
      const description = 'What posts say about decisions of companies, while it happens.'
      const html = render('stories', {
        ...plainPage,
        ...view,
        demonstration,
        pageTitle: 'All stories – Outcry',
        description,
      })
      return compressed(html, htmlType, `"stories-${at}"`, false)
    })
    sendMade(made, request, response)
  })

  type Query = { readonly [name: string]: unknown }
  const partsAt = async (query: Query) => {
    const atMs = timeFrom('at', query.at)
    if (atMs === undefined) return { readModel, vault, gaugeOf, nowMs: now(), version: version(), asOfMs: null }
    if (atMs > now()) throw new Problem('invalid', 'showing a story as of a moment: that moment has not come yet')
    const past = await ports.asOf(atMs)
    // What the engine knew then is not kept: only what it declared.
    return { ...past, vault, gaugeOf: () => undefined, nowMs: atMs, asOfMs: atMs }
  }
  const factsFor = async (slug: string, query: Query) => {
    const parts = await partsAt(query)
    return storyFacts(parts, slug, rangeFrom(query, parts.nowMs), parts)
  }

  router.get('/stories/:slug', async (request, response) => {
    const { slug } = request.params
    const query = request.query as Query
    const at = stamp()
    const key = `page|${slug}|${JSON.stringify([query.range, query.from, query.to, query.at])}`
    const made = await cache(key, at, async () => {
      const facts = await factsFor(slug, query)
      const isShared = facts.range !== 'custom' && facts.asOfMs === null
      const etag = `"page-${at}-${facts.range}"`
      return compressed(storyHtml(render, facts), htmlType, etag, quotesPosts(facts), isShared ? 10 : 5)
    })
    sendMade(made, request, response)
  })

  router.get('/stories/:slug/state.json', async (request, response) => {
    const { slug } = request.params
    const at = stamp()
    const { range } = request.query
    const made = await cache(`state|${slug}|${String(range)}`, at, async () => {
      const facts = await factsFor(slug, { range })
      return compressed(JSON.stringify(stateOf(facts)), jsonType, `"${at}-${facts.range}"`, quotesPosts(facts))
    })
    response.setHeader('access-control-allow-origin', '*')
    sendMade(made, request, response)
  })

  router.get('/stories/:slug/peaks', async (request, response) => {
    const { slug } = request.params
    const query = request.query as Query
    const at = stamp()
    const made = await cache(`peaks|${slug}|${String(query.at)}`, at, async () => {
      const parts = await partsAt(query)
      const facts = await peaksFacts(parts, slug, parts)
      const quotes = facts.contrasts.some(({ typical }) => typical.some(({ text }) => text !== null))
      return compressed(render('peaks', { ...plainPage, ...peaksView(facts) }), htmlType, `"peaks-${at}"`, quotes)
    })
    sendMade(made, request, response)
  })

  router.get('/method', async (request, response) => {
    const at = stamp()
    const made = await cache('/method', at, () => {
      const description =
        'What is counted, how sentiment is decided, how often that is wrong, and what the numbers cannot say.'
      const view = methodView(methodFacts(readModel, ports.address(), now()))
      return compressed(
        render('method', { ...plainPage, ...view, pageTitle: 'Method and limits – Outcry', description }),
        htmlType,
        `"method-${at}"`,
        false,
      )
    })
    sendMade(made, request, response)
  })

  router.get('/data', async (request, response) => {
    const at = stamp()
    const made = await cache('/data', at, async () => {
      const view = dataView(await dataFacts({ readModel, vault }, now()))
      const description = 'What is kept of public posts here, where, for how long, how it goes, and how to ask for it.'
      return compressed(
        render('data', { ...plainPage, ...view, pageTitle: 'Data and deletion – Outcry', description }),
        htmlType,
        `"data-${at}"`,
        false,
      )
    })
    // Without it some browsers send no Origin with our own form.
    response.setHeader('referrer-policy', 'same-origin')
    sendMade(made, request, response)
  })

  router.get('/assets/:file', (request, response, next) => {
    const asset = assets.find(request.path)
    if (asset === undefined) return next()
    response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    send(asset, response, String(request.headers['accept-encoding'] ?? ''))
  })
  router.get('/favicon.ico', (_request, response) => response.redirect(301, assets.paths.icon))

  router.use(showProblem(render))
  return router
}
