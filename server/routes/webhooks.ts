// POST /webhooks/{channel}, mounted at /webhooks: feedback comes in. No middleware: this is the road that everything travels.
import type { KeyObject } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import type { ChannelConfig, ChannelKind } from '../../events/channel.ts'
import type { IncomingPost, ReceivePosts } from '../../events/incoming-post.ts'
import { Problem } from '../../events/problem.ts'
import type { limits } from '../../settings.ts'
import { sourceOf } from '../../sources/all.ts'
import { ndjson } from '../../sources/import/ndjson.ts'
import type { Item, PushedPosts, Source } from '../../sources/source.ts'
import { type Authenticate, checkSender, readJson } from '../admission.ts'
import { answerReceived, type Rejected, totalsOf } from '../answer-received.ts'
import { type Backlog, createBacklog, type Place } from '../backlog.ts'
import { discardBody, readBody, streamBody } from '../body.ts'
import { createReceiveMessage, type ThreadPorts } from '../receive-message.ts'
import { receiveStream } from '../receive-stream.ts'
import { createReplays } from '../replays.ts'
import { readSecret } from '../signature.ts'

type WebhookPorts = ThreadPorts & {
  readonly receivePosts: ReceivePosts
  readonly channelOf: (
    id: string,
  ) => { readonly kind: ChannelKind; readonly config?: ChannelConfig; readonly closedAt?: string } | undefined
  /** `whsec_…`, or what a platform signs with; two separated by a blank while one replaces the other. */
  readonly secretOf: (channel: string) => Promise<string | undefined>
  readonly authenticate: Authenticate
  readonly now: () => number
  readonly limits: typeof limits
  /** Given where somebody else looks at it too. */
  readonly backlog?: Backlog
}

const maxListed = 1_000 // rejected items named in one answer

/** The posts of a JSON body, and where in it they are. */
const postsOf = (value: unknown): { readonly values: readonly unknown[]; readonly at: (index: number) => string } => {
  if (Array.isArray(value)) return { values: value, at: (index) => `/${index}` }
  const { posts } = (value ?? {}) as { posts?: unknown }
  if (Array.isArray(posts)) return { values: posts, at: (index) => `/posts/${index}` }
  return { values: [value], at: () => '' }
}

export const webhookRoutes = (ports: WebhookPorts): Router => {
  const { receivePosts, channelOf, secretOf, now, limits, backlog = createBacklog(ports.limits) } = ports
  // Whose signature is still to be checked cannot take the room of those who showed a key.
  const strangers = createBacklog({ ...limits, maxWaitingBytes: limits.maxWaitingBytes / 4 })
  const replays = createReplays(now, limits.replayMemoryMs)
  const lines = ndjson(limits)
  const sender = {
    authenticate: ports.authenticate,
    now,
    limits: { toleranceMs: limits.signatureToleranceMs, maxSignatures: limits.maxSignatures },
  }

  const receiveMessage = createReceiveMessage({ ...ports, backlog, strangers, replays })

  const pushedOf = (channel: string): NonNullable<Source['pushed']> => {
    const known = channelOf(channel)
    if (known === undefined)
      throw new Problem(
        'not-found',
        `posting to channel "${channel}": there is no such channel; GET /api/v1/channels lists them`,
      )
    const pushed = sourceOf(known.kind)?.pushed
    if (pushed === undefined)
      throw new Problem(
        'conflict',
        `posting to channel "${channel}": it is of kind ${known.kind}, which is not posted to`,
      )
    if (known.closedAt !== undefined)
      throw new Problem('conflict', `posting to channel "${channel}": it is closed; open it again first`)
    return pushed
  }

  const keysOf = async (request: Request, channel: string): Promise<readonly KeyObject[]> => {
    if (request.headers['webhook-signature'] === undefined) return []
    const secret = await secretOf(channel)
    return secret === undefined ? [] : secret.split(/\s+/).slice(0, 2).map(readSecret)
  }

  const receiveJson = async (request: Request, response: Response, channel: string, pushed: PushedPosts) => {
    const verify = checkSender(sender, request, await keysOf(request, channel))
    const place = (verify === undefined ? backlog : strangers).place()
    try {
      const { value } = await readJson(request, limits, verify, (bytes) => place.grow(0, bytes))
      await receiveValue(request, response, channel, pushed, value, place)
    } finally {
      place.release()
    }
  }

  const receiveValue = async (
    request: Request,
    response: Response,
    channel: string,
    pushed: PushedPosts,
    value: unknown,
    place: Place,
  ) => {
    const { values, at } = postsOf(value)
    if (values.length > limits.maxPostsPerBody)
      throw new Problem('too-large', `taking posts: more than ${limits.maxPostsPerBody} in one body; send it in parts`)
    const webhookId = request.headers['webhook-id']
    if (typeof webhookId === 'string' && replays.isKnown(channel, webhookId)) {
      const totals = { ...totalsOf(values.length, [], 0), duplicate: values.length }
      return answerReceived(response, totals, [], at)
    }
    const posts: IncomingPost[] = []
    const places: number[] = []
    const rejected: Rejected[] = []
    for (const [index, one] of values.entries()) {
      const item: Item = pushed.translate(one)
      if ('problem' in item) rejected.push({ index, problem: item.problem })
      else {
        posts.push(item.post)
        places.push(index)
      }
    }
    place.grow(posts.length, 0)
    const outcomes = posts.length === 0 ? [] : await receivePosts(channel, posts)
    for (const [i, outcome] of outcomes.entries())
      if (outcome.outcome === 'rejected') rejected.push({ index: places[i] ?? 0, problem: outcome.problem })
    rejected.sort((a, b) => a.index - b.index)
    const totals = totalsOf(values.length, outcomes, values.length - posts.length)
    if (typeof webhookId === 'string' && totals.rejected < values.length) replays.remember(channel, webhookId)
    answerReceived(response, totals, rejected, at)
  }

  const receiveLines = async (request: Request, response: Response, channel: string) => {
    const verify = checkSender(sender, request, await keysOf(request, channel))
    // A signature covers the whole body, so nothing of it may be taken before its end: it is bounded as JSON is.
    async function* verified(check: (body: Uint8Array) => void) {
      const place = strangers.place()
      try {
        const body = await readBody(request, limits, (bytes) => place.grow(0, bytes))
        check(body)
        yield body
      } finally {
        place.release()
      }
    }
    const rejected: Rejected[] = []
    const onRejected = (index: number, problem: Problem) => {
      if (rejected.length < maxListed) rejected.push({ index, problem })
    }
    const chunks = verify === undefined ? streamBody(request, limits.requestTimeoutMs) : verified(verify)
    const totals = await receiveStream({ receivePosts, backlog, onRejected }, channel, lines.read(chunks))
    answerReceived(response, totals, rejected, (index) => `/${index}`)
  }

  const route = Router()
  route.post('/:channel', async (request, response) => {
    const channel = String(request.params.channel)
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
    try {
      const pushed = pushedOf(channel)
      if ('signature' in pushed) await receiveMessage(request, response, { id: channel, pushed, type })
      else if (type === 'application/json') await receiveJson(request, response, channel, pushed)
      else if (type === 'application/x-ndjson') await receiveLines(request, response, channel)
      else
        throw new Problem(
          'unsupported',
          'posting feedback: content-type must be application/json or application/x-ndjson',
        )
    } catch (error) {
      discardBody(request)
      throw error
    }
  })
  route.all('/:channel', (_request, response) => {
    response.setHeader('allow', 'POST')
    throw new Problem('not-allowed', 'asking a channel: feedback is sent here with POST; read it at /api/v1')
  })
  return route
}
