// Sources as a new user meets them: an outcry.yaml of six kinds, platforms that fail and come back, and a page that says so at every moment.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { type Running, remove, scratchFolder, startServer, until } from './running.ts'
import { webDouble } from './web-double.ts'

const nowMs = Date.now()
const iso = (minutesAgo: number) => new Date(nowMs - minutesAgo * 60_000).toISOString()
const seconds = (minutesAgo: number) => Math.floor((nowMs - minutesAgo * 60_000) / 1_000)

type Answer = (response: ServerResponse, url: URL) => void
const json =
  (value: unknown): Answer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

const listing = (...children: object[]) => json({ kind: 'Listing', data: { after: null, children } })
const redditPost = {
  kind: 't3',
  data: {
    id: 'abc',
    name: 't3_abc',
    author: 'ada',
    title: 'The opt-out is gone',
    selftext: 'I hate it',
    created_utc: seconds(30),
    num_comments: 0,
    permalink: '/r/acme/comments/abc/_/',
    edited: false,
  },
}
const hackerNews: { readonly [path: string]: unknown } = {
  maxitem: 7,
  newstories: [7],
  'item/7': { id: 7, type: 'story', by: 'eve', time: seconds(60), title: 'Acme opt out removed', descendants: 0 },
}

/** Each platform as it is when all is well, by the first step of its path. */
const well: { readonly [place: string]: Answer } = {
  forum: json({
    latest_posts: [
      {
        id: 1,
        topic_id: 1,
        post_number: 1,
        username: 'joe',
        created_at: iso(20),
        version: 1,
        topic_title: 'Opt-out',
        cooked: '<p>Terrible decision</p>',
      },
    ],
  }),
  news: (response) =>
    void response.end(
      `<rss version="2.0"><channel><title>n</title><item><guid>n1</guid><title>Acme news</title><pubDate>${new Date(nowMs - 3_600_000).toUTCString()}</pubDate><description>The opt-out is back</description></item></channel></rss>`,
    ),
  token: json({ access_token: 'good', expires_in: 3_600, token_type: 'bearer' }),
  r: (response, url) => (url.pathname.endsWith('/new') ? listing(redditPost) : listing())(response, url),
  toots: json([
    {
      id: '9',
      uri: 'https://toots.test/users/mo/statuses/9',
      url: 'https://toots.test/@mo/9',
      created_at: iso(10),
      edited_at: null,
      visibility: 'public',
      language: 'en',
      content: '<p>Acme, bring the opt-out back</p>',
      account: { acct: 'mo' },
    },
  ]),
  hn: (response, url) =>
    json(hackerNews[url.pathname.replace('/hn/v0/', '').replace('.json', '')] ?? null)(response, url),
}

describe('channels of six kinds in outcry.yaml', () => {
  const remote = webDouble()
  const folder = scratchFolder('sources')
  const now: { [place: string]: Answer } = { ...well }
  let server: Running
  const yaml = () => `channels:
  - { id: forum, kind: discourse, url: "${remote.url}/forum", pollEvery: 1s }
  - { id: news, kind: feed, url: "${remote.url}/news", pollEvery: 1s }
  - id: reddit
    kind: reddit
    subreddit: acme
    clientId: app
    clientSecret: \${SECRET}
    baseUrl: "${remote.url}"
    authUrl: "${remote.url}/token"
    pollEvery: 1s
  - { id: toots, kind: mastodon, url: "${remote.url}/toots", tag: acme, pollEvery: 1s }
  - { id: hn, kind: hackernews, url: "${remote.url}/hn", query: "opt out", pollEvery: 1s }
  - { id: x, kind: x, query: acme }
stories:
  - { slug: acme, title: Acme removes the opt-out, company: Acme }
`
  before(async () => {
    remote.answers(({ url = '' }, response) => {
      const asked = new URL(url, remote.url)
      const place = asked.pathname.split('/')[1] ?? ''
      const answer = now[place]
      if (answer === undefined) response.writeHead(404).end()
      else answer(response, asked)
    })
    writeFileSync(path.join(folder, 'outcry.yaml'), yaml())
    server = await startServer(folder, { env: { OUTCRY_ALLOW_HOSTS: remote.host, SECRET: 'known' } })
  })
  after(async () => {
    await server?.stop()
    remove(folder)
  })

  /** What the page says of each source: its row's state, by the name it is shown under. */
  const table = async (): Promise<{ readonly [source: string]: string }> => {
    const page = await (await fetch(`${server.url}/stories/acme`)).text()
    const html = page.slice(page.indexOf('<section id="src"'))
    return Object.fromEntries(
      [...html.matchAll(/<th scope="row"><bdi data-t="name">([^<]*)<\/bdi>.*?data-t="state">([^<]*)</gs)].map(
        ([, name = '', state = '']) => [name, state],
      ),
    )
  }
  const says = (what: string, fits: (rows: { readonly [source: string]: string }) => boolean) => {
    let last = {}
    return until(what, async () => {
      last = await table()
      return fits(last) || undefined
    }).catch((error: Error) => {
      throw new Error(`${error.message}; the page says ${JSON.stringify(last)}`)
    })
  }

  it('are read, and the one without credentials is off and says so', async () => {
    await says('every source read', (rows) => {
      const { X = '', ...others } = rows
      return (
        Object.keys(others).length === 5 &&
        Object.values(others).every((state) => /^Read \d/.test(state)) &&
        X.startsWith('Off until its credentials are set')
      )
    })
    const { body } = await server.ask('GET', '/api/v1/stories/acme')
    assert.equal((body as { posts: number }).posts, 5)
  })

  it('are late, failing or well on the page as they are in truth, and nothing is lost by it', async () => {
    now.forum = (response) => void response.writeHead(503).end()
    now.news = (response) => void response.end('<!DOCTYPE html><html><body>Maintenance</body></html>')
    now.r = (response) => void response.writeHead(403).end('{"message":"Forbidden","error":403,"reason":"private"}')
    now.toots = (response) => void response.writeHead(429, { 'retry-after': '2' }).end()
    await says('the state of those that fail', (rows) => {
      const { Reddit = '', Discourse = '', Feed = '', Mastodon = '' } = rows
      return (
        /^Failing since \d.*: the subreddit is private(;|$)/.test(Reddit) &&
        [Discourse, Feed, Mastodon].every((state) => /^Delayed, last read \d/.test(state)) &&
        /^Read \d/.test(rows['Hacker News'] ?? '')
      )
    })
    const { body } = await server.ask('GET', '/api/v1/channels')
    const { channels } = body as { channels: { id: string; problem: string | null }[] }
    const problem = (id: string) => channels.find((one) => one.id === id)?.problem ?? ''
    assert.match(problem('forum'), /the server answered 503, a fault of its own/)
    assert.match(problem('news'), /this is a web page, not a feed/)
    assert.match(problem('toots'), /the server answered 429: it asks for a pause/)
    assert.match(problem('x'), /Off until its credentials are set: token/)
    Object.assign(now, well)
    // Somebody acts: the subreddit is open again, and its channel is looked at.
    await server.ask('PATCH', '/api/v1/channels/reddit', { pollEvery: '2s' })
    await says('all well again', ({ X, ...others }) => Object.values(others).every((state) => /^Read \d/.test(state)))
    const { body: story } = await server.ask('GET', '/api/v1/stories/acme')
    assert.equal((story as { posts: number }).posts, 5, 'nothing twice, nothing missing')
  })

  it('are asked with what they were given, and switched off in words', async () => {
    const token = remote.asked.find(({ url }) => url === '/token')
    assert.equal(token?.headers.authorization, `Basic ${Buffer.from('app:known').toString('base64')}`)
    const read = remote.asked.find(({ url }) => url.startsWith('/r/acme/new'))
    assert.equal(read?.headers.authorization, 'Bearer good')
    assert.equal((await server.ask('PATCH', '/api/v1/channels/toots', { closed: true })).status, 200)
    await says('the one switched off', ({ Mastodon = '' }) => Mastodon.startsWith('Switched off'))
    const data = await (await fetch(`${server.url}/data`)).text()
    for (const id of ['forum', 'news', 'reddit', 'toots', 'hn', 'x']) assert.ok(data.includes(`>${id}<`), id)
  })
})
