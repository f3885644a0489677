// Saved pages of Discourse forums, of all versions.
import assert from 'node:assert/strict'
import { formatNamed, postsOf, recorded, toldOf } from './entries.ts'

const post = (number: number, more: object = {}) => ({
  id: 100 + number,
  username: 'someone',
  created_at: '2020-01-25T02:10:07.971Z',
  cooked: `<p>Words ${number}</p>`,
  post_number: number,
  post_type: 1,
  topic_id: 57,
  reply_count: 0,
  reply_to_post_number: null,
  actions_summary: [{ id: 2, count: 4 }],
  ...more,
})
const topic = (posts: readonly object[], more: object = {}) => ({
  post_stream: { posts, stream: posts.map((_, i) => i) },
  id: 57,
  title: 'Bring it back',
  archetype: 'regular',
  ...more,
})
const wordsOf = async (cooked: string) => (await postsOf(JSON.stringify(topic([post(1, { cooked })]))))[0]?.content.text

describe('a saved Discourse topic', () => {
  it('gives its posts with title, thread and what they answer', async () => {
    const file = JSON.stringify(
      topic([post(1), post(3), post(4, { reply_to_post_number: 3 }), post(9, { reply_to_post_number: 2 })]),
    )
    assert.equal(formatNamed(file), 'discourse-topic')
    const posts = await postsOf(file)
    assert.deepEqual(posts[0], {
      source: 'discourse',
      kind: 'post',
      atMs: Date.UTC(2020, 0, 25, 2, 10, 7, 971),
      removed: undefined,
      content: {
        id: '101',
        text: 'Words 1',
        title: 'Bring it back',
        author: 'someone',
        threadId: '57',
        metrics: { likes: 4, replies: 0 },
      },
      threadGoes: true,
      partial: true,
    })
    assert.deepEqual(
      posts.map(({ kind, content }) => [content.id, kind, content.parentId]),
      [
        ['101', 'post', undefined],
        ['103', 'comment', '101'],
        ['104', 'reply', '103'],
        ['109', 'reply', undefined],
      ],
    )
  })
  it('may stand in an array, one a line, or over many lines', async () => {
    const both = [topic([post(1)]), topic([post(5)])]
    const files = [
      JSON.stringify(both),
      JSON.stringify(both, null, 2),
      both.map((one) => JSON.stringify(one)).join('\n'),
      both.map((one) => JSON.stringify(one, null, 2)).join('\n'),
    ]
    for (const file of files) {
      assert.equal(formatNamed(file), 'discourse-topic')
      assert.deepEqual(
        (await postsOf(file)).map(({ content }) => content.id),
        ['101', '105'],
      )
    }
  })
  it('may be a page of posts, or one post', async () => {
    const page = { latest_posts: [post(2, { topic_title: 'Other' }), post(1), post(1, { id: 7, topic_id: 58 })] }
    const posts = await postsOf(JSON.stringify(page))
    assert.deepEqual(
      posts.map(({ kind, content }) => [content.id, kind, content.parentId, content.threadId, content.title]),
      [
        ['102', 'comment', '101', '57', 'Other'],
        ['101', 'post', undefined, '57', undefined],
        ['7', 'post', undefined, '58', undefined],
      ],
    )
    assert.deepEqual(await toldOf(JSON.stringify(post(2), null, 2)), ['0 post 102'])
  })
  it('gives the own words of the author as lines', async () => {
    for (const [cooked, words] of [
      ['<p>a &amp;lt; b<br>c</p>\n<p>d&nbsp;e\u200b</p>', 'a &lt; b\nc\nd e'],
      [
        '<aside class="quote no-group" data-post="1"><div class="title">x:</div><blockquote><p>theirs</p></blockquote></aside><p>mine</p>',
        'mine',
      ],
      ['<blockquote><p>theirs</p></blockquote><p>mine</p>', 'mine'],
      ['<p>see <a href="https://example.com/x">this</a> <img class="emoji" alt=":wrench:"></p>', 'see this :wrench:'],
      [
        '<h2>Head</h2><ul><li><p>one</p></li><li>two</li></ul><table><tr><td>1</td><td>2</td></tr></table>',
        'Head\none\ntwo\n1 2',
      ],
      [
        '<p>look</p><aside class="onebox"><h3>Shop</h3></aside><a class="lightbox"><img alt="shot"><div class="meta">shot.png 2 MB</div></a>',
        'look\nshot',
      ],
      ['<script>x()</script><p>x</p>', 'x'],
      [`${'<div>'.repeat(5_000)}deep`, ''],
    ] as const)
      assert.equal(await wordsOf(cooked), words, cooked.slice(0, 200))
  })
  it('has what is gone removed, and drops what is not for the public', async () => {
    const posts = [
      post(1, { hidden: true }),
      post(2, { user_deleted: true }),
      post(3, { deleted_at: '2020-01-26T00:00:00Z', cooked: undefined }),
      post(4, { post_type: 3 }),
      post(5, { post_type: 4 }),
      post(6, { post_type: 2 }),
    ]
    assert.deepEqual(await toldOf(JSON.stringify(topic(posts))), [
      '0 removed 101',
      '0 removed 102',
      '0 removed 103',
      '0 dropped: a whisper or an entry of the log',
      '0 dropped: a whisper or an entry of the log',
      '0 post 106',
    ])
    assert.deepEqual(await toldOf(JSON.stringify(topic([post(1)], { archetype: 'private_message' }))), [
      '0 dropped: a private message',
    ])
    assert.deepEqual(await toldOf(JSON.stringify(topic([post(1)], { deleted_at: '2020-01-26T00:00:00Z' }))), [
      '0 removed 101',
    ])
  })
  it('says how many of its posts are in other files, and which posts are none', async () => {
    const file = topic([post(1), post(2, { cooked: undefined }), post(3, { created_at: null })])
    const told = await toldOf(
      JSON.stringify({ ...file, post_stream: { ...file.post_stream, stream: [1, 2, 3, 4, 5, 6, 7] } }),
    )
    assert.deepEqual(told.slice(0, 3), [
      '0 post 101',
      '0 /cooked is missing: what sent or saved it left texts out',
      '0 /at must be an RFC 3339 time with a zone, such as 2017-08-19T09:12:00Z',
    ])
    assert.match(told[3] ?? '', /topic 57: 4 of its 7 posts are not in this file/)
  })
})

describe('the recorded pages of Discourse', () => {
  it('are read as a careful reader would', async () => {
    const body = recorded('discourse/topic.json')
    if (body === undefined) return
    const posts = await postsOf(body)
    assert.deepEqual(
      posts.map(({ kind, atMs, content }) => [
        content.id,
        kind,
        new Date(atMs).toISOString(),
        content.parentId,
        content.metrics?.likes,
        content.text.split('\n')[0],
      ]),
      [
        ['83', 'post', '2013-02-04T20:26:26.278Z', undefined, 0, 'Welcome!'],
        [
          '84',
          'comment',
          '2013-02-04T20:26:32.362Z',
          '83',
          0,
          'This topic is now pinned. It will appear at the top of its category.',
        ],
        ['86', 'comment', '2013-02-04T20:29:00.843Z', '83', 5, 'image'],
        ['226', 'reply', '2013-02-05T17:14:17.364Z', '83', 5, 'What? So I have to post this every day?'],
      ],
    )
    assert.ok(
      posts.every(
        ({ content }) =>
          content.title === 'THIS SITE IS A SANDBOX -- it is reset every day' && content.threadId === '57',
      ),
    )
  })
  it('without previews of links and quotes, and with text in an unforeseen raw', async () => {
    const long = recorded('discourse/perceval_topic_1149.json')
    const odd = recorded('discourse/topic_posts.json')
    if (long === undefined || odd === undefined) return
    const [first, second] = await postsOf(long)
    assert.equal(first?.content.text, 'This is the new support and feedback thread for uBlock Origin')
    assert.match(
      second?.content.text ?? '',
      /^Example of how to un-break a site .*\nReal, concrete case: issue #1323, also reported on ABP forum:\nFrom what/,
    )
    const [only] = await postsOf(odd)
    assert.deepEqual(
      [only?.kind, only?.content.id, only?.content.text, only?.content.parentId],
      ['comment', '123456', 'Some text.', undefined],
    )
  })
  it('and the pages of all posts, highest first', async () => {
    const body = recorded('discourse/posts_before.json')
    if (body === undefined) return
    assert.deepEqual(
      (await postsOf(body)).map(({ kind, content }) => [
        content.id,
        kind,
        content.threadId,
        content.title,
        content.author,
      ]),
      [
        ['14', 'post', '11', 'This is an uncategorized title', 'johndoe'],
        ['10', 'post', '7', 'Welcome to Discourse', 'system'],
        ['2', 'post', '2', 'About the Site Feedback category', 'system'],
      ],
    )
  })
})
