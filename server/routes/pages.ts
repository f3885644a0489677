// The pages people see, their state for the live script, and the files they load.
import { type RequestHandler, type Response, Router } from 'express'
import { Problem } from '../../events/problem.ts'
import { channelsOf } from '../../projections/channels.ts'
import { summaryOf } from '../../projections/figures.ts'
import { momentsOf } from '../../projections/statements.ts'
import { storiesOf } from '../../projections/stories.ts'
import { dataView } from '../../views/data.ts'
import { methodView } from '../../views/method.ts'
import { peaksView } from '../../views/peaks.ts'
import { storiesView } from '../../views/stories.ts'
import type { Assets } from '../assets.ts'
import { dataFacts } from '../data-facts.ts'
import type { Drawing } from '../draw-preview.ts'
import { leaveToAsk, madeOf, openToAll, send, sendMade } from '../made.ts'
import { methodFacts } from '../method-facts.ts'
import { peaksFacts } from '../peaks-facts.ts'
import { phaseFacts } from '../phase-facts.ts'
import { problemDocument, statusOf } from '../problems.ts'
import { createRender, plainPage, type RenderPage } from '../render.ts'
import { quotesPosts, stateOf, storyHtml } from '../story-pages.ts'
import { createReading, type ReadingPorts, storyKey } from '../story-reading.ts'
import { feedRoutes } from './feeds.ts'
import { seeingRoutes } from './seeing.ts'

type PagePorts = ReadingPorts & {
  readonly assets: Assets
  readonly drawPreview: Drawing['draw']
  /** Whether stories can be followed by mail. */
  readonly byMail: boolean
}

const htmlType = 'text/html; charset=utf-8'
const jsonType = 'application/json; charset=utf-8'

/** A page for people where one was asked for; machines get the problem document from the handler after this. */
const showProblem =
  (render: RenderPage) =>
  (error: unknown, request: Parameters<RequestHandler>[0], response: Response, next: (error: unknown) => void) => {
    // What has the name of a file is no page: its readers are machines, whatever they say they take.
    const isPage = request.accepts(['html', 'json']) === 'html' && !/\.\w+$/.test(request.path)
    if (!(error instanceof Problem) || response.headersSent || !isPage) return next(error)
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
  const { assets, drawPreview, byMail } = ports
  const render = createRender(assets.paths)
  const reading = createReading(ports)
  const { readModel, vault, now, published, stamp, partsAt, factsFor } = reading
  const router = Router()

  // Else the first page would seem slower to make than it is, and be kept the longer for it.
  router.use((_request, _response, next) => {
    assets.make()
    next()
  })

  router.get('/', async (request, response) => {
    const nowMs = now()
    const made = await published('/', stamp(), () => {
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
        feeds: '/',
      })
      return madeOf(html, htmlType)
    })
    sendMade(made, request, response)
  })

  router.get('/stories/:slug', async (request, response) => {
    const { slug } = request.params
    const made = await published(storyKey('page', slug, request.query), stamp(), async () => {
      const facts = await factsFor(slug, request.query)
      const isShared = facts.range !== 'custom' && facts.asOfMs === null
      const making = { quotesPosts: quotesPosts(facts), quality: isShared ? 10 : 5 }
      return madeOf(storyHtml(render, facts, ports.address(), byMail), htmlType, making)
    })
    sendMade(made, request, response)
  })

  router.get('/stories/:slug/state.json', async (request, response) => {
    const { slug } = request.params
    const { range } = request.query
    const made = await published(storyKey('state', slug, { range }), stamp(), async () => {
      const facts = await factsFor(slug, { range })
      return madeOf(JSON.stringify(stateOf(facts)), jsonType, { quotesPosts: quotesPosts(facts) })
    })
    openToAll(response)
    sendMade(made, request, response)
  })

  router.get('/stories/:slug/peaks', async (request, response) => {
    const { slug } = request.params
    const made = await published(storyKey('peaks', slug, { at: request.query.at }), stamp(), async () => {
      const parts = await partsAt(request.query)
      const facts = await peaksFacts(parts, slug, parts)
      const quotesPosts = facts.contrasts.some(({ typical }) => typical.some(({ text }) => text !== null))
      return madeOf(render('peaks', { ...plainPage, ...peaksView(facts) }), htmlType, { quotesPosts })
    })
    sendMade(made, request, response)
  })

  router.get('/method', async (request, response) => {
    const made = await published('/method', stamp(), () => {
      const description =
        'What is counted, how sentiment is decided, how often that is wrong, and what the numbers cannot say.'
      const view = methodView(methodFacts(readModel, ports.address(), now()))
      return madeOf(
        render('method', { ...plainPage, ...view, pageTitle: 'Method and limits – Outcry', description }),
        htmlType,
      )
    })
    sendMade(made, request, response)
  })

  router.get('/data', async (request, response) => {
    const made = await published('/data', stamp(), async () => {
      const view = dataView(await dataFacts({ readModel, vault }, now()))
      const description = 'What is kept of public posts here, where, for how long, how it goes, and how to ask for it.'
      return madeOf(
        render('data', { ...plainPage, ...view, pageTitle: 'Data and deletion – Outcry', description }),
        htmlType,
      )
    })
    // Without it some browsers send no Origin with our own form.
    response.setHeader('referrer-policy', 'same-origin')
    sendMade(made, request, response)
  })

  router.options(/^\/(stories\/[^/]+\/)?(feed|summary|state|badge)\.\w+$/, leaveToAsk)
  router.use(seeingRoutes({ ...reading, render, drawPreview }))
  router.use(feedRoutes(reading))

  router.get('/assets/:file', (request, response, next) => {
    const asset = assets.find(request.path)
    if (asset === undefined) return next()
    response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    // A frame that is kept from its own origin loads its script as a stranger.
    openToAll(response)
    send(asset, response, String(request.headers['accept-encoding'] ?? ''))
  })
  router.get('/favicon.ico', (_request, response) => response.redirect(301, assets.paths.icon))

  router.use(showProblem(render))
  return router
}
