// The whole of HTTP over adapters in memory, with a clock that the test sets. Posts are counted as their analysis says.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGuardedFetch } from '../adapters/guarded-fetch.ts'
import { createMemoryReadModel } from '../adapters/memory-read-model.ts'
import type { OutcryEvent } from '../events/catalogue.ts'
import { secretKey } from '../events/channel-entry.ts'
import { createErasePosts } from '../events/erase-posts.ts'
import type { Finding } from '../events/post.ts'
import { Problem } from '../events/problem.ts'
import { defaultLane } from '../events/story.ts'
import { channelOf } from '../projections/channels.ts'
import { createKeepUp } from '../projections/keep-up.ts'
import { createApp } from '../server/app.ts'
import { createAssets } from '../server/assets.ts'
import { createBacklog } from '../server/backlog.ts'
import { createDrawing } from '../server/draw-preview.ts'
import { createEditing } from '../server/editing.ts'
import { guardPages } from '../server/guard-pages.ts'
import { createKeys } from '../server/keys.ts'
import { limitRemovals } from '../server/limit-requests.ts'
import { createMetrics } from '../server/metrics.ts'
import { createReadiness } from '../server/readiness.ts'
import { createReceiverEditing } from '../server/receiver-editing.ts'
import { createRender } from '../server/render.ts'
import { type ApiParts, apiRoutes } from '../server/routes/api.ts'
import { healthRoutes } from '../server/routes/health.ts'
import { importRoutes } from '../server/routes/imports.ts'
import { pageRoutes } from '../server/routes/pages.ts'
import { removalRoutes } from '../server/routes/removals.ts'
import { webhookRoutes } from '../server/routes/webhooks.ts'
import { limits } from '../settings.ts'
import { createFollowing } from '../workers/following.ts'
import { createRemoving } from '../workers/removing.ts'
import { createSendAlert } from '../workers/send-alert.ts'
import { createTryChannel } from '../workers/try-channel.ts'
import { createTryReceiver } from '../workers/try-receiver.ts'
import { streamOf } from './given.ts'
import { post, receiving } from './receiving.ts'
import { until } from './running.ts'

export const adminKey = `ock_${'a'.repeat(43)}`

type Options = Partial<Pick<ApiParts, 'isPublic' | 'asOf' | 'gaugeOf'>> & {
  readonly writesPerMinute?: number
  readonly removalsPerHour?: number
  readonly maxOpenRemovals?: number
  readonly allowHosts?: readonly string[]
}

export const startApi = async (options: Options = {}) => {
  const given = receiving()
  const { log, vault, ledger, pepper, now, random } = given
  const readModel = createMemoryReadModel()
  const faults: unknown[] = []
  const keepUp = createKeepUp({ log, readModel, onProblem: (words) => faults.push(words) })
  const stopped = new AbortController()
  const following = keepUp.run(stopped.signal)
  const keys = await createKeys({ log, now, random: randomBytes, given: { admin: adminKey } })
  const editing = createEditing({ log, vault, pepper, now })
  const erasing = createErasePosts({ log, vault, ledger, pepper, now, random })
  const removing = createRemoving({ ...given, readModel, erasing, limits: { ...limits, ...options } })
  const webFetch = createGuardedFetch({ allowHosts: options.allowHosts ?? [], userAgent: 'Outcry/test', limits })
  const followed = createFollowing({ ...given, readModel, limits })
  const logged: unknown[] = []
  let draining = false
  const parts = {
    readModel,
    vault,
    pepper,
    now,
    keys,
    editing,
    erasing,
    removing,
    limitAsking: limitRemovals(options.removalsPerHour ?? 10_000),
    keepUp,
    tryChannel: createTryChannel({ vault, now, fetch: webFetch }),
    receivers: createReceiverEditing({ log, vault, pepper, now, random: randomBytes }),
    tryReceiver: createTryReceiver({
      readModel,
      now,
      address: () => 'http://outcry.example',
      newId: () => randomBytes(6).toString('hex'),
      send: createSendAlert({ fetch: webFetch, vault, now, signal: stopped.signal, timeoutMs: 1_000 }),
    }),
    following: followed,
    maintenance: { verify: async () => ({ checked: true }), rebuild: async () => ({ events: 0 }) },
    reanalysing: () => undefined,
    gaugeOf: options.gaugeOf ?? (() => undefined),
    asOf: options.asOf ?? (async () => ({ readModel, version: keepUp.version() })),
    limits: { ...limits, apiWritesPerMinute: (options.writesPerMinute ?? 10_000) as 100 },
    isPublic: options.isPublic ?? true,
    render: createRender(createAssets().paths),
  }
  const drawing = createDrawing({ onProblem: (words) => faults.push(words) })
  const metrics = createMetrics({ log, keepUp, ledger, readModel, vault, backlog: createBacklog(limits), now })
  const readiness = createReadiness({ log: {}, keepUp, isDraining: () => draining })
  const app = createApp({
    logger: { info: (line: unknown) => logged.push(line), error: (fault: unknown) => faults.push(fault) },
    trustProxy: '',
    webhooks: webhookRoutes({
      receivePosts: given.receivePosts,
      channelOf: (id) => channelOf(readModel, id),
      secretOf: (channel) => vault.secret(secretKey(channel, 'secret')),
      authenticate: keys.authenticate,
      now,
      limits,
    }),
    imports: importRoutes({ log, receivePosts: given.receivePosts, authenticate: keys.authenticate, limits }),
    health: healthRoutes({ readiness, metrics, keys }),
    api: apiRoutes(parts),
    removals: removalRoutes(parts),
    ...(parts.isPublic ? {} : { guardPages: guardPages(keys) }),
    pages: pageRoutes({
      ...parts,
      version: keepUp.version,
      address: () => 'http://outcry.example',
      assets: createAssets(),
      drawPreview: drawing.draw,
      byMail: false,
    }),
  })
  const http = createServer(app).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`

  const caughtUp = async () => {
    const head = await log.head()
    await until('the read model', () => keepUp.version() >= head)
  }
  const ask = async (
    method: string,
    target: string,
    {
      body,
      key = adminKey,
      headers = {},
    }: { body?: unknown; key?: string | undefined; headers?: Record<string, string> } = {},
  ) => {
    const response = await fetch(`${url}${target}`, {
      method,
      headers: {
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const told = isJson && text !== '' ? JSON.parse(text) : {}
    return { status: response.status, headers: response.headers, text, body: told }
  }
  return {
    ...given,
    url,
    keys,
    keepUp,
    readModel,
    removing,
    logged,
    faults,
    ask,
    /** A read without any key. */
    get: (target: string, headers: Record<string, string> = {}) => ask('GET', target, { key: '', headers }),
    drain: () => {
      draining = true
    },
    record: async (...events: readonly OutcryEvent[]) => {
      for (const event of events) {
        const stream = streamOf(event)
        const history = await log.read(stream)
        await log.append([{ stream, expected: history.at(-1)?.revision ?? 'none', events: [event] }])
      }
      await caughtUp()
    },
    /** Received as a webhook would be, and analysed as `found` says. */
    receive: async (
      id: string,
      at: string,
      found: Finding,
      content: { text?: string; url?: string } = {},
      channel = 'feedback',
      source = 'webhook',
    ) => {
      const { text = `text of ${id}`, ...more } = content
      const one = { ...post(id, text), source, atMs: Date.parse(at) }
      await given.receivePosts(channel, [{ ...one, content: { ...one.content, ...more } }])
      const ref = given.refOf(id, channel, source)
      const stream = `post-${ref}`
      const origin = { ref, channel, source, kind: 'post' as const, at: new Date(at).toISOString() }
      const data = { ...origin, ...found, version: 1, lane: defaultLane, model: 'given', language: 'en' }
      const written = await log.append([{ stream, expected: 0, events: [{ type: 'PostAnalysed', data }] }])
      if (written[0]?.outcome !== 'appended') throw new Problem('conflict', `analysing ${id}`)
      await caughtUp()
      return ref
    },
    caughtUp,
    close: async () => {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      stopped.abort()
      await drawing.close()
      await following
    },
  }
}
export type ApiServer = Awaited<ReturnType<typeof startApi>>
