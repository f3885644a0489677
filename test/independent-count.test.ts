// A random run through the webhook, counted by a script that knows nothing of projections/: "equals a rebuild" alone would
// also hold for a wrong fold.
import assert from 'node:assert/strict'
import Sentiment from 'sentiment'
import { type Running, remove, scratchFolder, startServer, until } from './running.ts'

type Post = { id: string; source: string; at: string; text: string; removed: boolean; erased: boolean }
// Words of the list only, which anybody can count by hand; shorter than what counts as a copy.
const texts = [
  'I love this',
  'I hate this',
  'The server restarts at noon',
  'terrible and broken opt-out',
  'thanks, great opt-out',
  'opt-out',
  'whose privacy policy applies',
  'awful privacy policy',
  'wonderful',
  'not what I paid for',
  'Opt-Out removed, I cancel',
]
const seedOf = () => Number(process.env.SEED ?? Date.now() % 1_000_000)

describe('an independent count', () => {
  const folder = scratchFolder('count')
  let server: Running
  before(async () => {
    server = await startServer(folder)
  })
  after(async () => {
    await server.stop()
    remove(folder)
  })

  it('of accepted, edited, removed, restored and erased posts equals the API in every bucket', async () => {
    const seed = seedOf()
    console.log(`      seed ${seed} (SEED=${seed} repeats it)`)
    let state = seed
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return Math.floor((state / 0x80000000) * below)
    }
    const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
    const topics = [
      { name: 'Opt-out', match: ['opt-out'] },
      { name: 'Policy', match: ['privacy policy'] },
    ]
    const opened = await server.ask('POST', '/api/v1/stories', {
      slug: 'all',
      title: 'All',
      company: 'Invented',
      channels: ['feedback'],
      topics,
      lane: 'afinn',
    })
    assert.equal(opened.status, 201)

    const posts = new Map<string, Post>()
    const send = async (body: object) => {
      const answer = await server.ask('POST', '/webhooks/feedback', body)
      assert.equal(answer.status, 202, JSON.stringify(answer.body))
    }
    const base = Date.UTC(2017, 7, 18)
    const name = (post: Post) => ({ id: post.id, source: post.source, at: post.at })
    for (let step = 0; step < 150; step++) {
      const batch: object[] = []
      for (let n = 1 + random(12); n > 0; n--) {
        const known = [...posts.values()].filter(({ erased }) => !erased)
        const choice = known.length < 20 ? 0 : random(10)
        if (choice < 6) {
          const post = {
            id: `p${posts.size}`,
            source: pick(['forum', 'reddit', 'x']),
            at: new Date(base + random(3 * 86_400) * 1000).toISOString(),
            text: pick(texts),
            removed: false,
            erased: false,
          }
          posts.set(post.id, post)
          batch.push({ ...name(post), text: post.text })
        } else {
          const post = pick(known)
          if (choice < 8) {
            const text = pick(texts)
            // A removed post stays removed until it is said to be back.
            if (!post.removed) post.text = text
            batch.push({ ...name(post), text })
          } else if (choice === 8) {
            post.removed = true
            batch.push({ ...name(post), removed: true })
          } else {
            post.text = pick(texts)
            post.removed = false
            batch.push({ ...name(post), text: post.text, removed: false })
          }
        }
      }
      await send(batch)
      if (random(6) === 0) {
        const post = pick([...posts.values()].filter(({ erased }) => !erased))
        post.erased = true
        const answer = await server.ask('POST', '/api/v1/erasures', { source: post.source, id: post.id })
        assert.equal(answer.status, 202, JSON.stringify(answer.body))
      }
    }

    const lexicon = new Sentiment()
    const label = (text: string) => {
      const { score } = lexicon.analyze(text)
      return score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral'
    }
    const steps = { '5m': 300_000, '1h': 3_600_000, '1d': 86_400_000 }
    const live = [...posts.values()].filter(({ removed, erased }) => !removed && !erased)
    const expected = (interval: keyof typeof steps, keep: (post: Post) => boolean) => {
      const counts = new Map<number, { negative: number; neutral: number; positive: number }>()
      for (const post of live.filter(keep)) {
        const start = Math.floor(Date.parse(post.at) / steps[interval]) * steps[interval]
        const bucket = counts.get(start) ?? { negative: 0, neutral: 0, positive: 0 }
        bucket[label(post.text)]++
        counts.set(start, bucket)
      }
      return counts
    }
    const holds: Record<string, (post: Post) => boolean> = {
      '': () => true,
      '&source=reddit': ({ source }) => source === 'reddit',
      '&topic=opt-out': ({ text }) => /opt-out/i.test(text),
      '&source=x&topic=policy': ({ source, text }) => source === 'x' && /privacy policy/i.test(text),
    }
    type Bucket = {
      start: string
      posts: number
      negative: number
      neutral: number
      positive: number
      unscored: number
      duplicates: number
    }
    const timeline = async (query: string) =>
      (
        (await (
          await fetch(
            `${server.url}/api/v1/stories/all/timeline?from=2017-08-18T00:00:00Z&to=2017-08-21T00:00:00Z${query}`,
          )
        ).json()) as { buckets: Bucket[] }
      ).buckets

    await until('every post is analysed', async () => {
      const sum = (await timeline('&interval=1d')).reduce((total, { posts }) => total + posts, 0)
      return sum === live.length ? true : undefined
    })
    for (const interval of ['5m', '1h', '1d'] as const)
      for (const [query, keep] of Object.entries(holds)) {
        const counts = expected(interval, keep)
        // An edit that is still to be analysed counts as before: wait for this view to agree, then compare all of it.
        const check = async () => {
          const buckets = await timeline(`&interval=${interval}${query}`)
          assert.equal(buckets.length, (3 * 86_400_000) / steps[interval])
          for (const { start, posts: total, negative, neutral, positive } of buckets) {
            const mine = counts.get(Date.parse(start)) ?? { negative: 0, neutral: 0, positive: 0 }
            assert.deepEqual({ negative, neutral, positive }, mine, `${interval}${query} ${start}`)
            assert.equal(total, mine.negative + mine.neutral + mine.positive)
          }
          return true
        }
        await until(`the count of ${interval}${query}`, check)
      }
  })
})
