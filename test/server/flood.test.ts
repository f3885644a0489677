// The webhook on the real storage: a stream at constant memory, a file sent twice, and more than it can take.
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import express from 'express'
import { openEmbedded } from '../../adapters/embedded.ts'
import { problems } from '../../server/problems.ts'
import { webhookRoutes } from '../../server/routes/webhooks.ts'
import { limits } from '../../settings.ts'
import { createReceiving } from '../../workers/receiving.ts'
import { remove, scratchFolder } from '../running.ts'

const text = 'They removed the opt-out and call it a feature. '.repeat(6)
const line = (id: number) => `${JSON.stringify({ id: `f${id}`, text, at: '2017-08-19T09:12:00Z', source: 'reddit' })}\n`
const textOf = async (answer: IncomingMessage) => {
  let body = ''
  for await (const chunk of answer.setEncoding('utf8')) body += chunk
  return body
}

describe('the webhook on disk', () => {
  const folder = scratchFolder('flood')
  const faults: unknown[] = []
  let storage: Awaited<ReturnType<typeof openEmbedded>>
  let disk: Promise<unknown> = Promise.resolve() // writing waits for it
  let port: number
  let close: () => Promise<unknown>
  before(async () => {
    storage = await openEmbedded(folder, { now: Date.now })
    const receiving = createReceiving(storage)
    const app = express()
    app.use(
      '/webhooks',
      webhookRoutes({
        receivePosts: async (channel, posts) => {
          await disk
          return receiving(channel, posts)
        },
        channelOf: () => ({ kind: 'webhook' }),
        secretOf: async () => undefined,
        authenticate: () => undefined,
        now: Date.now,
        limits: { ...limits, maxWaitingPosts: 300 as never },
      }),
    )
    app.use(problems((error) => faults.push(error)))
    const server = createServer(app)
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    port = (server.address() as AddressInfo).port
    close = () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    }
  })
  after(async () => {
    await close()
    await storage.close()
    remove(folder)
    assert.deepEqual(faults, [])
  })

  const post = (type: string, body: Readable | string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { 'content-type': type }
      const sending = request({ port, host: '127.0.0.1', path: '/webhooks/feedback', method: 'POST', headers }, resolve)
      sending.on('error', reject)
      if (typeof body === 'string') sending.end(body)
      else body.pipe(sending)
    })

  it('takes NDJSON of any length at constant memory', async () => {
    const count = 20_000 // 6 MB, a lot more than may wait
    let most = 0
    function* lines() {
      for (let id = 0; id < count; id++) {
        if (id % 1_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers)
        yield line(id)
      }
    }
    const before = process.memoryUsage().arrayBuffers
    const answer = await post('application/x-ndjson', Readable.from(lines()))
    assert.equal(answer.statusCode, 202)
    assert.equal(JSON.parse(await textOf(answer)).accepted, count)
    assert.ok(most - before < 32 * 1024 * 1024, `${(most - before) / 1024 / 1024} MB more`)
  })
  it('finds all of it again when it is sent again', async () => {
    const answer = await post('application/x-ndjson', Readable.from(Array.from({ length: 2_000 }, (_, id) => line(id))))
    assert.equal(JSON.parse(await textOf(answer)).duplicate, 2_000)
  })
  it('answers more than it can take with 202 or 503 and Retry-After, and keeps what it accepted', async () => {
    const batch = (n: number) => `[${Array.from({ length: 100 }, (_, i) => line(100_000 + n * 100 + i).trim()).join()}]`
    const slow = Promise.withResolvers<void>()
    disk = slow.promise
    let turnedAway = 0
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        const answer = await post('application/json', batch(n))
        const body = JSON.parse(await textOf(answer))
        if (answer.statusCode === 503) {
          const seconds = Number(answer.headers['retry-after'])
          assert.ok(seconds >= 1 && seconds <= 5)
          if (++turnedAway === 57) slow.resolve()
        }
        return { n, status: answer.statusCode, body }
      }),
    )
    for (const { n, status, body } of answers) {
      if (status === 503) continue
      assert.equal(status, 202)
      assert.equal(body.accepted, 100)
      const again = await post('application/json', batch(n))
      assert.equal(JSON.parse(await textOf(again)).duplicate, 100)
    }
  })
})
