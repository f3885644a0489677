// The real server, killed at random moments while it reads a forum and a feed that go on being written: it ends up with what they show.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openEmbedded } from '../../adapters/embedded.ts'
import { start } from '../../events/event-log.ts'
import { adminKey, outcry, type Running, remove, scratchFolder, startServer, until } from '../running.ts'
import { webDouble } from '../web-double.ts'
import { isLong, seeded } from './seeded.ts'

const kills = isLong ? 100 : 4
const { seed, random, integer } = seeded()

type Shown = { readonly id: number; readonly at: string; text: string }

describe('a server that is killed while it polls', function () {
  this.timeout(isLong ? 1_800_000 : 300_000)
  const remote = webDouble()
  const folder = scratchFolder('polling-kill')
  const posts: Shown[] = []
  let server: Running | undefined
  after(async () => {
    await server?.kill()
    remove(folder)
  })

  const write = (howMany: number) => {
    for (let i = 0; i < howMany; i++) {
      const id = posts.length + 1
      posts.push({ id, at: new Date().toISOString(), text: `the opt-out is gone, says post ${id}` })
    }
  }
  const page = (before: number) =>
    posts
      .filter(({ id }) => id < before)
      .slice(-50)
      .reverse()
  const answer = (url: URL): string => {
    if (url.pathname === '/feed')
      return `<rss version="2.0"><channel><title>f</title>${posts
        .slice(-400)
        .map(
          ({ id, at, text }) =>
            `<item><guid>${id}</guid><pubDate>${new Date(at).toUTCString()}</pubDate><description>${text}</description></item>`,
        )
        .join('')}</channel></rss>`
    const before = Number(url.searchParams.get('before') ?? Number.POSITIVE_INFINITY)
    const latest = page(before).map(({ id, at, text }) => ({
      id,
      topic_id: 1 + (id % 7),
      post_number: id,
      username: `user${id % 40}`,
      created_at: at,
      updated_at: at,
      version: 1,
      topic_title: 'The opt-out',
      cooked: `<p>${text}</p>`,
    }))
    return JSON.stringify({ latest_posts: latest })
  }

  it(`${kills} times has read every post once, and none is missing (SEED=${seed})`, async () => {
    remote.answers(({ url = '' }, response) => {
      // Now and then it fails, or breaks off.
      const fate = random()
      if (fate < 0.02) return void response.writeHead(503).end()
      const body = answer(new URL(url, remote.url))
      if (fate < 0.04) return void response.end(body.slice(0, body.length / 2))
      setTimeout(() => response.end(body), integer(0, 30))
    })
    write(300)
    writeFileSync(
      path.join(folder, 'outcry.yaml'),
      `channels:
  - { id: forum, kind: discourse, url: "${remote.url}", pollEvery: 1s }
  - { id: news, kind: feed, url: "${remote.url}/feed", pollEvery: 1s }
stories:
  - { slug: plex, title: Plex, channels: [forum, news] }
`,
    )
    const env = { OUTCRY_ALLOW_HOSTS: remote.host }
    for (let killed = 0; killed < kills; killed++) {
      server = await startServer(folder, { env })
      const end = Date.now() + 200 + random() * 800
      while (Date.now() < end) {
        write(integer(0, 4))
        await pause(100)
      }
      await server.kill()
    }
    server = await startServer(folder, { env })
    const counted = await until(
      'every post counted',
      async () => {
        const { body } = (await server?.ask('GET', '/api/v1/stories/plex')) ?? {}
        const { posts: known, figures } = body as unknown as { posts: number; figures: unknown }
        return known >= 2 * posts.length ? { known, figures } : undefined
      },
      120_000,
    )
    assert.equal(counted.known, 2 * posts.length)
    assert.equal(await server.stop(), 0, server.output())
    const verified = await outcry(folder, ['verify'], { env: { OUTCRY_ADMIN_KEY: adminKey } })
    assert.equal(verified.status, 0, verified.stderr)

    const { log, vault, close } = await openEmbedded(folder, { now: Date.now })
    const found = new Map<string, string[]>([
      ['forum', []],
      ['news', []],
    ])
    const stop = new AbortController()
    for await (const events of log.follow(start, stop.signal)) {
      for (const event of events.events)
        if (event.type === 'PostReceived') found.get(event.data.channel)?.push(event.data.ref)
      if (events.live) stop.abort()
    }
    for (const [channel, refs] of found) {
      assert.equal(new Set(refs).size, refs.length, `${channel}: nothing twice`)
      const texts = [...(await vault.get(refs)).values()].map(({ content }) => content.text)
      assert.deepEqual(texts.toSorted(), posts.map(({ text }) => text).toSorted(), channel)
    }
    await close()
  })
})
