// Two days of a subreddit that people write in, edit, delete and leave, with everything that goes wrong there, on a clock that passes at once.
import assert from 'node:assert/strict'
import { createSeeded } from '../../analysis/seeded.ts'
import { filesWith } from '../files-with.ts'
import { daysFrom } from './platform-days.ts'
import { createReddit, type RedditDouble, type Thing } from './reddit-double.ts'
import { createScript } from './simulated-day.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const startMs = Date.UTC(2026, 10, 24)
/** Everything is written on the first day; by then each post was asked for again after whatever became of it. */
const endMs = startMs + 47 * hourMs

const words = ['slow', 'broken', 'update', 'refund', 'lovely', 'terrible', 'player', 'server', 'library', 'sync']

describe('two days of a subreddit', () => {
  const days = daysFrom(startMs)
  const { server } = days
  let reddit: RedditDouble
  /** When things went: what is kept of them a day later is a fault. */
  const wentAt = new Map<string, number>()
  const gone: string[] = []
  const late: string[] = []

  const isShown = ({ gone }: Thing) => gone === undefined

  before(async () => {
    const { day } = days
    reddit = createReddit(day.now)
    const script = createScript(day.now)
    const random = createSeeded(7)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    let n = 0
    const text = () => `${pick(words)} ${pick(words)} number${n++}x${Math.floor(random() * 1e9).toString(36)} it is`
    const author = () => `user_${Math.floor(random() * 40)}`
    const posts: Thing[] = []
    const write = (createdMs: number) => {
      if (posts.length < 5 || random() < 0.25) {
        const thing = reddit.add({
          author: author(),
          title: `Thread ${n++} on ${pick(words)}`,
          text: text(),
          createdMs,
        })
        posts.push(thing)
        return thing
      }
      const { name, title = '' } = pick(posts.slice(-20))
      return reddit.add({ author: author(), text: text(), linkId: name, linkTitle: title, parentId: name, createdMs })
    }
    type Fate = (thing: Thing, atMs: number) => void
    const later = (thing: Thing, what: Fate, afterMs: number) =>
      script.at(thing.createdMs + afterMs, (atMs) => what(thing, atMs))
    const edit: Fate = (thing, atMs) => {
      if (thing.gone !== undefined) return
      thing.text = `${text()} edited`
      thing.editedMs = atMs
    }
    const end =
      (how: NonNullable<Thing['gone']>): Fate =>
      (thing, atMs) => {
        if (thing.gone !== undefined) return
        gone.push(thing.text)
        thing.gone = how
        wentAt.set(thing.name, atMs)
      }
    /** What becomes of a thing within its first hours. */
    const live = (thing: Thing) => {
      const fate = random()
      const afterMs = random() * 4 * hourMs
      if (fate < 0.1) later(thing, edit, afterMs)
      else if (fate < 0.17) later(thing, end('deleted'), afterMs)
      else if (fate < 0.24) later(thing, end('removed'), afterMs)
      else if (fate < 0.27) later(thing, end('vanished'), afterMs)
    }
    for (let i = 0; i < 60; i++) write(startMs - random() * 20 * 24 * hourMs)
    for (let i = 0; i < 500; i++) script.at(startMs + random() * 19 * hourMs, (atMs) => live(write(atMs)))
    // Something happened: several pages at once.
    for (let i = 0; i < 230; i++)
      script.at(startMs + 12 * hourMs + random() * 4 * minuteMs, (atMs) => live(write(atMs)))
    script.at(startMs + 14 * hourMs, () => reddit.leave('user_3'))
    script.at(startMs + 9 * hourMs, () => reddit.revoke())

    const troubles: readonly [fromHour: number, minutes: number, Parameters<RedditDouble['disturb']>[0]][] = [
      [1, 20, (_, response) => void response.writeHead(503).end()],
      [
        3,
        10,
        (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"kind":"Lis'),
      ],
      [
        4,
        10,
        (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>hi'),
      ],
      [
        5,
        3,
        (_, response) => void response.writeHead(429, { 'content-type': 'text/html', 'retry-after': '4' }).end('<p>'),
      ],
      [
        6,
        3,
        (_, response) => void response.writeHead(429, { 'content-type': 'application/json' }).end('{"error":429}'),
      ],
      // Half of a busy morning.
      [10, 150, (request) => void request.socket.destroy()],
      [21, 30, (_, response) => void response.writeHead(500).end('<html>')],
    ]
    for (const [hour, minutes, how] of troubles) {
      script.at(startMs + hour * hourMs, () => reddit.disturb(how))
      script.at(startMs + hour * hourMs + minutes * minuteMs, () => reddit.disturb(undefined))
    }
    server.answers((request, response) => {
      script.play()
      reddit.answer(request, response)
    })
    await day.put({
      id: 'acme',
      kind: 'reddit',
      subreddit: 'acme',
      clientId: 'c',
      clientSecret: 's',
      username: 'ada',
      baseUrl: server.url,
      authUrl: `${server.url}/api/v1/access_token`,
      pollEvery: '20m',
    })
    await day.openStory({ slug: 'acme', title: 'Acme', channels: ['acme'] })
    await day.passTo(startMs + minuteMs)
    while (day.now() < endMs) {
      await day.passTo(Math.min(endMs, day.now() + 3 * hourMs), 20 * minuteMs)
      const kept = new Set((await day.kept('acme')).map(({ id }) => id))
      for (const [name, atMs] of wentAt) if (atMs <= day.now() - 24 * hourMs && kept.has(name)) late.push(name)
    }
  })

  it('are kept as Reddit shows them, nothing missing and nothing twice', async () => {
    const kept = await days.day.kept('acme')
    const shown = [...reddit.things.values()].filter(isShown)
    const of = (id: string, text: string) => `${id} ${text}`
    assert.deepEqual(
      kept.map(({ id, text }) => of(id, text)).toSorted(),
      shown.map(({ name, text }) => of(name, text)).toSorted(),
    )
    assert.ok(shown.length > 550 && wentAt.size > 120, 'much was written, and much went')
    for (const { id, author, title, at } of kept) {
      const thing = reddit.things.get(id)
      assert.equal(author, thing?.author === '[deleted]' ? undefined : thing?.author, `the author of ${id}`)
      assert.equal(title, thing?.title ?? thing?.linkTitle)
      assert.equal(Date.parse(at), Math.floor((thing?.createdMs ?? 0) / 1_000) * 1_000)
    }
    assert.ok(kept.some(({ id }) => reddit.things.get(id)?.author === '[deleted]'))
    assert.equal(
      (await days.day.ofChannel('acme')).some(({ type }) => type === 'ChannelGap'),
      false,
    )
  })

  it('are counted as they are kept', async () => {
    const { posts } = await days.day.counted('acme')
    assert.equal(posts, [...reddit.things.values()].filter(isShown).length)
  })

  it('leave nothing of what went: a day later it is in no file', async () => {
    assert.deepEqual(late, [])
    assert.deepEqual(filesWith(days.folder, gone), [])
  })

  it('ask no more often, and no other way, than Reddit wants', () => {
    assert.deepEqual(reddit.violations, [])
    assert.ok(reddit.requests() > 280)
    assert.ok(reddit.tokens() < 60)
  })
})
