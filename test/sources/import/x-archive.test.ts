// The archive that X hands out to the owner of an account.
import assert from 'node:assert/strict'
import { entriesOf, formatNamed, postsOf, recorded, toldOf } from './entries.ts'

const tweet = {
  edit_info: { initial: { editTweetIds: ['1576994746135764992'], editsRemaining: '5' } },
  favorite_count: '3',
  retweet_count: '1',
  id_str: '1576994746135764992',
  id: '1576994746135764992',
  created_at: 'Mon Oct 03 17:57:01 +0000 2022',
  full_text: 'What [a] "mess" {really} &lt;3',
  lang: 'en',
}
const script = (name: string, ...members: readonly object[]) =>
  `window.YTD.${name}.part0 = ${JSON.stringify(members, null, 2)}`

describe('an X archive', () => {
  it('is read without running it', async () => {
    const file = script('tweets', { tweet }, { tweet: { ...tweet, id_str: '1577', in_reply_to_status_id_str: '1576' } })
    assert.equal(formatNamed(file), 'x-archive')
    const [first, second] = await postsOf(file)
    assert.deepEqual(first, {
      source: 'x',
      kind: 'post',
      atMs: Date.UTC(2022, 9, 3, 17, 57, 1),
      removed: undefined,
      revision: '2022-10-03T17:57:01.000Z',
      content: {
        id: '1576994746135764992',
        text: 'What [a] "mess" {really} <3',
        url: 'https://x.com/i/web/status/1576994746135764992',
        language: 'en',
        metrics: { likes: 3, reposts: 1 },
      },
    })
    assert.deepEqual([second?.kind, second?.content.parentId], ['reply', '1576'])
  })
  it('of older days has no wrapping; in pieces of any size it is the same', async () => {
    const file = script('tweet', tweet, { ...tweet, edit_info: {}, id_str: '1577' })
    for (const pieceBytes of [1, 7, 100_000]) {
      const entries = await entriesOf(file, undefined, pieceBytes)
      assert.deepEqual(
        entries.map(({ line, item }) => [line, 'post' in item && item.post.content.id]),
        [
          [1, '1576994746135764992'],
          [18, '1577'],
        ],
      )
    }
  })
  it('leaves out reposts: whose they are is not in it', async () => {
    const file = script('tweets', { tweet: { ...tweet, full_text: 'RT @a: their words' } })
    assert.deepEqual(await toldOf(file), ['1 dropped: a repost: the archive does not say of which post'])
  })
  it('has deleted posts removed', async () => {
    const file = script('deleted_tweets', { tweet: { ...tweet, deleted_at: 'Mon Oct 03 18:57:01 +0000 2022' } })
    assert.deepEqual(await toldOf(file), ['1 removed 1576994746135764992'])
  })
  it('refuses the files of it that hold no posts of its owner', async () => {
    await assert.rejects(
      toldOf(script('like', { like: { tweetId: '1' } })),
      /holds "like", not posts; import data\/tweets.js/,
    )
  })
  it('that is damaged loses what is damaged, or all after it, and says so', async () => {
    const whole = script('tweets', { tweet }, { tweet: { ...tweet, edit_info: {}, id_str: '1577' } })
    assert.deepEqual(await toldOf(whole.replace('"favorite_count": "3"', '"favorite_count": "3')), [
      '1 reading a JSON value: it is not JSON, or cut',
      '20 post 1577',
    ])
    assert.deepEqual(await toldOf(whole.slice(0, -60)), [
      '1 post 1576994746135764992',
      '20 reading a JSON value: it is not JSON, or cut',
    ])
  })
})

describe('the recorded tweets.js', () => {
  it('is read as a careful reader would', async () => {
    const body = recorded('imports/tweets.js')
    if (body === undefined) return
    const [post, ...more] = await postsOf(body)
    assert.equal(more.length, 0)
    const { text, ...content } = post?.content ?? assert.fail()
    assert.equal(text.length, 58)
    assert.deepEqual(content, {
      id: '1997370581860180189',
      url: 'https://x.com/i/web/status/1997370581860180189',
      parentId: '1994041994348581220',
      language: 'en',
      metrics: { likes: 0, reposts: 0 },
    })
    assert.deepEqual([post?.kind, post?.atMs], ['reply', Date.UTC(2025, 11, 6, 18, 20, 30)])
  })
})
