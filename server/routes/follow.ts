// Following a story by mail without an account: a plain form, and what the links in the mails open.
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { Problem } from '../../events/problem.ts'
import { mailAddress } from '../../events/receiver-entry.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { storyOf } from '../../projections/stories.ts'
import { askedView, everyChange, followerView, followView } from '../../views/follow.ts'
import type { Following } from '../../workers/following.ts'
import type { BodyLimits } from '../body.ts'
import { type Form, filled, readForm } from '../form.ts'
import { notAllowed } from '../not-allowed.ts'
import { parse } from '../parse.ts'
import { retryAfter, statusOf } from '../problems.ts'
import { plainPage, type RenderPage } from '../render.ts'
import { checkSameOrigin } from '../same-origin.ts'

type FollowParts = {
  readonly following: Pick<Following, 'ask' | 'state' | 'confirm' | 'leave'>
  readonly readModel: ReadModel
  readonly limitFollowing: RequestHandler
  readonly render: RenderPage
  readonly limits: BodyLimits
  /** Mail goes out, and reading is for everybody. Whoever follows can leave in any case. */
  readonly isOffered: boolean
}

const asking = z.strictObject({ address: mailAddress, what: z.string().optional() })

export const followRoutes = (parts: FollowParts): Router => {
  const { following, readModel, limitFollowing, render, limits, isOffered } = parts
  const router = Router({ caseSensitive: true })

  const send = (response: Response, status: number, template: string, title: string, view: object) => {
    const page = { ...plainPage, pageTitle: `${title} – Outcry`, description: 'A story by mail.', ...view }
    response.status(status).setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader('cache-control', 'no-store')
    response.setHeader('x-robots-tag', 'noindex')
    response.end(render(template, page))
  }
  const storyFor = (slug: string) => {
    const story = storyOf(readModel, slug)
    if (story === undefined) throw new Problem('not-found', 'following a story: there is no such story')
    return story
  }
  const slugOf = (request: Request) => String(request.params.slug)

  const showForm = (response: Response, status: number, slug: string, entered: Form, error?: Problem) => {
    const faults = error?.faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`) ?? []
    const problem = error === undefined ? null : { detail: error.message, faults }
    // Without it some browsers send no Origin with our own form.
    response.setHeader('referrer-policy', 'same-origin')
    send(response, status, 'follow', 'Follow a story', followView(storyFor(slug), entered, problem))
  }
  const takeForm: RequestHandler = async (request, response) => {
    const story = storyFor(slugOf(request))
    const { slug } = story
    let form: Form = {}
    try {
      checkSameOrigin(request)
      form = await readForm(request, limits)
      const { address, what } = parse(asking, filled(form, 'address', 'what'), 'following a story')
      await following.ask({ slug, address, every: what === everyChange })
      send(response, 200, 'following', 'Look into your mail', askedView(story))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfter(error)))
      showForm(response, statusOf(error), slug, form, error)
    }
  }
  if (isOffered)
    router
      .route('/stories/:slug/follow')
      .get((request, response) => showForm(response, 200, slugOf(request), {}))
      .post(limitFollowing, takeForm)
      .all(notAllowed('GET, HEAD, POST'))

  type Link = { readonly id: string; readonly token: string }
  const show = async (response: Response, { id, token }: Link) => {
    const { status, slug, every } = await following.state(id, token)
    const view = followerView(storyFor(slug), status, every, `/follow/${id}/${token}`)
    send(response, 200, 'following', view.heading, view)
  }
  const showLink: RequestHandler<Link> = (request, response) => show(response, request.params)
  router.route('/follow/:id/:token').get(showLink).all(notAllowed('GET, HEAD'))
  // No origin is asked for: whoever has the link may press, and RFC 8058 lets the mail's own server press it.
  for (const act of ['confirm', 'leave'] as const)
    router
      .route(`/follow/:id/:token/${act}`)
      .get(showLink as unknown as RequestHandler)
      .post(async (request, response) => {
        const { id = '', token = '' } = request.params as Partial<Link>
        await following[act](id, token)
        await show(response, { id, token })
      })
      .all(notAllowed('GET, HEAD, POST'))

  const showProblem: ErrorRequestHandler = (error, request, response, next) => {
    if (!(error instanceof Problem) || response.headersSent) return next(error)
    const { slug } = request.params
    if (error.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfter(error)))
    if (error.code === 'busy' && typeof slug === 'string') return showForm(response, statusOf(error), slug, {}, error)
    const heading = error.code === 'not-found' ? 'This link leads nowhere' : 'This is not possible'
    send(response, statusOf(error), 'error', heading, { heading, status: statusOf(error), detail: error.message })
  }
  router.use(['/follow', '/stories/:slug/follow'], showProblem)
  return router
}
