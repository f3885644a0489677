// Posts and comments of Lemmy in the shapes of its versions, and lists that are counted, cut, or refused.
import assert from 'node:assert/strict'
import { lemmy } from '../../sources/lemmy.ts'
import { dayMs, minuteMs, nowMs, readingOf, recheckOf, roundOf, type Said } from './pure-round.ts'

const base = 'https://l.example'
const plex = readingOf({ url: `${base}/`, community: '!plex@l.example' })
const iso = (ms: number) => new Date(ms).toISOString()
const creator = { id: 1, name: 'ada', local: true, actor_id: `${base}/u/ada`, deleted: false }
const community = { name: 'plex', visibility: 'Public', removed: false, deleted: false }
const post = {
  id: 5,
  ap_id: 'https://else.example/post/77',
  name: 'A policy',
  body: '**Bold** words\n\n> quoted',
  published: iso(nowMs),
  deleted: false,
  removed: false,
}
const comment = {
  id: 9,
  ap_id: 'https://else.example/comment/99',
  content: 'I *agree*',
  path: '0.9',
  published: iso(nowMs),
  deleted: false,
  removed: false,
}
const around = { creator, community, counts: { upvotes: 3, comments: 2, child_count: 1 } }

const views =
  (posts: readonly object[], comments: readonly object[]) =>
  (url: URL): Said => ({
    value: url.pathname.endsWith('/post/list')
      ? { posts: url.searchParams.get('page') === '1' ? posts : [] }
      : { comments: url.searchParams.get('page') === '1' ? comments : [] },
  })
const onePost = (more: object, view: object = {}) =>
  roundOf(lemmy, plex, views([{ ...around, ...view, post: { ...post, ...more } }], [])).posts[0]
const oneComment = (more: object, view: object = {}) =>
  roundOf(lemmy, plex, views([], [{ ...around, post, ...view, comment: { ...comment, ...more } }]))

/** A post a minute up to now, by the number of the page; comments none. */
const counted =
  (count: number) =>
  (url: URL): Said => {
    if (url.pathname.endsWith('/comment/list')) return { value: { comments: [] } }
    const from = (Number(url.searchParams.get('page')) - 1) * 50
    const page = Array.from({ length: Math.max(0, Math.min(50, count - from)) }, (_, n) => from + n)
    return {
      value: {
        posts: page.map((ago) => ({
          ...around,
          post: { ...post, id: ago, ap_id: `${base}/post/${ago}`, published: iso(nowMs - ago * minuteMs) },
        })),
      },
    }
  }

describe('a post of Lemmy', () => {
  it('reads the same in 0.19, in 1.0, and in old builds without zone', () => {
    const { published, ...dateless } = post
    const expected = {
      id: post.ap_id,
      text: 'Bold words',
      title: 'A policy',
      author: 'ada',
      url: post.ap_id,
      threadId: post.ap_id,
      metrics: { likes: 3, replies: 2 },
      lookup: 'post/5',
    }
    const fresh = roundOf(
      lemmy,
      plex,
      views([{ creator, community, post: { ...dateless, published_at: published, upvotes: 3, comments: 2 } }], []),
    ).posts[0]
    for (const one of [onePost({}), onePost({ published: published.replace('Z', '') }), fresh])
      assert.deepEqual([one?.atMs, one?.content], [nowMs, expected])
  })

  it('is of somebody at home elsewhere, or of nobody any more', () => {
    assert.equal(
      onePost({}, { creator: { ...creator, local: false, actor_id: 'https://else.example/u/ada' } })?.content.author,
      'ada@else.example',
    )
    const orphan = onePost({}, { creator: { ...creator, deleted: true } })
    assert.deepEqual([orphan?.content.author, orphan?.authorGone], [undefined, true])
  })

  it('that is deleted or removed passes on no words, and one that is there again says so', () => {
    for (const more of [{ deleted: true }, { removed: true }]) {
      const gone = onePost(more)
      assert.deepEqual([gone?.removed, gone?.content], [true, { id: post.ap_id, text: '' }])
    }
    assert.equal(onePost({})?.removed, false)
    assert.equal(onePost({ deleted: undefined, removed: undefined })?.removed, undefined)
  })
})

describe('a comment of Lemmy', () => {
  it('answers its post, or another comment of the page, else nobody who is known', () => {
    const [first] = oneComment({}).posts
    assert.deepEqual(
      [first?.kind, first?.content],
      [
        'comment',
        {
          id: comment.ap_id,
          text: 'I agree',
          title: 'A policy',
          author: 'ada',
          url: comment.ap_id,
          parentId: post.ap_id,
          threadId: post.ap_id,
          metrics: { likes: 3, replies: 1 },
          lookup: 'comment/9',
        },
      ],
    )
    const reply = { ...around, post, comment: { ...comment, id: 10, ap_id: `${base}/comment/10`, path: '0.9.10' } }
    const [answer] = roundOf(lemmy, plex, views([], [reply, { ...around, post, comment }])).posts
    assert.deepEqual([answer?.kind, answer?.content.parentId], ['reply', comment.ap_id])
    const [unknown] = oneComment({ path: '0.8.9' }).posts
    assert.deepEqual([unknown?.kind, unknown?.content.parentId], ['reply', undefined])
  })

  it('is dropped where its community is not for everybody, or its post is gone', () => {
    for (const view of [
      { community: { ...community, visibility: 'LocalOnly' } },
      { community: { ...community, removed: true } },
      { post: { ...post, deleted: true } },
    ])
      assert.deepEqual([oneComment({}, view).ids, oneComment({}, view).dropped], [[], 1])
    assert.equal(oneComment({}, { community: { ...community, visibility: 'unlisted' } }).ids.length, 1)
  })
})

describe('a channel of Lemmy', () => {
  it('takes what holds one of its phrases, and comments under such posts', () => {
    const other = { ...post, id: 6, ap_id: `${base}/post/6`, name: 'Weather', body: '' }
    const about = (text: string, of: object, id: number) => ({
      ...around,
      post: of,
      comment: { ...comment, id, ap_id: `${base}/comment/${id}`, content: text },
    })
    const goneElsewhere = { ...around, post: other, comment: { ...comment, content: '', deleted: true } }
    const answer = views(
      [
        { ...around, post },
        { ...around, post: other },
      ],
      [about('yes', post, 1), about('rain', other, 2), about('The policies of rain', other, 3), goneElsewhere],
    )
    const { ids, dropped } = roundOf(lemmy, readingOf({ url: base, query: 'policy, polic*' }), answer)
    assert.deepEqual([ids, dropped], [[post.ap_id, `${base}/comment/1`, `${base}/comment/3`], 0])
  })

  it('counts pages to where the last round ended, and reads comments after posts', () => {
    const first = roundOf(lemmy, plex, counted(70))
    assert.deepEqual(
      first.asked.map(({ url }) => url.slice(`${base}/api/v3/`.length)),
      ['post', 'post', 'post', 'comment'].map(
        (list, n) =>
          `${list}/list?type_=All&sort=New&limit=50&community_name=plex%40l.example&page=${n === 3 ? 1 : n + 1}`,
      ),
    )
    assert.deepEqual([first.ids.length, first.fromMs], [70, nowMs - 30 * dayMs])
    const cursor = JSON.stringify({ newest: iso(nowMs - minuteMs), deep: iso(nowMs) })
    assert.equal(roundOf(lemmy, { ...plex, cursor }, counted(5_000)).asked.length, 2)
  })

  it('with more than a round can read says from when on, by the list that goes back less', () => {
    const { asked, fromMs } = roundOf(lemmy, plex, counted(1_000_000))
    assert.deepEqual([asked.length, fromMs], [201, nowMs - (200 * 50 - 1) * minuteMs])
  })

  it('that is asked too much, closed, or no Lemmy says so', () => {
    const failed = (said: Said) => roundOf(lemmy, plex, () => said).failure
    assert.equal(failed({ status: 400, value: { error: 'rate_limit_error' } })?.failure, 'wait')
    assert.match(failed({ status: 400, value: { error: 'instance_is_private' } })?.detail ?? '', /members only/)
    assert.equal(failed({ status: 404, value: { error: 'couldnt_find_community' } })?.failure, 'stop')
    for (const value of [{ comments: [] }, '<html>', '{"posts":[{', []])
      assert.equal(failed({ value })?.failure, 'retry')
  })

  it('asks again by the local number of what is kept', () => {
    const again = (lookup: string, said: Said) =>
      recheckOf(lemmy, plex, [{ id: lookup.startsWith('post') ? post.ap_id : comment.ap_id, lookup }], said)
    const edited = again('post/5', { value: { post_view: { ...around, post: { ...post, body: 'Other words' } } } })
    assert.deepEqual([edited.url, edited.posts?.[0]?.content.text], [`${base}/api/v3/post?id=5`, 'Other words'])
    const removed = again('comment/9', {
      value: { comment_view: { ...around, post, comment: { ...comment, removed: true } } },
    })
    assert.deepEqual([removed.url, removed.posts?.[0]?.removed], [`${base}/api/v3/comment?id=9`, true])
    for (const [status, error] of [
      [404, 'couldnt_find_post'],
      [400, 'couldnt_find_post'],
      [404, 'not_found'],
      [410, 'x'],
    ] as const)
      assert.deepEqual(again('post/5', { status, value: { error } }).gone, [post.ap_id], `${status} ${error}`)
    assert.equal(again('post/5', { status: 400, value: { error: 'rate_limit_error' } }).failure, 'wait')
    assert.equal(again('post/5', { value: {} }).failure, 'retry')
  })
})
