// All that twarc wrote over the years.
import assert from 'node:assert/strict'
import { formatNamed, postsOf, recorded, toldOf } from './entries.ts'

const at = '2022-10-03T17:57:01.000Z'
const atMs = Date.parse(at)
const tweet = {
  id: '1576994746135764992',
  text: 'Bring it back &amp; soon',
  created_at: at,
  author_id: '7',
  conversation_id: '1576994746135764992',
  lang: 'en',
}
const page = (data: unknown, includes: object = {}, more: object = {}) =>
  JSON.stringify({ data, includes, meta: {}, ...more })
const users = [{ id: '7', username: 'someone' }]
const v1 = {
  id: 1576994746135765000,
  id_str: '1576994746135764992',
  created_at: 'Mon Oct 03 17:57:01 +0000 2022',
  user: { screen_name: 'someone' },
  text: 'cut off…',
  lang: 'en',
  favorite_count: 3,
  retweet_count: 2,
}

describe('a file of twarc', () => {
  it('of the API v2 gives pages, stream objects and flattened posts alike', async () => {
    const metrics = { public_metrics: { like_count: 3, reply_count: 0, retweet_count: 2, quote_count: 1 } }
    const shapes = [
      page([{ ...tweet, ...metrics }], { users }),
      JSON.stringify({ data: { ...tweet, ...metrics }, includes: { users }, matching_rules: [{ id: 1 }] }),
      JSON.stringify({ ...tweet, ...metrics, author: users[0] }),
    ]
    for (const file of shapes) {
      assert.equal(formatNamed(file), 'twarc')
      assert.deepEqual(await postsOf(file), [
        {
          source: 'x',
          kind: 'post',
          atMs,
          removed: undefined,
          revision: at,
          content: {
            id: '1576994746135764992',
            text: 'Bring it back & soon',
            author: 'someone',
            url: 'https://x.com/someone/status/1576994746135764992',
            threadId: '1576994746135764992',
            language: 'en',
            metrics: { likes: 3, replies: 0, reposts: 3 },
          },
        },
      ])
    }
  })
  it('of v1.1 gives posts and search pages: ids as text, the long text, no thread', async () => {
    const extended = { ...v1, extended_tweet: { full_text: 'not cut off at all' } }
    for (const file of [
      JSON.stringify(extended),
      JSON.stringify({ statuses: [extended], search_metadata: {} }, null, 4),
    ]) {
      assert.equal(formatNamed(file), 'twarc')
      const [post] = await postsOf(file)
      assert.deepEqual(post, {
        source: 'x',
        kind: 'post',
        atMs,
        removed: undefined,
        revision: at,
        content: {
          id: '1576994746135764992',
          text: 'not cut off at all',
          author: 'someone',
          url: 'https://x.com/someone/status/1576994746135764992',
          language: 'en',
          metrics: { likes: 3, reposts: 2 },
        },
      })
    }
    const [full] = await postsOf(JSON.stringify({ ...v1, full_text: 'whole' }))
    assert.equal(full?.content.text, 'whole')
  })
  it('knows replies and what they answer', async () => {
    const answers = { referenced_tweets: [{ type: 'replied_to', id: '1576000000000000001' }] }
    const [second] = await postsOf(page([{ ...tweet, ...answers }]))
    assert.deepEqual([second?.kind, second?.content.parentId], ['reply', '1576000000000000001'])
    const [first] = await postsOf(
      JSON.stringify({ ...v1, in_reply_to_status_id: 9, in_reply_to_status_id_str: '1576000000000000001' }),
    )
    assert.deepEqual([first?.kind, first?.content.parentId], ['reply', '1576000000000000001'])
  })
  it('gives a repost the words of the first, counts it as passing on, and its numbers to nobody', async () => {
    const repost = {
      ...tweet,
      id: '1577',
      text: 'RT @a: long wo…',
      referenced_tweets: [{ type: 'retweeted', id: '1576' }],
      public_metrics: { retweet_count: 410 },
    }
    const original = { id: '1576', text: 'long', note_tweet: { text: 'long words indeed' } }
    const forms = [
      page([repost], { tweets: [original] }),
      JSON.stringify({ ...repost, referenced_tweets: [{ type: 'retweeted', ...original }] }),
      JSON.stringify({
        ...v1,
        text: 'RT @a: long wo…',
        retweeted_status: { ...v1, id_str: '1576', full_text: 'long words indeed' },
      }),
    ]
    for (const file of forms) {
      const [post] = await postsOf(file)
      assert.deepEqual(
        [post?.repostOf, post?.content.text, post?.content.metrics?.reposts],
        ['1576', 'long words indeed', 0],
      )
    }
    const [hollow] = await postsOf(page([repost]))
    assert.deepEqual([hollow?.repostOf, hollow?.content.text], ['1576', ''])
  })
  it('a quote is an opinion of its own', async () => {
    const [post] = await postsOf(page([{ ...tweet, referenced_tweets: [{ type: 'quoted', id: '1576' }] }]))
    assert.deepEqual([post?.repostOf, post?.kind, post?.content.text], [undefined, 'post', 'Bring it back & soon'])
  })
  it('an edited post keeps its first id and time, its address is of the last', async () => {
    const versions = ['1576994746135764992', '1576994789110992896']
    const last = {
      ...tweet,
      id: versions[1],
      conversation_id: versions[1],
      created_at: '2022-10-03T17:57:11.000Z',
      edit_history_tweet_ids: versions,
    }
    const [post] = await postsOf(page([last]))
    assert.deepEqual(
      [post?.content.id, post?.atMs, post?.content.url, post?.content.threadId],
      [versions[0], atMs, `https://x.com/i/web/status/${versions[1]}`, versions[0]],
    )
    const answer = { ...tweet, id: '1577', referenced_tweets: [{ type: 'replied_to', id: versions[1] }] }
    const [reply] = await postsOf(page([answer], { tweets: [last] }))
    assert.equal(reply?.content.parentId, versions[0])
  })
  it('a language that X does not know is none', async () => {
    for (const lang of ['und', 'zxx', 'qme', 'qst'])
      assert.equal((await postsOf(page([{ ...tweet, lang }])))[0]?.content.language, undefined)
  })
  it('what is withheld, deleted or not found any more is removed', async () => {
    const lines = [
      page([{ ...tweet, withheld: { country_codes: ['DE'] } }]),
      JSON.stringify({ ...v1, id_str: '1576994746135764993', withheld_in_countries: ['DE'] }),
      JSON.stringify({ delete: { status: { id: 1, id_str: '1576994746135764994', user_id_str: '7' } } }),
      JSON.stringify({
        id: '1576994746135764995',
        action: 'delete',
        created_at: at,
        redacted_at: at,
        reason: 'deleted',
      }),
      page(
        undefined,
        {},
        {
          errors: [
            { resource_type: 'tweet', resource_id: '1576994746135764996' },
            { resource_type: 'user', resource_id: 'somebody' },
          ],
        },
      ),
    ]
    assert.deepEqual(
      await toldOf(lines.join('\n')),
      [2, 3, 4, 5, 6].map((end, line) => `${line} removed 157699474613576499${end}`),
    )
  })
  it('a page that found nothing is no error; lines that are no posts are named', async () => {
    const lines = [
      page(undefined, {}, { meta: { result_count: 0 } }),
      '',
      page([{ ...tweet, id: 1576994746135765000 }]),
      page([{ ...tweet, text: undefined }]),
      page([{ ...tweet, created_at: 'yesterday' }]),
      '{"title":"operational-disconnect"}',
      page([tweet]).slice(0, 60),
    ]
    assert.deepEqual(await toldOf(lines.join('\r\n')), [
      '2 /id must be a string of digits',
      '3 /text is missing',
      '4 /at must be an RFC 3339 time with a zone, such as 2017-08-19T09:12:00Z',
      '5  has none of data, statuses, id_str and id',
      '6 reading a JSON value: it is not JSON, or cut',
    ])
  })
})

/** Of posts of X only ids and measures may be written down: id, kind, what it answers or passes on, language, length of its text. */
const measured = async (name: string) => {
  const body = recorded(name)
  if (body === undefined) return undefined
  return (await postsOf(body)).map(({ kind, repostOf, removed, content: { id, parentId, language, text } }) =>
    [id, removed ? 'removed' : kind, repostOf ?? parentId ?? '-', language ?? '-', [...text].length].join(' '),
  )
}

describe('the recorded files of twarc', () => {
  it('are read as a careful reader would', async () => {
    for (const [name, expected] of [
      ['imports/v1.1_search_tweets_page_3.json', []],
      ['x/compliance_tweets.jsonl', ['1170025343920402432 removed - - 0', '1170147183095664640 removed - - 0']],
      ['x/edited_before.jsonl', ['1576994746135764992 post - en 76']],
      ['x/edited_after.jsonl', ['1576994746135764992 post - - 30']],
      ['x/two_tweets.jsonl', ['1394735776701816833 post 1391677057810288641 - 11']],
      [
        'x/stream_lines_with_error.jsonl',
        [
          '1377650090978992134 post - en 52',
          '1377650093109743620 reply 1377266697850257410 en 140',
          '1377650277642338305 post - en 137',
          '1377650387579248643 post - en 85',
          '1377650459033280516 reply 1377645742874038274 en 72',
          '1377650500687044618 reply 1377299822399528963 en 285',
          '1377650529766154240 post - en 235',
        ],
      ],
    ] as const) {
      const posts = await measured(name)
      if (posts !== undefined) assert.deepEqual(posts, expected, name)
    }
  })
  it('flattened: 30 posts, of them 14 passed on and 7 replies', async () => {
    const body = recorded('imports/twarc2_flattened_30.jsonl')
    if (body === undefined) return
    const posts = await postsOf(body)
    const reposts = posts.filter(({ repostOf }) => repostOf !== undefined)
    assert.equal(posts.length, 30)
    assert.equal(posts.filter(({ kind }) => kind === 'reply').length, 7)
    assert.equal(reposts.length, 14)
    assert.ok(reposts.every(({ content }) => content.metrics?.reposts === 0 && !/^RT @|…$/.test(content.text)))
    assert.ok(posts.every(({ content }) => !/&(amp|lt|gt);/.test(content.text)))
    assert.equal(posts[0]?.atMs, Date.UTC(2021, 3, 8, 19, 34, 16))
  })
  it('search pages of v1.1 are spread over lines', async () => {
    const posts = await measured('imports/v1.1_search_tweets_page_1.json')
    if (posts === undefined) return
    assert.deepEqual(
      posts.map((post) => post.split(' ').slice(0, 4).join(' ')),
      ['1005277806383673344 post 1004631044610502657 en', '1005163131042193408 post 1004631216908316672 en'],
    )
  })
  it('a page of a hundred: each post once, every repost with its words', async () => {
    const body = recorded('x/search_page_includes_errors.jsonl')
    if (body === undefined) return
    const posts = await postsOf(body)
    const reposts = posts.filter(({ repostOf }) => repostOf !== undefined)
    assert.deepEqual(
      [posts.length, new Set(posts.map(({ content }) => content.id)).size, reposts.length],
      [100, 100, 47],
    )
    assert.equal(posts.filter(({ kind }) => kind === 'reply').length, 31)
    assert.ok(posts.every(({ content, removed }) => content.author !== undefined && !removed))
  })
})
