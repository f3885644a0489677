// Recorded bodies of Mastodon, Bluesky, Lemmy and Hacker News, served to the real connector and store on a clock of their time: the posts a careful reader would write down, by hand.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ChannelEntry } from '../../events/channel-entry.ts'
import { remove, scratchFolder } from '../running.ts'
import { sharedData, skipOrFail } from '../system-program.ts'
import { webDouble } from '../web-double.ts'
import type { Kept } from './polled.ts'
import { type Day, startDay } from './simulated-day.ts'

const folder = path.resolve(import.meta.dirname, '../../../shared/data/sources')
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')
const json = (file: string) => JSON.parse(read(file))

describe('what networks were recorded to send', () => {
  const server = webDouble()
  let data = ''
  let day: Day | undefined
  before(function () {
    if (!existsSync(folder)) skipOrFail(this, sharedData)
  })
  beforeEach(() => {
    data = scratchFolder('networks')
  })
  afterEach(async () => {
    await day?.stop()
    day = undefined
    remove(data)
  })

  /** By path and query; others are not there. */
  const serves = (bodies: { readonly [target: string]: string }, headers: Record<string, string> = {}) =>
    server.answers(({ url = '' }, response) => {
      const body = Object.entries(bodies).find(([target]) => url.startsWith(target))?.[1]
      response.setHeader('content-type', 'application/json; charset=utf-8')
      if (body === undefined) response.writeHead(404).end('{"error":"Not Found"}')
      else response.writeHead(200, url.includes('max_id') ? {} : headers).end(body)
    })
  /** Of a channel that is read once at that time. */
  const keptAt = async (at: string, entry: Omit<ChannelEntry, 'id' | 'url'>): Promise<readonly Kept[]> => {
    day = await startDay(data, server.host, Date.parse(at))
    await day.put({ id: 'net', url: server.url, ...entry })
    await day.passTo(day.now() + minuteMs)
    const events = (await day.ofChannel('net')).map(({ type }) => type)
    assert.deepEqual(events, ['ChannelOpened', 'ChannelRead'])
    return day.kept('net')
  }
  const without = ({ url: _, ...post }: Kept) => post

  it('Mastodon: a tag by its pages, whose links name another protocol', async () => {
    const link = json('mastodon/page1.http.json').response.headers.link.replaceAll(
      'http://localhost:3000',
      `https://${server.host}`,
    )
    const tag = '/api/v1/timelines/tag/hoot?limit=40'
    serves(
      {
        [tag]: read('mastodon/page1.json'),
        '/api/v1/accounts/117020565966271181/statuses?limit=5&max_id=117020580489281910':
          read('mastodon/page2_max_id.json'),
      },
      { link },
    )
    const kept = await keptAt('2026-08-01T14:00:00Z', { kind: 'mastodon', tag: 'hoot' })
    assert.deepEqual(
      kept.map(({ text, at, author, lookup }) => [text, at, author, lookup]),
      [
        ['Toot number 9!', '2026-08-01T13:52:34.108Z', 'mastodonpy_test', '117020580518794573'],
        ['Toot number 8!', '2026-08-01T13:52:33.996Z', 'mastodonpy_test', '117020580511453871'],
        ['Toot number 7!', '2026-08-01T13:52:33.877Z', 'mastodonpy_test', '117020580503743669'],
        ['Toot number 6!', '2026-08-01T13:52:33.768Z', 'mastodonpy_test', '117020580496489811'],
        ['Toot number 5!', '2026-08-01T13:52:33.658Z', 'mastodonpy_test', '117020580489281910'],
        ['Toot number 4!', '2026-08-01T13:52:33.543Z', 'mastodonpy_test', '117020580481736214'],
        ['Toot number 3!', '2026-08-01T13:52:33.432Z', 'mastodonpy_test', '117020580474454464'],
        ['Toot number 2!', '2026-08-01T13:52:33.322Z', 'mastodonpy_test', '117020580467310235'],
        ['Toot number 1!', '2026-08-01T13:52:33.209Z', 'mastodonpy_test', '117020580459855703'],
        ['Toot number 0!', '2026-08-01T13:52:33.097Z', 'mastodonpy_test', '117020580452511285'],
      ],
    )
  })

  it('Mastodon: what was edited reads as it does now, what is not there any more is gone', async () => {
    const before = json('mastodon/status_after_edit.json')
    const [first] = json('mastodon/status_history.json')
    const toots = [...json('mastodon/tag_timeline.json'), { ...before, content: first.content, edited_at: null }]
    serves({ '/api/v1/timelines/tag/hoot': JSON.stringify(toots) })
    const kept = await keptAt('2026-08-01T14:00:00Z', { kind: 'mastodon', tag: 'hoot' })
    assert.deepEqual(kept.map(without), [
      {
        at: '2026-08-01T13:55:55.867Z',
        kind: 'post',
        source: 'mastodon',
        id: 'http://localhost:3000/ap/users/117020566092212359/statuses/117020593741189701',
        threadId: 'http://localhost:3000/ap/users/117020566092212359/statuses/117020593741189701',
        text: '#hoot (hashtag toot)',
        author: 'mastodonpy_test_2',
        language: 'ja',
        metrics: { likes: 0, replies: 0, reposts: 0 },
        lookup: '117020593741189701',
      },
      {
        at: '2026-08-01T13:54:00.505Z',
        kind: 'post',
        source: 'mastodon',
        id: 'http://localhost:3000/ap/users/117020566092212359/statuses/117020586180926938',
        threadId: 'http://localhost:3000/ap/users/117020566092212359/statuses/117020586180926938',
        text: 'the best editor? why, of course it is VS Code',
        author: 'mastodonpy_test_2',
        language: 'ja',
        metrics: { likes: 0, replies: 0, reposts: 0 },
        lookup: '117020586180926938',
      },
    ])
    assert.ok(day !== undefined)
    serves({ '/api/v1/timelines/tag/hoot': '[]', [`/api/v1/statuses/${before.id}`]: JSON.stringify(before) })
    await day.passTo(day.now() + dayMs + minuteMs, dayMs / 2)
    await day.passTo(day.now() + minuteMs)
    const after = await day.kept('net')
    assert.deepEqual(
      after.map(({ text, url }) => [text, url]),
      [
        [
          'the best editor? why, of course it is the KDE Advanced Text Editor, Kate',
          'http://localhost:3000/@mastodonpy_test_2/117020586180926938',
        ],
      ],
    )
  })

  it('Bluesky: a post and the one it quotes, a record without a view; likes are no posts', async () => {
    const { post } = json('bluesky/thread_view_post_with_embed_media.json').thread
    const quoted = post.embed.record.record
    const record = json('bluesky/post_record.json')
    const like = json('bluesky/like_record.json')
    const viewed = (one: { uri: string; value: { createdAt: string } }) => ({
      uri: one.uri,
      author: post.author,
      record: one.value,
      indexedAt: '2023-09-28T12:00:00.000Z',
    })
    const posts = [post, { ...quoted, record: quoted.value }, viewed(record), viewed(like)]
    serves({ '/xrpc/app.bsky.feed.searchPosts?q=test': JSON.stringify({ posts, hitsTotal: 4 }) })
    const kept = await keptAt('2023-09-29T00:00:00Z', { kind: 'bluesky', query: 'test' })
    const did = 'did:plc:kvwvcn5iqfooopmyzvb4qzba'
    const common = { kind: 'post', source: 'bluesky', author: 'test.marshal.dev' }
    const counted = { metrics: { likes: 0, replies: 0, reposts: 0 }, language: 'en' }
    const of = (key: string) => ({
      id: `at://${did}/app.bsky.feed.post/${key}`,
      threadId: `at://${did}/app.bsky.feed.post/${key}`,
      url: `https://bsky.app/profile/${did}/post/${key}`,
    })
    assert.deepEqual(kept, [
      { ...common, ...counted, ...of('3kaheyt6vpc22'), at: '2023-09-28T12:49:36.735Z', text: '' },
      { ...common, ...counted, ...of('3kahesw26il2z'), at: '2023-09-28T12:46:18.414Z', text: 'test' },
      { ...common, ...of('3k2yihcrp6f2c'), at: '2023-09-28T12:00:00.000Z', text: 'new text114', metrics: {} },
    ])
  })

  it('Lemmy: a post of 0.19, whose list has no second page, and of 1.0', async () => {
    const list = json('lemmy/api_v3_post_list.json')
    const { counts, ...view } = list.posts[0]
    const { published, ...post } = view.post
    const newer = {
      ...view,
      post: {
        ...post,
        id: 2,
        ap_id: 'https://lemmy.world/post/2',
        body: 'It **is**.',
        published_at: published,
        upvotes: 746,
        comments: counts.comments,
      },
    }
    serves({
      '/api/v3/post/list?type_=All&sort=New&limit=50&page=1': JSON.stringify(list),
      '/api/v3/post/list?type_=All&sort=New&limit=50&page_cursor=P308c595': JSON.stringify({ posts: [newer] }),
      '/api/v3/comment/list?type_=All&sort=New&limit=50&page=1': '{"comments":[]}',
    })
    const kept = await keptAt('2026-08-21T18:00:00Z', { kind: 'lemmy' })
    const common = {
      kind: 'post',
      source: 'lemmy',
      at: '2026-08-20T20:31:39.106Z',
      title: 'This HAS to be satire',
      author: 'cannedtuna',
      metrics: { likes: 746, replies: 285 },
    }
    const of = (id: number) => ({
      id: `https://lemmy.world/post/${id}`,
      url: `https://lemmy.world/post/${id}`,
      threadId: `https://lemmy.world/post/${id}`,
      lookup: `post/${id}`,
    })
    assert.deepEqual(kept, [
      { ...common, ...of(50_908_658), text: '' },
      { ...common, ...of(2), text: 'It is.' },
    ])
  })

  // Ids below are items too old to be of any round.
  const items = (id: number, more: { readonly [item: string]: string } = {}) => {
    const old = Object.fromEntries(
      [1, 2, 3, 4].map((n) => [`/v0/item/${id - n}.json`, '{"id":1,"type":"job","time":1}']),
    )
    return serves({ '/v0/maxitem.json': String(id), ...old, ...more })
  }
  const hackerNews = async (at: string, query: string) =>
    (await keptAt(at, { kind: 'hackernews', query })).map(
      ({ kind, at, id, author, title, threadId, parentId, text, metrics, url }) => {
        assert.equal(url, `https://news.ycombinator.com/item?id=${id}`)
        return {
          kind,
          at,
          id,
          author,
          title,
          threadId,
          parentId,
          metrics,
          begins: text.slice(0, 60),
          lines: text === '' ? 0 : text.split('\n').length,
        }
      },
    )

  it('Hacker News: a story without text', async () => {
    items(8863, { '/v0/item/8863.json': read('hackernews/item_story.json') })
    assert.deepEqual(await hackerNews('2007-04-05T00:00:00Z', 'dropbox'), [
      {
        kind: 'post',
        at: '2007-04-04T19:16:40.000Z',
        id: '8863',
        author: 'dhouston',
        title: 'My YC app: Dropbox - Throw away your USB drive',
        threadId: '8863',
        parentId: undefined,
        metrics: { likes: 111, replies: 71 },
        begins: '',
        lines: 0,
      },
    ])
  })

  it('Hacker News: a question and a poll', async () => {
    items(126_809, {
      '/v0/item/126809.json': read('hackernews/item_poll.json'),
      '/v0/item/126808.json': read('hackernews/item_ask.json'),
    })
    assert.deepEqual(await hackerNews('2008-03-02T00:00:00Z', 'polls, "the arc effect"'), [
      {
        kind: 'post',
        at: '2008-03-01T20:34:12.000Z',
        id: '126809',
        author: 'pg',
        title: 'Poll: What would happen if News.YC had explicit support for polls?',
        threadId: '126809',
        parentId: undefined,
        metrics: { likes: 46, replies: 54 },
        begins: '',
        lines: 0,
      },
      {
        kind: 'post',
        at: '2008-02-22T02:33:40.000Z',
        id: '121003',
        author: 'tel',
        title: 'Ask HN: The Arc Effect',
        threadId: '121003',
        parentId: undefined,
        metrics: { likes: 25, replies: 16 },
        begins: 'or HN: the Next Iteration\nI get the impression that with Arc',
        lines: 4,
      },
    ])
  })

  it('Hacker News: a comment that belongs by its story, which is looked up', async () => {
    items(2_921_983, {
      '/v0/item/2921983.json': read('hackernews/item_comment.json'),
      '/v0/item/2921506.json':
        '{"id":2921506,"type":"comment","parent":2921400,"time":1314200000,"text":"Some words","by":"x"}',
      '/v0/item/2921400.json':
        '{"id":2921400,"type":"story","time":1314190000,"title":"Norvig&#x27;s spell checker","by":"y"}',
    })
    assert.deepEqual(await hackerNews('2011-08-25T00:00:00Z', 'norvigs spell'), [
      {
        kind: 'reply',
        at: '2011-08-24T18:38:47.000Z',
        id: '2921983',
        author: 'norvig',
        title: "Norvig's spell checker",
        threadId: '2921400',
        parentId: '2921506',
        metrics: {},
        begins: 'Aw shucks, guys ... you make me blush with your compliments.',
        lines: 2,
      },
    ])
  })
})
