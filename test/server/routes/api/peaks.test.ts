// What each peak and each stretch was about, over the API: against counts made by hand, and with nothing shown that must not be.
import assert from 'node:assert/strict'
import type { Label } from '../../../../events/post.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { declared, emerged, finding, inStory, phaseChange, statement } from '../../../given.ts'

const hourMs = 3_600_000
/** Its day is not whole: the calm that is compared begins with the next one. */
const firstMs = Date.UTC(2017, 7, 7)
const onsetMs = Date.UTC(2017, 7, 18, 17)
const iso = (ms: number) => new Date(ms).toISOString()
const onset = iso(onsetMs)
const topics = [
  { slug: 'fee', name: 'The fee', match: ['fee'] },
  { slug: 'support', name: 'Support', match: ['support'] },
]

type Post = { ref: string; channel: string; text: string | null; url: string | null; topics: string[] }
type Row = { readonly [name: string]: unknown }

describe('peaks over the API', () => {
  let server: ApiServer
  let made = 0
  const post = (
    atMs: number,
    label: Exclude<Label, 'unscored'>,
    topic: string,
    { source = 'forum', text = '', channel = 'feedback' } = {},
  ) => {
    const id = `p${made++}`
    const found = finding(label, [inStory('s', ...(topic === '' ? [] : [topic]))])
    return server.receive(id, iso(atMs), found, { text: text || `${topic || 'words'} ${id}` }, channel, source)
  }
  const peaks = async () => (await server.get('/api/v1/stories/s/peaks')).body
  const typical = async () => (await peaks()).peaks[0].typical as Post[]

  before(async () => {
    server = await startApi()
    for (const [id, kind] of [
      ['feedback', 'webhook'],
      ['r-acme', 'reddit'],
    ])
      await server.ask('POST', '/api/v1/channels', {
        body: { id, kind, ...(kind === 'reddit' ? { subreddit: 'acme' } : {}) },
      })
    server.clock.ms = Date.UTC(2017, 7, 22)
    await server.ask('POST', '/api/v1/stories', { body: { slug: 's', title: 'S', topics, reactions: false } })
    // Eleven calm days, four negative posts a day: one about the fee, three about support.
    for (let day = 0; day < 11; day++)
      for (const [i, topic] of ['fee', 'support', 'support', 'support'].entries())
        await post(firstMs + day * 24 * hourMs + (5 + i) * hourMs, 'negative', topic)
    await post(firstMs + 29 * hourMs, 'neutral', '')
    // Four hours: forty about the fee, ten about support, one in two on Reddit; some tell how to reach somebody.
    for (let i = 0; i < 50; i++)
      await post(onsetMs + (i + 1) * 5 * 60_000, 'negative', i % 5 === 4 ? 'support' : 'fee', {
        ...(i % 2 === 0 ? {} : { source: 'reddit', channel: 'r-acme' }),
        ...(i % 4 === 0 ? { text: 'fee: write to them at boss@acme.example' } : {}),
      })
    await server.record(
      declared('s', phaseChange(iso(onsetMs + hourMs), 'backlash', { onset })),
      declared('s', phaseChange(iso(onsetMs + 8 * hourMs), 'cooling', { onset, peak: iso(onsetMs + 2 * hourMs) })),
      statement('s', 'r', iso(onsetMs + 30 * hourMs), 'reversal'),
      emerged('s', 'unlock fee', { since: iso(onsetMs), at: iso(onsetMs + 3 * hourMs), authors: 21 }),
      emerged('s', 'old news', { since: iso(firstMs), at: iso(firstMs + 5 * hourMs) }),
    )
  })
  after(async () => {
    await server.close()
    assert.deepEqual(server.faults, [])
  })

  it('tell what rose, with the counts of both sides', async () => {
    const { peaks: all, bands } = await peaks()
    assert.equal(all.length, 1)
    const [peak] = all
    const { at, from, to, posts, negative, usual, baseline, among } = peak
    assert.deepEqual(
      { at, from, to, posts, negative, usual, baseline, among },
      {
        at: iso(onsetMs + 2 * hourMs),
        from: iso(onsetMs - hourMs),
        to: iso(onsetMs + 5 * hourMs),
        posts: 50,
        negative: 50,
        usual: { posts: 1, negative: 1 }, // 40 and one in 240 hours, of six
        baseline: [{ from: '2017-08-08T00:00:00.000Z', to: '2017-08-18T00:00:00.000Z' }],
        among: 'negative',
      },
    )
    assert.deepEqual(
      peak.topics.map(({ g2: _, ...topic }: Row) => topic),
      [{ slug: 'fee', name: 'The fee', count: 40, usualCount: 10, share: 0.8, usualShare: 0.25, ratio: 3.2 }],
    )
    assert.deepEqual(
      peak.sources.map(({ g2: _, ...source }: Row) => source),
      [{ source: 'reddit', count: 25, usualCount: 0, share: 0.5, usualShare: 0, ratio: null }],
    )
    assert.deepEqual(
      peak.phrases.map(({ phrase, authors }: Row) => [phrase, authors]),
      [['unlock fee', 21]],
    )
    assert.deepEqual(
      bands.map(({ phase, from, to, among }: Row) => [phase, from, to, among]),
      [
        ['backlash', onset, iso(onsetMs + 30 * hourMs), 'negative'],
        ['reversal', iso(onsetMs + 30 * hourMs), iso(Date.UTC(2017, 7, 22)), 'scored'],
      ],
    )
  })

  it('show three posts, by the rules of their platforms, and nobody’s address', async () => {
    const shown = await typical()
    assert.equal(new Set(shown.map(({ ref }) => ref)).size, 3)
    for (const { channel, text, url } of shown)
      if (channel === 'r-acme') assert.deepEqual([text, url], [null, null])
      else assert.match(text ?? '', /^(fee|support) p\d+$/)
    assert.deepEqual(new Set(shown.map(({ channel }) => channel)), new Set(['feedback', 'r-acme']))
    const answer = await server.get('/api/v1/stories/s/peaks')
    assert.equal(answer.headers.get('x-robots-tag'), 'noindex, noarchive')
  })

  it('leave out a post that was erased, at once', async () => {
    const [first] = await typical()
    const { status } = await server.ask('DELETE', `/api/v1/posts/${first?.ref}`, { body: { reason: 'request' } })
    assert.equal(status, 202)
    await server.caughtUp()
    const now = await typical()
    assert.equal(now.length, 3)
    assert.ok(now.every(({ ref }) => ref !== first?.ref))
  })

  it('are empty while all is calm, and told of a story that is there only', async () => {
    await server.ask('POST', '/api/v1/stories', { body: { slug: 'calm', title: 'Calm' } })
    assert.deepEqual((await server.get('/api/v1/stories/calm/peaks')).body, { peaks: [], bands: [] })
    assert.equal((await server.get('/api/v1/stories/none/peaks')).status, 404)
  })
})
