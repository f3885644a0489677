// /admin, the operator's page: plain forms over the operations of the API, signed in with a key.
import { statfs } from 'node:fs/promises'
import { type Request, type Response, Router } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import type { EventLog } from '../../events/event-log.ts'
import type { ReceivePosts } from '../../events/incoming-post.ts'
import { Problem } from '../../events/problem.ts'
import { storiesOf, storyOf } from '../../projections/stories.ts'
import { type CallOperation, createCallOperation } from '../call-operation.ts'
import { type Form, readForm } from '../form.ts'
import { allows, type Identity } from '../keys.ts'
import { createLabellingMemories, type LabellingMemory } from '../labelling-memory.ts'
import { problemDocument, statusOf } from '../problems.ts'
import type { Readiness } from '../readiness.ts'
import type { RenderPage } from '../render.ts'
import { checkSameOrigin } from '../same-origin.ts'
import { type Sessions, sessionCookie } from '../session.ts'
import { adminPages } from './admin/all.ts'
import { type AdminPage, type Context, type Params, type Said, type Shown, saidWords } from './admin/page.ts'
import type { ApiPorts } from './api/operation.ts'

type AdminParts = ApiPorts & {
  readonly log: Pick<EventLog, 'head'>
  readonly sessions: Sessions
  readonly receivePosts: ReceivePosts
  readonly readiness: () => Promise<Readiness>
  readonly random: (bytes: number) => Uint8Array
  readonly render: RenderPage
  readonly address: () => string
  /** The data folder; absent where nothing is kept on this machine. */
  readonly folder?: string
}

const minuteMs = 60_000

const freeBytesOf = async (folder: string | undefined) => {
  if (folder === undefined) return undefined
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const contextOf = (
  parts: AdminParts,
  callOperation: CallOperation,
  identity: Identity,
  labelling: LabellingMemory,
): Context => ({
  labelling,
  call: (id, asked) => callOperation(identity, id, asked),
  may: (scope) => allows(identity, scope),
  receivePosts: parts.receivePosts,
  random: parts.random,
  nowMs: parts.now(),
  channelsOf: (slug) => storyOf(parts.readModel, slug)?.channels ?? [],
  address: parts.address(),
  state: async () => ({
    readiness: await parts.readiness(),
    head: await parts.log.head(),
    version: parts.keepUp.version(),
    freeBytes: await freeBytesOf(parts.folder),
  }),
})

export const adminRoutes = (parts: AdminParts): Router => {
  const { sessions, render, keys, limits, readModel } = parts
  const callOperation = createCallOperation(parts)
  const memoryOf = createLabellingMemories()
  const router = Router({ caseSensitive: true })

  const send = (response: Response, status: number, { template, title, view }: Shown, more: object) => {
    const page = {
      pageTitle: `${title} – Outcry, operator`,
      description: 'For the operator of this service.',
      scripted: false,
      signedIn: template !== 'admin/sign-in',
      demonstration: storiesOf(readModel).some(({ demonstration }) => demonstration),
      about: '',
      checked: '',
    }
    response.status(status).setHeader('content-type', 'text/html; charset=utf-8')
    response.end(render(template, { ...page, heading: title, said: '', problem: null, ...view, ...more }))
  }
  const showSignIn = (response: Response, status: number, problem: string) =>
    send(
      response,
      status,
      { template: 'admin/sign-in', title: 'Sign in', view: {} },
      { problem: problem ? { detail: problem, faults: [] } : null },
    )

  router.use((_request, response, next) => {
    response.setHeader('cache-control', 'no-store')
    // Without it some browsers send no Origin with our own forms.
    response.setHeader('referrer-policy', 'same-origin')
    next()
  })
  router.post(
    '/{*any}',
    rateLimit({
      windowMs: minuteMs,
      limit: limits.apiWritesPerMinute,
      standardHeaders: false,
      legacyHeaders: false,
      validate: false,
      keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
      handler: (_request, response) =>
        showSignIn(response, 429, 'Too many forms within a minute. Wait a little and try again.'),
    }),
    (request, _response, next) => {
      checkSameOrigin(request)
      next()
    },
  )

  router.post('/sign-in', async (request, response) => {
    const { key = '' } = await readForm(request, limits)
    const identity = keys.holder(key)
    if (identity === undefined) return showSignIn(response, 401, 'This is no valid key.')
    if (!allows(identity, 'edit'))
      return showSignIn(response, 403, 'This key is valid, but it needs the scope edit or admin.')
    sessions.close(request.headers.cookie)
    const token = sessions.open(key) as string
    response.setHeader('set-cookie', sessionCookie(token, sessions.sessionMs, request.secure))
    response.redirect(303, '/admin')
  })
  router.post('/sign-out', (request, response) => {
    sessions.close(request.headers.cookie)
    response.setHeader('set-cookie', sessionCookie('', 0, request.secure))
    response.redirect(303, '/admin')
  })

  const showPage = async (page: AdminPage, context: Context, request: Request, response: Response) => {
    const word = String(request.query.said)
    const said = Object.hasOwn(saidWords, word) ? saidWords[word as Said] : ''
    send(response, 200, await page.show(context, request.params as Params, {}), { said })
  }

  const takeForm = async (page: AdminPage, context: Context, request: Request, response: Response) => {
    const params = request.params as Params
    let form: Form = {}
    try {
      form = await readForm(request, limits)
      const act = Object.hasOwn(page.actions, form.do ?? '') ? page.actions[form.do ?? ''] : undefined
      if (act === undefined) throw new Problem('invalid', 'taking the form: it has no such button; open the page again')
      const done = await act(context, params, form)
      if ('to' in done) return response.redirect(303, `${done.to}?said=${done.said}`)
      return send(response, 200, done, {})
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const problem = {
        detail: error.message,
        faults: error.faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`),
      }
      return send(response, statusOf(error), await page.show(context, params, form), { problem })
    }
  }

  for (const page of adminPages) {
    const guarded =
      (handle: typeof showPage) =>
      async (request: Request, response: Response): Promise<void> => {
        const identity = sessions.holderOf(request.headers.cookie)
        if (identity === undefined) return showSignIn(response, request.method === 'POST' ? 401 : 200, '')
        await handle(page, contextOf(parts, callOperation, identity, memoryOf(identity.id)), request, response)
      }
    router
      .route(page.path)
      .get(guarded(showPage))
      .post(guarded(async (...args) => void (await takeForm(...args))))
  }

  router.use((error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
    if (!(error instanceof Problem) || response.headersSent) return next(error)
    const { title, status, detail } = problemDocument(error)
    send(response, status, { template: 'error', title, view: { status, detail, heading: title } }, {})
  })
  return router
}
