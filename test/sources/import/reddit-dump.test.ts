// Monthly dumps of Reddit, of all years.
import assert from 'node:assert/strict'
import { entriesOf, formatNamed, postsOf, recorded, toldOf } from './entries.ts'

const comment = {
  id: 'dbhn1aa',
  link_id: 't3_5jaaaa',
  parent_id: 't3_5jaaaa',
  subreddit: 'example',
  author: 'someone',
  body: 'fine',
  created_utc: 1482373042,
}
const submission = {
  id: '5jaaaa',
  subreddit: 'example',
  author: 'someone',
  title: 'A title',
  selftext: '',
  created_utc: 1482373042,
}
const file = (...items: readonly object[]) => items.map((item) => JSON.stringify(item)).join('\n')
const textOf = async (body: string) => (await postsOf(file({ ...comment, body })))[0]?.content.text

describe('a Reddit dump', () => {
  it('is told by its fields, in one file both kinds', async () => {
    assert.equal(formatNamed(file(comment)), 'reddit-dump')
    const [first, second] = await postsOf(
      file(
        { ...comment, permalink: '/r/example/comments/5jaaaa/a_title/dbhn1aa/', link_title: 'A &amp; B' },
        { ...submission, selftext: 'Hello', num_comments: 3, num_crossposts: '1', created_utc: '1482373042' },
      ),
    )
    const atMs = Date.UTC(2016, 11, 22, 2, 17, 22)
    assert.deepEqual(first, {
      source: 'reddit',
      kind: 'comment',
      atMs,
      removed: undefined,
      content: {
        id: 't1_dbhn1aa',
        text: 'fine',
        title: 'A & B',
        author: 'someone',
        url: 'https://www.reddit.com/r/example/comments/5jaaaa/a_title/dbhn1aa/',
        parentId: 't3_5jaaaa',
        threadId: 't3_5jaaaa',
        metrics: {},
      },
    })
    assert.deepEqual(second, {
      source: 'reddit',
      kind: 'post',
      atMs,
      removed: undefined,
      content: {
        id: 't3_5jaaaa',
        text: 'Hello',
        title: 'A title',
        author: 'someone',
        url: 'https://www.reddit.com/comments/5jaaaa/',
        threadId: 't3_5jaaaa',
        metrics: { replies: 3, reposts: 1 },
      },
    })
  })
  it('gives the words of the author: decoded once, without marks, quotes and addresses', async () => {
    for (const [body, text] of [
      ['&gt; what they said\n\nNo &amp; never', 'No & never'],
      ['&amp;lt;b&amp;gt; is literal', '<b> is literal'],
      ['a **bold** [word](https://example.com/x)', 'a bold word'],
      ['&gt;!the end!&lt; is a spoiler', 'the end is a spoiler'],
      ['* one\n* two\n\n2016. What a year', 'one\ntwo\n2016. What a year'],
      ['snake_case_name in r/some_sub', 'snake_case_name in r/some_sub'],
      ['a&amp;#x200B;b\n\n&amp;nbsp;\n\nc', 'ab\nc'],
    ] as const)
      assert.equal(await textOf(body), text, body)
  })
  it('has what is gone removed, without its words', async () => {
    const gone = [
      { ...comment, id: 'd1', body: '[deleted]', author: '[deleted]' },
      { ...comment, id: 'd2', body: '[removed]' },
      { ...submission, id: 's3', selftext: 'still full', removed_by_category: 'moderator' },
      { ...comment, id: 'd4', body: 'kept by the dump', _meta: { was_deleted_later: true } },
      { ...submission, id: 's5', title: '[deleted by user]' },
      { ...submission, id: 's6', selftext: '[ Removed by Reddit ]' },
    ]
    const posts = await postsOf(file(...gone))
    assert.deepEqual(
      posts.map(({ removed, content }) => [removed, content]),
      ['t1_d1', 't1_d2', 't3_s3', 't1_d4', 't3_s5', 't3_s6'].map((id) => [true, { id, text: '' }]),
    )
  })
  it('keeps the words of a deleted account, without author', async () => {
    const [post] = await postsOf(file({ ...comment, author: '[deleted]' }))
    assert.deepEqual([post?.removed, post?.content.text, post?.content.author], [undefined, 'fine', undefined])
  })
  it('counts a crosspost as passing on, with the words of the first', async () => {
    const crosspost = {
      ...submission,
      id: '6x',
      crosspost_parent: 't3_5jaaaa',
      crosspost_parent_list: [{ selftext: 'theirs' }],
    }
    const [post] = await postsOf(file(crosspost))
    assert.deepEqual([post?.repostOf, post?.content.text], ['t3_5jaaaa', 'theirs'])
    const [hollow] = await postsOf(file({ ...crosspost, crosspost_parent_list: [{ selftext: '[removed]' }] }))
    assert.deepEqual([hollow?.removed, hollow?.content.text], [undefined, ''])
  })
  it('loses bad lines only, each named', async () => {
    const { body: _, ...bodiless } = comment
    const lines = [
      JSON.stringify(comment),
      JSON.stringify(comment).slice(0, -40),
      '',
      '[]',
      JSON.stringify({ subreddit: 'example' }),
      JSON.stringify({ ...comment, id: 'No ID' }),
      JSON.stringify({ ...comment, created_utc: null }),
      JSON.stringify({ ...comment, created_utc: 1482373042000 }),
      JSON.stringify(bodiless),
      JSON.stringify({ ...comment, id: 'last' }),
      '{"id":"cut","link_id":"t3_',
    ]
    assert.deepEqual(await toldOf(lines.join('\n')), [
      '0 post t1_dbhn1aa',
      '1 reading a JSON value: it is not JSON, or cut',
      '3 reading a JSON value: it is no object',
      '4  has neither body and link_id (comment) nor title (submission)',
      '5 /id must be of 0-9 and a-z',
      '6 /created_utc must be seconds since 1970',
      '7 /created_utc must be seconds since 1970',
      '8 /body is missing',
      '9 post t1_last',
      '10 reading a JSON value: it is not JSON, or cut',
    ])
  })
  it('that is not UTF-8 loses those lines', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${file(comment)}\n{"id":"`),
      Buffer.from([0xe9]),
      Buffer.from(`"}\n${file(comment)}`),
    ])
    const [, bad, good] = await entriesOf(bytes)
    assert.ok(bad !== undefined && 'problem' in bad.item && /UTF-8/.test(bad.item.problem.message))
    assert.ok(good !== undefined && 'post' in good.item)
  })
})

describe('the recorded comments in the shape of a dump', () => {
  it('are read as a careful reader would', async () => {
    const body = recorded('imports/reddit_dump_shape_comments.ndjson')
    if (body === undefined) return
    const posts = await postsOf(body)
    // Written down from the file: id, kind, what it answers, how its own words begin.
    const expected = `
      dbhn13p reply t1_dbhmec4 Why not let a member
      dbhn13o comment t3_5jo135 Hi there, looks like
      dbhn13m reply t1_dbhmyq6 One long season
      dbhn13n comment t3_5jnze3 fetty's gonna need
      dbhn13l reply t1_dbhmzbi derpyfox16
      dbhn13k reply t1_dbhdx5m Because many Millennials
      dbhn13j comment t3_5jnx7p My hunch as I don't own one
      dbhn13i comment t3_553xi2 All they say to "optimize your browser"
      dbhn13h comment t3_5jlyrb No HC
      dbhn13g comment t3_5jnc4e Damn Lavine
      dbhn13f reply t1_dbgn6ba This isn't Xbox Live
      dbhn13e comment t3_5jn5i6 if anybody contributed
      dbhn13d comment t3_5jnngx I am imagining it...
      dbhn13c reply t1_dbh59j0 No, it does nothing for you.
      dbhn13b reply t1_dbhfp4v sounds like
      dbhn13a reply t1_dbhfvkg i mean... its supposed to be
      dbhn138 reply t1_dbheyaa Same here in Brazil
      dbhn137 reply t1_dbhgy4x I found out yesterday
      dbhn139 reply t1_dbhmh3p Religion does inherently
      dbhn135 comment t3_5jnvmr 1) black and yellow (66)
      dbhn136 comment t3_5jmrmn She's definitely
      dbhn134 reply t1_dbgq438 Number 10 is named
      dbhn133 reply t1_dbhdl00 But just imagine a wall
      dbhn132 reply t1_dbhmezb Greens suck
      dbhn131 comment t3_5jny3n Hi, big fan!
      dbhn130 reply t1_dbhlhbd Well it looks like
      dbhn12z comment t3_5jo0th You are posting here too frequently
      dbhn12y reply t1_dbgy5ym Hey! My chin
      dbhn12x reply t1_dbgrcju Seconding this.
      dbhn12w comment t3_5jlxy1 r/samplesize
      dbhn12v comment t3_5jn8vd So Survival Queue times`
      .trim()
      .split('\n')
      .map((line) => /^ *(\S+) (\S+) (\S+) (.*)$/.exec(line)?.slice(1) ?? [])
    assert.equal(posts.length, expected.length)
    for (const [i, [id, kind, parent, words = '']] of expected.entries()) {
      const { content, ...post } = posts[i] ?? assert.fail()
      assert.deepEqual([content.id, post.kind, content.parentId], [`t1_${id}`, kind, parent])
      assert.ok(content.text.startsWith(words), content.id)
    }
    const text = (id: string) => posts.find(({ content }) => content.id === id)?.content.text
    assert.equal(text('t1_dbhn13l'), 'derpyfox16\nderpyfox16\nFurry confirmed.')
    assert.ok(!text('t1_dbhn13o')?.includes('http'))
    assert.ok(!posts.some(({ content }) => content.text.includes('Just imagine all those Inarus'))) // quoted
  })
  it('and submissions too: a link alone has no text', async () => {
    const body = recorded('imports/reddit_dump_shape_submissions.ndjson')
    if (body === undefined) return
    const posts = await postsOf(body)
    assert.deepEqual(
      posts.map(({ kind, atMs, content }) => [content.id, kind, atMs, content.text.slice(0, 28), content.metrics]),
      [
        ['t3_5jo144', 'post', 1482373052000, '', { replies: 0 }],
        ['t3_5jo143', 'post', 1482373052000, '', { replies: 0 }],
        ['t3_5jo141', 'post', 1482373051000, '[casual] I have the followin', { replies: 0 }],
        ['t3_5jo140', 'post', 1482373051000, '', { replies: 0 }],
      ],
    )
    assert.match(posts[2]?.content.text ?? '', /following:\nHA Mareanie in Lure Ball and\/or Love Ball\nBeldum/)
  })
})
