// Asking for the removal of a post without an account: a plain form, and the page that says how it stands.
import { type ErrorRequestHandler, type RequestHandler, type Response, Router } from 'express'
import type { ErasePosts } from '../../events/erase-posts.ts'
import { Problem } from '../../events/problem.ts'
import { askView, removalView } from '../../views/removal.ts'
import type { Removing } from '../../workers/removing.ts'
import type { BodyLimits } from '../body.ts'
import { type Form, filled, readForm } from '../form.ts'
import { notAllowed } from '../not-allowed.ts'
import { parse } from '../parse.ts'
import { retryAfter, statusOf } from '../problems.ts'
import { removalFacts } from '../removal-facts.ts'
import { plainPage, type RenderPage } from '../render.ts'
import { checkSameOrigin } from '../same-origin.ts'
import { asking, removalPage } from './api/removals.ts'

type RemovalParts = {
  readonly removing: Pick<Removing, 'ask' | 'state'>
  readonly erasing: Pick<ErasePosts, 'receipt'>
  readonly limitAsking: RequestHandler
  readonly render: RenderPage
  readonly limits: BodyLimits
}

/** Open to everybody even where reading is not: what is kept of somebody is that person's business. */
export const removalRoutes = (parts: RemovalParts): Router => {
  const { removing, limitAsking, render, limits } = parts
  const router = Router({ caseSensitive: true })

  const send = (response: Response, status: number, template: string, title: string, view: object) => {
    const page = { ...plainPage, pageTitle: `${title} – Outcry`, description: 'Removal of a post.', ...view }
    response.status(status).setHeader('content-type', 'text/html; charset=utf-8')
    response.end(render(template, page))
  }
  const showForm = (response: Response, status: number, entered: Form, problem: Parameters<typeof askView>[1]) =>
    send(response, status, 'ask-removal', 'Ask for a removal', askView(entered, problem))

  /** What was entered stays in the form. */
  const refuse = (response: Response, error: Problem, entered: Form) => {
    if (error.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfter(error)))
    const faults = error.faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`)
    showForm(response, statusOf(error), entered, { detail: error.message, faults })
  }

  router.use('/data/removals', (_request, response, next) => {
    response.setHeader('cache-control', 'no-store')
    response.setHeader('x-robots-tag', 'noindex')
    // Without it some browsers send no Origin with our own forms.
    response.setHeader('referrer-policy', 'same-origin')
    next()
  })

  const takeForm: RequestHandler = async (request, response) => {
    let form: Form = {}
    try {
      checkSameOrigin(request)
      form = await readForm(request, limits)
      const { url, note } = parse(asking, filled(form, 'url', 'note'), 'asking for a removal')
      const { id } = await removing.ask({ link: url, ...(note ? { note } : {}) })
      response.redirect(303, removalPage(id))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      refuse(response, error, form)
    }
  }
  router
    .route('/data/removals')
    .get((_request, response) => showForm(response, 200, {}, null))
    .post(limitAsking, takeForm)
    .all(notAllowed('GET, HEAD, POST'))

  router
    .route('/data/removals/:id')
    .get(async (request, response) => {
      const facts = await removalFacts(parts, request.params.id)
      send(response, 200, 'removal', 'Removal request', removalView(facts))
    })
    .all(notAllowed('GET, HEAD'))

  const showProblem: ErrorRequestHandler = (error, _request, response, next) => {
    if (!(error instanceof Problem) || response.headersSent) return next(error)
    if (error.code === 'busy') return refuse(response, error, {})
    const heading = error.code === 'not-found' ? 'There is no such request' : 'This is not possible'
    send(response, statusOf(error), 'error', heading, { heading, status: statusOf(error), detail: error.message })
  }
  router.use('/data/removals', showProblem)
  return router
}
