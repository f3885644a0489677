// The main job, from an empty folder to a page that changed, through doors that users use.
import assert from 'node:assert/strict'
import path from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { startCluster } from './cluster.ts'
import { outcryProcess, type Running, remove, scratchFolder, startServer, until } from './running.ts'

type Update = { readonly story: string; readonly version: number }

/** `env`: what the command line needs to find the installation beside the folder. */
type Installation = {
  readonly folder: string
  readonly env: Record<string, string>
  readonly start: () => Promise<Running>
  readonly stop: () => Promise<void>
}

const embedded = async (): Promise<Installation> => {
  const folder = scratchFolder('journey')
  return { folder, env: {}, start: () => startServer(folder), stop: async () => remove(folder) }
}

const cluster = async (context: Mocha.Context): Promise<Installation> => {
  const parts = await startCluster(context)
  await parts.worker('worker')
  const name = 'server'
  return { folder: path.join(parts.folder, name), env: parts.env(), start: () => parts.server(name), stop: parts.stop }
}

const journey = (size: string, install: (context: Mocha.Context) => Promise<Installation>) =>
  describe(`the journey, ${size}`, () => {
    let installation: Installation
    let server: Running
    let viewer: Socket
    const page = async () => (await fetch(`${server.url}/stories/feedback`)).text()
    before(async function () {
      installation = await install(this)
      server = await installation.start()
      viewer = io(server.url, { transports: ['websocket'] })
    })
    after(async () => {
      viewer?.close()
      await server?.stop()
      await installation?.stop()
    })

    it('begins with a guide on an empty folder', async () => {
      const html = await (await fetch(server.url)).text()
      assert.match(html, /curl/)
      assert.match(html, /webhooks\/feedback/)
    })

    it('takes a post, durable at 202, and shows it on the page, in the API and on the socket', async () => {
      const updates: Update[] = []
      viewer.on('update', (message: Update) => updates.push(message))
      viewer.on('state', (message: Update) => updates.push(message))
      viewer.emit('watch', { story: 'feedback', version: 0 })
      const sent = await server.ask('POST', '/webhooks/feedback', {
        id: '1',
        text: 'I hate that the opt-out is gone',
        at: new Date().toISOString(),
      })
      assert.equal(sent.status, 202)
      assert.deepEqual(sent.body, { accepted: 1, edited: 0, removed: 0, duplicate: 0, refused: 0, rejected: [] })
      const story = await until('the count', async () => {
        const { body } = await server.ask('GET', '/api/v1/stories/feedback')
        return (body as { posts: number }).posts === 1 ? (body as { posts: number; phase: string }) : undefined
      })
      assert.equal(story.phase, 'learning')
      await until('the update', () => updates.some(({ story: slug }) => slug === 'feedback') || undefined)
      assert.match(await page(), /I hate that the opt-out is gone/)
    })

    it('tells duplicate, edit and removal apart, and says what is wrong with what', async () => {
      const at = new Date().toISOString()
      const post = { id: '2', text: 'The new policy is fine', at }
      assert.equal(((await server.ask('POST', '/webhooks/feedback', post)).body as { accepted: number }).accepted, 1)
      assert.equal(((await server.ask('POST', '/webhooks/feedback', post)).body as { duplicate: number }).duplicate, 1)
      const mixed = await server.ask('POST', '/webhooks/feedback', [
        { ...post, text: 'The new policy is terrible' },
        { id: '3', at },
      ])
      const answer = mixed.body as {
        edited: number
        rejected: { index: number; problem: { errors: { pointer: string }[] } }[]
      }
      assert.equal(answer.edited, 1)
      assert.equal(answer.rejected[0]?.index, 1)
      assert.match(answer.rejected[0]?.problem.errors[0]?.pointer ?? '', /text/)
      const removed = await server.ask('POST', '/webhooks/feedback', { id: '2', at, removed: true })
      assert.equal((removed.body as { removed: number }).removed, 1)
      await until('the count without it', async () =>
        ((await server.ask('GET', '/api/v1/stories/feedback')).body as { posts: number }).posts === 1
          ? true
          : undefined,
      )
    })

    it('changes the past when a topic is added', async () => {
      const changed = await server.ask('PATCH', '/api/v1/stories/feedback', {
        topics: [{ name: 'Opt-out', match: ['opt-out'] }],
      })
      assert.equal(changed.status, 200)
      await until('the topic', async () => {
        const { body } = await server.ask('GET', '/api/v1/stories/feedback/topics')
        const topics = (body as { topics: { name: string; posts: number }[] }).topics
        return topics.find(({ name }) => name === 'Opt-out')?.posts === 1 ? true : undefined
      })
    })

    it('shows a statement of the company, numbered', async () => {
      const recorded = await server.ask('POST', '/api/v1/stories/feedback/statements', {
        at: new Date().toISOString(),
        kind: 'reversal',
        title: 'The opt-out is back',
      })
      assert.equal(recorded.status, 201)
      await until('the statement', async () => ((await page()).includes('The opt-out is back') ? true : undefined))
      const { body } = await server.ask('GET', '/api/v1/stories/feedback/statements')
      assert.equal(
        (body as { statements: { effect: { verdict: string } }[] }).statements[0]?.effect.verdict,
        'too early',
      )
    })

    it('erases a post for good: off the page, out of the counts, refused when it comes again', async () => {
      const erased = await server.ask('POST', '/api/v1/erasures', { source: 'webhook', id: '1' })
      assert.equal(erased.status, 202)
      await until('the page without it', async () => (/I hate that/.test(await page()) ? undefined : true))
      const again = await server.ask('POST', '/webhooks/feedback', {
        id: '1',
        text: 'I hate that',
        at: new Date().toISOString(),
      })
      assert.equal((again.body as { refused: number }).refused, 1)
    })

    it('refuses a second process on the folder, and is the same after a restart', async () => {
      const second = await installation.start().then(
        () => 'started',
        (error: Error) => error.message,
      )
      assert.match(second, /another process|in use|runs/i)
      const before = await (await fetch(`${server.url}/api/v1/stories/feedback/timeline?interval=1d`)).json()
      assert.equal(await server.stop(), 0, server.output())
      const verified = await outcryProcess(installation.folder, ['verify'], { env: installation.env })
      assert.equal(verified.status, 0, verified.stderr)
      server = await installation.start()
      const afterwards = await (await fetch(`${server.url}/api/v1/stories/feedback/timeline?interval=1d`)).json()
      assert.deepEqual((afterwards as { buckets: unknown }).buckets, (before as { buckets: unknown }).buckets)
    })
  })

journey('embedded', embedded)
journey('as a cluster', cluster)
