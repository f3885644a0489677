// Which links are of the same post, and what they say of its id.
import assert from 'node:assert/strict'
import { readLink } from '../../sources/link.ts'

/** Forms of one link in a row; no two rows have a form in common. */
const same: readonly (readonly string[])[] = [
  [
    'https://x.com/somebody/status/1234567890123456789',
    'http://twitter.com/other/status/1234567890123456789?s=20&t=abc',
    'https://mobile.twitter.com/i/web/status/1234567890123456789/photo/1',
    'https://WWW.X.com/somebody/statuses/1234567890123456789#m',
  ],
  ['https://x.com/somebody/status/1234567890123456780'],
  [
    'https://www.reddit.com/r/PleX/comments/6uqzgb/plex_privacy/',
    'http://old.reddit.com/r/PleX/comments/6uqzgb/another_slug?utm_source=share&context=3',
    'https://new.reddit.com/comments/6UQZGB',
    'https://reddit.com/gallery/6uqzgb',
    'https://redd.it/6uqzgb',
  ],
  [
    'https://www.reddit.com/r/PleX/comments/6uqzgb/plex_privacy/dlv0abc/',
    'https://np.reddit.com/r/PleX/comments/6uqzgb/comment/dlv0abc/?context=1',
    'https://www.reddit.com/comments/6uqzgb/_/dlv0abc/',
  ],
  ['https://news.ycombinator.com/item?id=15052114', 'http://news.ycombinator.com/item?id=15000000#15052114'],
  ['https://news.ycombinator.com/item?id=15000000'],
  [
    'https://bsky.app/profile/somebody.bsky.social/post/3kabcdefgh2x',
    'https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx/post/3kabcdefgh2x/',
  ],
  [
    'https://forum.example/t/a-slug/123/4',
    'http://www.forum.example/t/123/4?u=somebody',
    'https://forum.example/t/a-new-slug/123?page=2#post_4',
  ],
  ['https://forum.example/t/a-slug/123', 'https://forum.example/t/a-slug/123/1', 'https://forum.example/t/123/'],
  [
    'https://board.example/viewtopic.php?f=3&t=20&p=99#p99',
    'http://board.example/viewtopic.php?p=99#p99',
    'https://board.example/viewtopic.php?t=20&sid=0123456789abcdef#p99',
  ],
  ['https://board.example/viewtopic.php?t=20&f=3', 'http://board.example/viewtopic.php?f=3&t=20&sid=7'],
  ['https://xf.example/community/threads/a-title.77/', 'https://xf.example/community/threads/other-title.77/page-3'],
  [
    'https://xf.example/community/threads/a-title.77/post-501',
    'https://xf.example/community/threads/a-title.77/page-3#post-501',
    'https://xf.example/community/posts/501/',
  ],
  ['https://vanilla.example/discussion/5/a-title', 'HTTP://VANILLA.example:80/discussion/5/a-title/#latest'],
  [
    'https://vanilla.example/discussion/5/a-title#Comment_12',
    'https://vanilla.example/discussion/5/a-title#comment_12',
  ],
  ['https://blog.example/a/%C3%BC?b=2&a=1', 'https://blog.example/a/ü?a=1&b=2&utm_campaign=x&fbclid=y#top'],
  ['https://blog.example/A/ü?a=1&b=2'],
  ['https://blog.example:8443/a/ü?a=1&b=2'],
]

describe('the link of a post', () => {
  it('has one key for all its forms, and another for every other link', () => {
    const keys = same.map((forms) => new Set(forms.map((form) => readLink(form)?.key)))
    for (const [i, found] of keys.entries()) assert.equal(found.size, 1, `${same[i]}: ${[...found]}`)
    assert.equal(new Set(keys.flatMap((found) => [...found])).size, same.length)
    assert.ok(!keys.some((found) => found.has(undefined)))
  })

  const ids: readonly (readonly [string, readonly string[], string])[] = [
    ['https://mobile.x.com/a/status/12', ['x', 'twitter'], '12'],
    ['https://old.reddit.com/r/a/comments/abc/t/', ['reddit', 'feed'], 't3_abc'],
    ['https://old.reddit.com/r/a/comments/abc/t/def/', ['reddit', 'feed'], 't1_def'],
    ['https://news.ycombinator.com/item?id=7', ['hackernews'], '7'],
    [
      'https://bsky.app/profile/did:plc:abc/post/3kabcdefgh2x',
      ['bluesky'],
      'at://did:plc:abc/app.bsky.feed.post/3kabcdefgh2x',
    ],
    ['https://social.example/@ada/109/', ['mastodon'], 'https://social.example/users/ada/statuses/109'],
    ['https://lemmy.example/post/33', ['lemmy'], 'https://lemmy.example/post/33'],
    ['https://lemmy.example/comment/34/', ['lemmy'], 'https://lemmy.example/comment/34'],
  ]
  for (const [link, sources, id] of ids)
    it(`tells the id: ${link}`, () => {
      assert.deepEqual(readLink(link)?.ids, [{ sources, id }])
    })

  it('tells no id where it is of no post, or of another server’s copy of it', () => {
    for (const link of [
      'https://x.com/somebody',
      'https://www.reddit.com/r/PleX/',
      'https://news.ycombinator.com/user?id=7',
      'https://bsky.app/profile/somebody.bsky.social/post/3kabcdefgh2x',
      'https://social.example/@ada@other.example/109',
      'https://forum.example/t/a-slug/123/4',
    ])
      assert.deepEqual(readLink(link)?.ids, [], link)
  })

  it('is of the web, and names no user', () => {
    for (const link of [
      '',
      'x.com/a/status/1',
      'javascript:alert(1)',
      'ftp://a.example/1',
      'https://a:b@c.example/',
      'https://',
    ])
      assert.equal(readLink(link), undefined, link)
  })
})
