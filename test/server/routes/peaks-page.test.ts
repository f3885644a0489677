// The page of what each phase was about, over HTTP; and the way to it from the story's page.
import assert from 'node:assert/strict'
import { storyStream } from '../../../events/story.ts'
import { type GivenPost, type Pages, startPages } from '../../browser/page-server.ts'
import { declared, phaseChange } from '../../given.ts'

const hourMs = 3_600_000
const onsetMs = Date.UTC(2017, 7, 18, 17)
const iso = (ms: number) => new Date(ms).toISOString()
const topics = [{ slug: 'fee', name: 'The fee', match: ['fee'] }]

/** @param everyMs between two posts @param every which posts are about the fee */
const posts = (fromMs: number, count: number, everyMs: number, every: number): readonly GivenPost[] =>
  Array.from({ length: count }, (_, i) => {
    const about = i % every === 0
    const text = about ? `The fee is a bad joke, number ${i}` : `It broke again, number ${i}`
    return {
      id: `${fromMs}-${i}`,
      atMs: fromMs + i * everyMs,
      text,
      label: 'negative',
      topics: about ? ['fee'] : [],
    }
  })

describe('the page of what each phase was about', () => {
  let pages: Pages
  const get = async (path: string) => {
    const answer = await fetch(`${pages.address}${path}`, { headers: { accept: 'text/html' } })
    return { status: answer.status, headers: answer.headers, html: await answer.text() }
  }
  before(async () => {
    pages = await startPages({ nowMs: onsetMs + 40 * hourMs })
    await pages.openChannel('feedback')
    await pages.openStory('acme', { topics, reactions: false })
    await pages.openStory('calm')
    await pages.post('acme', posts(onsetMs - 10 * 24 * hourMs, 120, 2 * hourMs, 10))
    await pages.post('acme', posts(onsetMs, 60, 4 * 60_000, 1))
    const onset = iso(onsetMs)
    const changes = [
      phaseChange(iso(onsetMs + hourMs), 'backlash', { onset }),
      phaseChange(iso(onsetMs + 8 * hourMs), 'cooling', { onset, peak: iso(onsetMs + 2 * hourMs) }),
    ]
    await pages.append(
      storyStream('acme'),
      changes.map((change) => declared('acme', change)),
    )
  })
  after(() => pages.close())

  it('tells what rose, with counts and typical posts, and is not for search engines', async () => {
    const { status, headers, html } = await get('/stories/acme/peaks')
    assert.equal(status, 200)
    assert.equal(headers.get('x-robots-tag'), 'noindex, noarchive')
    const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    assert.match(
      text,
      /Peak of the criticism Fri 18 Aug, 16:00–22:00 UTC Mostly about The fee \(100% of negative posts/,
    )
    assert.match(text, /The fee topic 100% 60 of 60 10% 11 of 108 9\.8 times/)
    assert.match(text, /Typical posts .* The fee is a bad joke, number \d+/)
  })

  it('is where the story’s page points, which says the same of the peak', async () => {
    const { html } = await get('/stories/acme')
    assert.match(html, /href="\/stories\/acme\/peaks">What each phase was about/)
    assert.match(html, /Mostly about The fee \(100% of negative posts, 9\.8 times the usual share\)/)
  })

  it('says that there is nothing yet, and that there is no such story', async () => {
    const calm = await get('/stories/calm/peaks')
    assert.match(calm.html, /No backlash of this story has been found/)
    assert.equal(calm.headers.get('x-robots-tag'), null)
    assert.equal((await get('/stories/none/peaks')).status, 404)
    assert.equal((await get('/stories/acme/peaks?at=2040-01-01')).status, 422)
  })
})
