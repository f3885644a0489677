// Feeds: what each forum engine means, in every character set, and what is refused.
import assert from 'node:assert/strict'
import { feed } from '../../sources/feed.ts'
import type { Headers } from '../../sources/source.ts'

const nowMs = Date.UTC(2026, 10, 24, 12)
const read = (body: string | Uint8Array, { headers = {}, cursor }: { headers?: Headers; cursor?: string } = {}) =>
  feed.polled?.translate(
    { config: { url: 'https://forum.example/feed' }, secrets: {}, cursor, nowMs, readsLeft: Number.POSITIVE_INFINITY },
    { method: 'GET', url: 'https://forum.example/feed', headers: {}, asks: 'feed' },
    { status: 200, headers, body: typeof body === 'string' ? Buffer.from(body) : body },
  ) ?? assert.fail('feeds are polled')
const round = (...given: Parameters<typeof read>) => {
  const answer = read(...given)
  return 'failure' in answer ? assert.fail(answer.detail) : answer
}
const refused = (body: string | Uint8Array) => {
  const answer = read(body)
  return 'failure' in answer ? `${answer.failure}: ${answer.detail}` : assert.fail('it was taken')
}
const postsOf = (...given: Parameters<typeof read>) =>
  round(...given).items.map((item) =>
    'post' in item
      ? { kind: item.post.kind, at: new Date(item.post.atMs).toISOString(), ...item.post.content }
      : assert.fail(item.problem.message),
  )

const rss = (items: string) =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>F</title>${items}</channel></rss>`
const atom = (entries: string) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>${entries}</feed>`
const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

describe('a feed', () => {
  it('of Discourse names post, topic and number', () => {
    const item = (id: string, link: string, by: string) =>
      `<item><guid isPermaLink="false">${id}</guid><link>https://f.example/t/a-topic/${link}</link><dc:creator>${by}</dc:creator><title>A topic</title>
        <pubDate>Tue, 24 Nov 2026 10:00:00 +0000</pubDate><description><![CDATA[<aside class="quote"><blockquote>theirs</blockquote></aside><p>mine &amp; own</p>]]></description></item>`
    const posts = postsOf(
      rss(
        item('f.example-post-71', '12/4', '@ada Ada L.') +
          item('f.example-post-12-1', '12?page=1#post_1', 'bob') +
          item('f.example-topic-12', '12', 'bob'),
      ),
    )
    assert.deepEqual(
      posts.map(({ kind, threadId, author, text }) => [kind, threadId, author, text]),
      [
        ['comment', '12', 'ada', 'mine & own'],
        ['post', '12', 'bob', 'mine & own'],
        ['post', '12', 'bob', 'mine & own'],
      ],
    )
  })

  it('of phpBB loses its tail and its forum prefix', () => {
    const [post] = postsOf(
      atom(
        `<entry><author><name>eve</name></author><updated>2026-11-24T09:00:00+01:00</updated><id>https://f.example/viewtopic.php?t=7&amp;p=9#p9</id>
         <category term="x" label="Help"/><title type="html">Help • Re: Broken &amp;amp; gone</title>
         <content type="html">${escaped('It fails.<br />Always.<p>Statistics: Posted by <a href="x">eve</a></p><hr />')}</content></entry>`,
      ),
    )
    assert.deepEqual(post, {
      kind: 'comment',
      at: '2026-11-24T08:00:00.000Z',
      id: 'https://f.example/viewtopic.php?t=7&p=9#p9',
      text: 'It fails.\nAlways.',
      title: 'Re: Broken & gone',
      author: 'eve',
      threadId: '7',
    })
  })

  it('of phpBB loses what others said, quoted in whichever way its version has, quotes in quotes too', () => {
    const quote = (words: string) =>
      `<div class="quotetitle"><b>bob wrote:</b></div><div class="quotecontent">${words}</div>`
    for (const [html, own] of [
      [`${quote('theirs')}<br />mine`, 'mine'],
      [
        `before<br />${quote(`theirs${quote('older')}and more`)}between${quote('theirs')}after`,
        'before\nbetween\nafter',
      ],
      [`<div class="quotewrapper">${quote('theirs')}</div>mine`, 'mine'],
      ['<blockquote class="uncited"><div>theirs</div></blockquote>mine', 'mine'],
      ['<div class="content">mine</div>', 'mine'],
    ] as const) {
      const id = 'https://f.example/viewtopic.php?t=7&amp;p=9#p9'
      const content = `<content type="html">${escaped(`${html}<p>Statistics: Posted by eve</p><hr />`)}</content>`
      const [post] = postsOf(
        atom(`<entry><updated>2026-11-24T09:00:00Z</updated><id>${id}</id><title>Broken</title>${content}</entry>`),
      )
      assert.equal(post?.text, own, html)
    }
  })

  it('of Reddit has only what its author wrote', () => {
    const entry = (id: string, html: string) =>
      `<entry><id>${id}</id><author><name>/u/sam</name></author><published>2026-11-24T09:00:00Z</published><title>T</title>
       <link href="https://www.reddit.com/r/x/comments/abc/t/"/><content type="html">${escaped(html)}</content></entry>`
    const tail = ' submitted by <a href="u">/u/sam</a> <a href="l">[link]</a>'
    const posts = postsOf(
      atom(entry('t1_q', `<div class="md"><p>submitted by me</p></div>${tail}`) + entry('t3_abc', `<img>${tail}`)),
    )
    assert.deepEqual(
      posts.map(({ id, kind, author, text, threadId }) => [id, kind, author, text, threadId]),
      [
        ['t1_q', 'comment', 'sam', 'submitted by me', 't3_abc'],
        ['t3_abc', 'post', 'sam', '', 't3_abc'],
      ],
    )
  })

  it('is read in the character set it is in', () => {
    const text = '<item><guid>1</guid><title>Grüße</title></item>'
    const latin = (head: string) => Buffer.from(`${head}${rss(text)}`, 'latin1')
    const utf16 = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(rss(text), 'utf16le')])
    const cyrillic = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="koi8-r"?><rss><channel><item><guid>1</guid><title>'),
      Buffer.of(0xf2, 0xd5, 0xd3),
      Buffer.from('</title></item></channel></rss>'),
    ])
    const titles = [
      postsOf(`\ufeff${rss(text)}`),
      postsOf(utf16),
      postsOf(latin('<?xml version="1.0" encoding="ISO-8859-1"?>')),
      postsOf(latin(''), { headers: { 'content-type': 'text/xml; charset=iso-8859-1' } }),
      postsOf(latin('')),
      postsOf(cyrillic),
    ].map(([post]) => post?.title)
    assert.deepEqual(titles, ['Grüße', 'Grüße', 'Grüße', 'Grüße', 'Grüße', 'Рус'])
  })

  it('reads dates of every kind, and loses no entry by a bad one', () => {
    const dates = [
      'Tue, 24 Nov 2026 10:00:00 EST',
      '24 Nov 26 10:00 +0100',
      '2026-11-24 10:00:00',
      'yesterday',
      'Tue, 31 Nov 2026 10:00:00 GMT',
    ]
    const body = rss(
      dates.map((date, i) => `<item><guid>${i}</guid><title>T</title><pubDate>${date}</pubDate></item>`).join(''),
    )
    assert.deepEqual(
      round(body).items.map((item) => 'post' in item && item.post.estimated),
      [undefined, undefined, undefined, true, true],
    )
    assert.deepEqual(
      postsOf(body).map(({ at }) => at.slice(0, 16)),
      ['2026-11-24T15:00', '2026-11-24T09:00', '2026-11-24T10:00', '2026-11-24T12:00', '2026-11-24T12:00'],
    )
  })

  it('that breaks off keeps its complete entries; what follows its end does not matter', () => {
    const whole = rss('<item><guid>1</guid><title>One</title></item><item><guid>2</guid><title>Two</title></item>')
    assert.deepEqual(
      postsOf(whole.slice(0, whole.indexOf('Two'))).map(({ title }) => title),
      ['One'],
    )
    assert.equal(postsOf(`${whole}\n<b>Warning</b>: PHP &broken`).length, 2)
    assert.deepEqual(postsOf(rss('')), [])
  })

  it('tells entries of one id apart by their links', () => {
    const item = (id: string, link: string) =>
      `<item><guid isPermaLink="false">${id}</guid><link>${link}</link><title>${link}</title></item>`
    const posts = postsOf(
      rss(
        item('x', 'https://a.example/1') +
          item('x', 'https://a.example/2') +
          item('y', 'https://a.example/3') +
          item('y', 'https://a.example/3'),
      ),
    )
    assert.deepEqual(
      posts.map(({ id }) => id),
      ['https://a.example/1', 'https://a.example/2', 'y'],
    )
  })

  it('reaches back to the last round when it still shows what it showed then', () => {
    const at = (minute: number) =>
      `<item><guid>${minute}</guid><title>T</title><pubDate>Tue, 24 Nov 2026 11:${minute}:00 GMT</pubDate></item>`
    const first = round(rss(at(20) + at(10)))
    assert.equal(first.fromMs, Date.UTC(2026, 10, 24, 11, 10))
    const { cursor = '' } = first
    assert.equal(round(rss(at(30) + at(20)), { cursor }).fromMs, undefined)
    assert.equal(round(rss(at(40) + at(30)), { cursor }).fromMs, Date.UTC(2026, 10, 24, 11, 30))
    assert.equal(cursor.includes('"20"'), false, 'no id stands in the log')
  })

  it('rests as its ttl and its server wish', () => {
    assert.equal(round(rss('<ttl>30</ttl>')).notBeforeMs, nowMs + 30 * 60_000)
    assert.equal(round(rss(''), { headers: { 'cache-control': 'public, max-age=600' } }).notBeforeMs, nowMs + 600_000)
  })

  it('is refused in words when it is none, or means harm', () => {
    assert.match(refused('<!DOCTYPE html><html></html>'), /^retry: this is a web page/)
    assert.match(refused('{"a":1}'), /^retry: this is not a feed/)
    assert.match(refused(' '), /^retry: the answer is empty/)
    const entities = Array.from({ length: 10 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('')
    assert.match(
      refused(`<!DOCTYPE rss [<!ENTITY e0 "ha">${entities}]>${rss('<item><title>&e10;</title></item>')}`),
      /^stop: .*entities/,
    )
    assert.match(refused(`<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss('')}`), /^stop: .*entities/)
    assert.match(refused(`${rss(`<item>${'<a>'.repeat(100_000)}`)}</item>`), /^(stop|retry)/)
    assert.match(refused(rss('<item><title>x</title></item>'.repeat(1_001))), /^stop: .*1000 entries/)
    assert.match(refused(Buffer.alloc(5 * 1024 * 1024 + 1, 0x20)), /^stop: .*5 MB/)
  })

  it('of five megabytes is read or refused within two seconds', () => {
    const megabytes = 4.9 * 1024 * 1024
    const hostile = [
      rss('<!--'.repeat(megabytes / 4)),
      rss('<![CDATA['.repeat(megabytes / 9)),
      rss('<item>'.repeat(megabytes / 6)),
      rss('<item><title>x</title></item>'.repeat(megabytes / 29)),
      rss(`<item><guid>1</guid><description>${escaped('<b>'.repeat(megabytes / 8))}</description></item>`),
      rss(`<item ${'a="b" '.repeat(megabytes / 6)}><title>x</title></item>`),
      `<rss ${' '.repeat(megabytes)}`,
    ]
    for (const [i, body] of hostile.entries()) {
      // Of the processor: what others on the machine take does not count.
      const began = process.threadCpuUsage()
      read(body)
      const { user, system } = process.threadCpuUsage(began)
      assert.ok(user + system < 2_000_000, `body ${i} took ${Math.round((user + system) / 1_000)} ms`)
    }
  })
})
