// Items of Hacker News as their authors meant them, and the walk over them: all that is new once, what it hangs on, and no further than its bounds.
import assert from 'node:assert/strict'
import { hackernews } from '../../sources/hackernews.ts'
import { createPhrases } from '../../sources/query-phrases.ts'
import { dayMs, minuteMs, nowMs, readingOf, recheckOf, roundOf, type Said } from './pure-round.ts'

const plex = readingOf({ query: 'plex' })
type Entry = { readonly type?: string; readonly [field: string]: unknown }

/** An item a minute up to now; the highest id is the newest. Those not named are stories of something else. */
const site =
  (
    newest: number,
    named: { readonly [id: number]: Entry | null },
    lists: { readonly [name: string]: readonly number[] } = {},
  ) =>
  (url: URL): Said => {
    const [, what = '', id = ''] = /^\/v0\/(?:item\/)?([a-z]*)(\d*)\.json$/.exec(url.pathname) ?? []
    if (what === 'maxitem') return { value: newest }
    if (what !== '') return { value: lists[what] ?? [] }
    const entry = named[Number(id)]
    if (entry === null) return { value: null }
    const time = nowMs / 1_000 - (newest - Number(id)) * 60
    return { value: { id: Number(id), by: 'ada', time, type: 'story', title: 'Something else', ...entry } }
  }
const comment = (parent: number, text: string, more = {}) => ({
  type: 'comment',
  parent,
  text,
  title: undefined,
  ...more,
})
/** It was read up to ten minutes ago. */
const later = { ...plex, cursor: new Date(nowMs - 10 * minuteMs).toISOString() }

describe('an item of Hacker News', () => {
  it('is its author’s words: paragraphs, entities once, and no quoted ones', () => {
    const text = '&gt; Somebody else&#x27;s<p>Own &amp;amp; <i>words</i> about Plex<p>&gt;:( sad<p>&gt;&gt; twice'
    const [post] = roundOf(
      hackernews,
      later,
      site(50, { 50: { text, title: 'Plex &amp; co', score: 3, descendants: 0, url: '' } }),
    ).posts
    assert.deepEqual(
      [post?.content.text, post?.content.title, post?.content.metrics, post?.removed],
      ['Own &amp; words about Plex\n>:( sad', 'Plex & co', { likes: 3, replies: 0 }, false],
    )
  })

  it('asked for again is as it is now, or gone', () => {
    const again = (value: unknown, status = 200) => recheckOf(hackernews, plex, [{ id: '9' }], { value, status })
    const item = { id: 9, type: 'comment', time: nowMs / 1_000, parent: 3, text: 'Edited' }
    assert.deepEqual(
      [again(item).url, again(item).posts?.[0]?.content.text],
      ['https://hacker-news.firebaseio.com/v0/item/9.json', 'Edited'],
    )
    assert.deepEqual(again('null').gone, ['9'])
    for (const more of [{ deleted: true }, { dead: true }])
      assert.equal(again({ ...item, ...more }).posts?.[0]?.removed, true)
    for (const value of ['"odd"', '{"id":', []]) assert.equal(again(value).failure, 'retry')
    assert.equal(again('', 503).failure, 'retry')
  })
})

describe('a walk over Hacker News', () => {
  it('takes stories that are looked for, what is said under them, and what speaks of it elsewhere', () => {
    const { posts, asked, cursor, fromMs } = roundOf(
      hackernews,
      later,
      site(50, {
        50: comment(49, 'Plex again'), // 49 answers 30, of another thread
        49: comment(30, 'no word of it'),
        48: comment(47, 'nor here'), // but under a story on it
        47: comment(46, 'nor here'),
        46: { title: 'Plex!' },
        45: comment(20, 'nor here'), // under an older story on it
        44: { type: 'job', title: 'Plex is hiring' },
        43: null,
        42: comment(20, 'Plex', { dead: true }),
        41: comment(46, '', { deleted: true }),
        30: comment(29, 'of old'),
        20: { title: 'Plex, of old' },
      }),
    )
    const seen = posts.map(({ kind, content: { id, parentId, threadId, title } }) => [
      id,
      kind,
      parentId,
      threadId,
      title,
    ])
    assert.deepEqual(seen.toSorted(), [
      ['45', 'comment', '20', '20', 'Plex, of old'],
      ['46', 'post', undefined, '46', 'Plex!'],
      ['47', 'comment', '46', '46', 'Plex!'],
      ['48', 'reply', '47', '46', 'Plex!'],
      ['50', 'reply', '49', '29', 'Something else'],
    ])
    const targets = asked.map(({ url }) => url.split('/v0/')[1])
    assert.deepEqual(targets.slice(0, 3), ['maxitem.json', 'item/50.json', 'item/49.json'])
    assert.equal(
      targets.filter((one) => one === 'item/30.json' || one === 'item/29.json').length,
      2,
      'parents once each',
    )
    assert.deepEqual([cursor, fromMs], [new Date(nowMs).toISOString(), undefined])
  })

  it('ends at three old items in a row: moderators change times', () => {
    const { asked } = roundOf(hackernews, later, site(5_000, { 4995: { time: 1 }, 4994: { time: 1 } }))
    assert.equal(asked.length, 1 + 13 + 2) // minutes 0 to 11 are new, 12 to 14 old
  })

  const past = {
    20900: { title: 'Plex, days ago', kids: [20_901, 20_950] },
    20901: comment(20_900, 'agreed', { kids: [20_902] }),
    20902: comment(20_901, 'not I', { deleted: true, kids: [20_903] }),
    20903: comment(20_902, 'but why'),
    20950: null,
    800: { title: 'Plex, last year', time: nowMs / 1_000 - 31 * 86_400 },
  }
  const lists = { newstories: [49_999, 20_900, 800], topstories: [20_900], beststories: [20_700] }
  const found = [
    ['20900', 'post', '20900'],
    ['20901', 'comment', '20900'],
    ['20903', 'reply', '20900'],
  ]
  const told = ({ posts }: ReturnType<typeof roundOf>) =>
    posts.map(({ kind, content: { id, threadId } }) => [id, kind, threadId])

  it('begins with the lists and the trees of their stories, and says from when on it knows all', () => {
    const first = roundOf(hackernews, plex, site(50_000, past, lists))
    assert.deepEqual(told(first), found)
    const asked = first.asked.map(({ url }) => url.split('/v0/')[1])
    assert.deepEqual(asked.slice(0, 4), ['maxitem.json', 'newstories.json', 'topstories.json', 'beststories.json'])
    assert.equal(asked.length, 4 + 4 + 4 + 2_000)
    assert.deepEqual([first.fromMs, first.cursor], [nowMs - 1_999 * minuteMs, new Date(nowMs).toISOString()])
  })

  it('that does not come back to where the last round ended looks through the lists after it', () => {
    const cursor = new Date(nowMs - 3 * dayMs).toISOString()
    const after = roundOf(hackernews, { ...plex, cursor }, site(50_000, past, lists))
    assert.deepEqual(told(after), found)
    assert.equal(after.asked[1]?.url.endsWith('/item/50000.json'), true)
    assert.equal(after.asked.length, 1 + 2_000 + 3 + 3 + 4)
    assert.equal(after.fromMs, nowMs - 1_999 * minuteMs)
  })

  it('goes no further over items that are all empty, and takes a site of them for a fault', () => {
    const empty = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [4_980 - n, null]))
    const sparse = roundOf(hackernews, later, site(5_000, { ...empty, 4995: { title: 'Plex' } }))
    assert.deepEqual(sparse.ids, ['4995'])
    const barren = roundOf(hackernews, later, (url) => ({ value: url.pathname.includes('maxitem') ? 5_000 : 'null' }))
    assert.deepEqual([barren.failure?.failure, barren.asked.length], ['retry', 101])
  })

  it('to the first item is all there is', () => {
    assert.equal(roundOf(hackernews, plex, site(5, {})).fromMs, nowMs - 30 * dayMs)
  })

  it('holds no id in its cursor, and is asked where the channel says', () => {
    const { cursor, asked } = roundOf(
      hackernews,
      readingOf({ query: 'plex', url: 'https://hn.example/v0/' }),
      site(50, {}),
    )
    assert.match(cursor ?? '', /^2026-11-24T12:00:00.000Z$/)
    assert.equal(asked[0]?.url, 'https://hn.example/v0/maxitem.json')
  })

  it('that is answered something else fails, and nothing is gone by', () => {
    for (const value of ['null', '"x"', '<html>', '0'])
      assert.equal(roundOf(hackernews, plex, () => ({ value })).failure?.failure, 'retry')
    const half = roundOf(hackernews, later, (url) =>
      url.pathname.includes('49') ? { value: '{"id":49,' } : site(50, {})(url),
    )
    assert.deepEqual([half.failure?.failure, half.cursor], ['retry', undefined])
  })
})

describe('the phrases of a channel', () => {
  it('are whole words in any case, between commas or in quotes', () => {
    const isWanted = createPhrases('plex, "privacy policy, new" opt-out, refund*')
    for (const text of ['PLEX!', 'the privacy-policy (new)', 'Opt out', 'opt-out', 'Refunded', 'plex’s? no, Pléx'])
      assert.ok(isWanted(text), text)
    for (const text of ['plexus', 'privacy policy', 'opted out', 'prefund', '']) assert.ok(!isWanted(text), text)
    assert.ok(createPhrases('政策')('新しい政策です'))
    assert.ok(!createPhrases(' , "" ')('anything'))
  })
})
