// The operator's page over adapters in memory, asked as a browser asks: forms, cookies, no redirect followed.

import { randomBytes } from 'node:crypto'
import { createGuardedFetch } from '../adapters/guarded-fetch.ts'
import { createMemoryReadModel } from '../adapters/memory-read-model.ts'
import { createErasePosts } from '../events/erase-posts.ts'
import { createKeepUp } from '../projections/keep-up.ts'
import { createAssets } from '../server/assets.ts'
import { createEditing } from '../server/editing.ts'
import { createKeys } from '../server/keys.ts'
import { createReadiness } from '../server/readiness.ts'
import { createReceiverEditing } from '../server/receiver-editing.ts'
import { createRender } from '../server/render.ts'
import { adminRoutes } from '../server/routes/admin.ts'
import { createSessions } from '../server/session.ts'
import { createSettled } from '../server/settled.ts'
import { limits } from '../settings.ts'
import { createFollowing } from '../workers/following.ts'
import { createRemoving } from '../workers/removing.ts'
import { createSendAlert } from '../workers/send-alert.ts'
import { createTryChannel } from '../workers/try-channel.ts'
import { createTryReceiver } from '../workers/try-receiver.ts'
import { receiving } from './receiving.ts'
import { serve } from './serving.ts'

export const adminKey = `ock_${'a'.repeat(43)}`

export const startAdmin = async ({
  writesPerMinute = 10_000,
  allowHosts = [],
}: {
  writesPerMinute?: number
  allowHosts?: readonly string[]
} = {}) => {
  const given = receiving()
  const { log, vault, ledger, pepper, now, random, receivePosts } = given
  const readModel = createMemoryReadModel()
  const problems: unknown[] = []
  const keepUp = createKeepUp({ log, readModel, onProblem: (words) => problems.push(words) })
  const stopped = new AbortController()
  const following = keepUp.run(stopped.signal)
  const keys = await createKeys({ log, now, random: randomBytes, given: { admin: adminKey } })
  const sessionClock = { ms: Date.UTC(2026, 0, 1) }
  const sessions = createSessions({
    holder: keys.holder,
    random: randomBytes,
    now: () => sessionClock.ms,
    sessionMs: limits.sessionMs,
  })
  const erasing = createErasePosts({ log, vault, ledger, pepper, now, random })
  const removing = createRemoving({ ...given, readModel, erasing, limits })
  const webFetch = createGuardedFetch({ allowHosts, userAgent: 'Outcry/test', limits })
  const { url, close } = await serve({
    '/admin': adminRoutes({
      readModel,
      vault,
      pepper,
      now,
      keys,
      editing: createEditing({ log, vault, pepper, now }),
      erasing,
      removing,
      keepUp,
      settled: createSettled(keepUp),
      tryChannel: createTryChannel({ vault, now, fetch: webFetch }),
      receivers: createReceiverEditing({ log, vault, pepper, now, random: randomBytes }),
      tryReceiver: createTryReceiver({
        readModel,
        now,
        address: () => 'http://outcry.example',
        newId: () => 'one',
        send: createSendAlert({ fetch: webFetch, vault, now, signal: stopped.signal, timeoutMs: 1_000 }),
      }),
      following: createFollowing({ ...given, readModel, limits }),
      maintenance: { verify: async () => ({}), rebuild: async () => ({}) },
      reanalysing: () => undefined,
      gaugeOf: () => undefined,
      asOf: async () => ({ readModel, version: keepUp.version() }),
      limits: { ...limits, apiWritesPerMinute: writesPerMinute as typeof limits.apiWritesPerMinute },
      isPublic: true,
      log,
      sessions,
      receivePosts,
      readiness: createReadiness({ log: {}, keepUp, isDraining: () => false }),
      random: randomBytes,
      render: createRender(createAssets().paths),
      address: () => 'http://outcry.example',
    }),
  })

  const ask = async (method: string, target: string, headers: Record<string, string>, body?: string) => {
    const response = await fetch(`${url}${target}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
  const type = 'application/x-www-form-urlencoded'

  return {
    ...given,
    url,
    keys,
    readModel,
    keepUp,
    erasing,
    removing,
    sessionClock,
    ask,
    form,
    type,
    signIn: async (key = adminKey) => {
      const answer = await ask('POST', '/admin/sign-in', { origin: url, 'content-type': type }, form({ key }))
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      return {
        answer,
        cookie,
        get: (target: string) => ask('GET', target, { cookie }),
        post: (target: string, fields: Record<string, string>, headers: Record<string, string> = { origin: url }) =>
          ask('POST', target, { cookie, 'content-type': type, ...headers }, form(fields)),
      }
    },
    close: async () => {
      await close()
      stopped.abort()
      await following
    },
  }
}
export type AdminServer = Awaited<ReturnType<typeof startAdmin>>
