// Topics, posts and figures: what is shown of a story after given events.
import assert from 'node:assert/strict'
import type { Finding } from '../../events/post.ts'
import { figuresOf, rangeOf, summaryOf } from '../../projections/figures.ts'
import { postsOf } from '../../projections/posts.ts'
import { sourcesOf } from '../../projections/sources.ts'
import { topicsOf, trendOf } from '../../projections/topics.ts'
import { typicalPostsOf } from '../../projections/typical.ts'
import { analysed, finding, inLane, inStory, origin, refOf, removed, storyOpened } from '../given.ts'
import { shown } from './shown.ts'

const hourMs = 3_600_000
const beginMs = Date.UTC(2017, 7, 18)
const line = { story: 's', lane: 'afinn' }
const bad = finding('negative', [inStory('s')])
const at = (hours: number) => new Date(beginMs + hours * hourMs).toISOString()
const counted = (n: number, hours: number, found: Finding = bad, source = 'webhook') =>
  analysed(origin(n, { at: at(hours), source }), found)

describe('topics', () => {
  const topics = ['price', 'opt-out'].map((slug) => ({ slug, name: slug.toUpperCase(), match: [] }))
  const about = (topic: string) => finding('negative', [inStory('s', topic)])
  const many = (from: number, count: number, hours: number, topic: string) =>
    Array.from({ length: count }, (_, i) => counted(from + i, hours, about(topic)))

  it('have posts, share and trend, the loudest of the last day first', () => {
    const readModel = shown(
      storyOpened('s', { topics }),
      ...many(0, 10, 1, 'opt-out'),
      ...many(100, 40, 30, 'price'),
      ...many(200, 10, 30, 'opt-out'),
      counted(300, 30, bad),
    )
    const all = topicsOf(readModel, { ...line, fromMs: beginMs, toMs: beginMs + 48 * hourMs })
    const rows = all.filter(({ kind }) => kind === 'rule')
    assert.deepEqual(
      rows.map(({ slug, name, posts, lastDay, trend, total }) => [
        slug,
        name,
        posts,
        lastDay.posts,
        trend,
        total.posts,
      ]),
      [
        ['price', 'PRICE', 40, 40, 'rising', 40],
        ['opt-out', 'OPT-OUT', 20, 10, 'steady', 20],
      ],
    )
    assert.equal(rows[0]?.share, 40 / 61)
  })

  it('have no share without posts', () => {
    const [row] = topicsOf(shown(storyOpened('s', { topics })), { ...line, fromMs: 0, toMs: hourMs })
    assert.deepEqual([row?.posts, row?.share, row?.trend], [0, null, 'steady'])
  })

  it('rise or fall only beyond chance', () => {
    assert.equal(trendOf(0, 0), 'steady')
    assert.equal(trendOf(110, 100), 'steady')
    assert.equal(trendOf(140, 100), 'rising')
    assert.equal(trendOf(100, 140), 'falling')
    assert.equal(trendOf(3, 0), 'steady')
    assert.equal(trendOf(5, 0), 'rising')
  })
})

describe('posts', () => {
  it('are listed newest first, page by page', () => {
    const readModel = shown(...Array.from({ length: 25 }, (_, n) => counted(n, n)))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = postsOf(readModel, { ...line, limit: 10, ...(cursor && { cursor }) })
      seen.push(...page.posts.map(({ ref }) => ref))
      cursor = page.next
    } while (cursor !== undefined)
    assert.deepEqual(
      seen,
      Array.from({ length: 25 }, (_, n) => refOf(24 - n)),
    )
  })

  it('are found by sentiment, topic, source and range', () => {
    const readModel = shown(
      counted(1, 1, finding('positive', [inStory('s', 'price')]), 'reddit'),
      counted(2, 2, finding('negative', [inStory('s', 'price')]), 'reddit'),
      counted(3, 3, finding('negative', [inStory('s')]), 'forum'),
    )
    const found = (filter: object) => postsOf(readModel, { ...line, limit: 10, ...filter }).posts.map(({ ref }) => ref)
    assert.deepEqual(found({ sentiment: 'negative' }), [refOf(3), refOf(2)])
    assert.deepEqual(found({ topic: 'price' }), [refOf(2), refOf(1)])
    assert.deepEqual(found({ source: 'forum' }), [refOf(3)])
    assert.deepEqual(found({ from: at(2), to: at(3) }), [refOf(2)])
    assert.deepEqual(found({ sentiment: 'positive', source: 'forum' }), [])
  })

  it('that fit are all found, however many do not', () => {
    const readModel = shown(
      counted(0, 0, finding('positive', [inStory('s')])),
      ...Array.from({ length: 4_500 }, (_, n) => counted(n + 1, 1 + n / 100)),
    )
    const found: string[] = []
    let pages = 0
    let cursor: string | undefined
    do {
      const page = postsOf(readModel, { ...line, sentiment: 'positive', limit: 5, ...(cursor && { cursor }) })
      found.push(...page.posts.map(({ ref }) => ref))
      cursor = page.next
      pages++
    } while (cursor !== undefined)
    assert.deepEqual(found, [refOf(0)])
    assert.ok(pages <= 4, `${pages} pages`)
  })

  it('are most typical near the middle of their sentiment, and no duplicates', () => {
    const scored = (negative: number, topics: string[], more = {}): Finding => ({
      sentiment: { label: 'negative', negative, neutral: 1 - negative, positive: 0 },
      stories: [inStory('s', ...topics)],
      ...more,
    })
    const readModel = shown(
      counted(1, 1, scored(0.99, [])),
      counted(2, 2, scored(0.7, ['price'])),
      counted(3, 3, scored(0.72, ['price'])),
      counted(4, 4, scored(0.71, ['price'], { duplicateOf: refOf(2) })),
      counted(5, 5, scored(0.5, ['price', 'thanks'])),
    )
    const typical = typicalPostsOf(readModel, { ...line, from: at(0), to: at(24) }, 2)
    assert.deepEqual(
      typical.negative.map(({ ref }) => ref),
      [refOf(3), refOf(2)],
    )
    assert.deepEqual(typical.positive, [])
  })
})

describe('figures', () => {
  const nowMs = beginMs + 48 * hourMs
  const good = finding('positive', [inStory('s')])
  const readModel = shown(
    storyOpened('s'),
    ...[0, 1, 2].map((n) => counted(n, 20, bad, 'forum')),
    ...[3, 4].map((n) => counted(n, 22.5, bad)),
    ...[5, 6, 7].map((n) => counted(n, 44, good)),
    counted(8, 47.5),
    removed(origin(0, { at: at(20), source: 'forum' }), inLane(bad)),
  )

  it('say how it is now and against what', () => {
    const figures = figuresOf(readModel, 's', 'afinn', nowMs)
    assert.equal(figures.lastHour.posts, 1)
    assert.deepEqual([figures.lastSixHours.posts, figures.lastSixHours.net], [4, 0.5])
    assert.deepEqual([figures.sixHoursDayBefore.posts, figures.sixHoursDayBefore.net], [4, -1])
    assert.equal(figures.lastDay.posts, 4)
    assert.deepEqual(figures.peakHour, { start: '2017-08-19T20:00:00Z', posts: 3 })
    assert.deepEqual([figures.total.posts, figures.total.removed], [8, 1])
    assert.deepEqual([figures.sources, figures.days], [2, 2])
    assert.deepEqual([figures.firstPostAt, figures.lastPostAt], [at(20), at(47.5)])
  })

  it('have a short form for lists, and a range that ends soon after the last post', () => {
    assert.deepEqual(summaryOf(readModel, 's', 'afinn', nowMs), {
      posts: 8,
      net: 0.5,
      updatedAt: '2017-08-18T17:00:10.000Z',
    })
    assert.deepEqual(rangeOf(readModel, 's', 'afinn', nowMs), { fromMs: beginMs + 20 * hourMs, toMs: nowMs })
    const muchLater = rangeOf(readModel, 's', 'afinn', nowMs + 1_000 * hourMs)
    assert.equal(muchLater.toMs, beginMs + (47.5 + 48) * hourMs)
  })

  it('are all there for a story without posts', () => {
    const figures = figuresOf(shown(storyOpened('s')), 's', 'afinn', nowMs)
    assert.equal(figures.total.posts, 0)
    assert.equal(figures.lastDay.net, null)
    assert.equal(figures.peakHour, undefined)
  })

  it('count each source, those with most posts first', () => {
    assert.deepEqual(
      sourcesOf(readModel, 's', 'afinn').map(({ source, posts, removed }) => [source, posts, removed]),
      [
        ['webhook', 6, 0],
        ['forum', 2, 1],
      ],
    )
  })
})
