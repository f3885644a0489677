// Tables of posts as people have them.
import assert from 'node:assert/strict'
import { csv } from '../../../sources/import/csv.ts'
import type { NumberedItem } from '../../../sources/import/format.ts'

const limits = { maxLineBytes: 10_000 }
/** In small pieces, but for the first: it tells the separator. */
async function* pieces(bytes: Buffer) {
  yield bytes.subarray(0, 200)
  for (let at = 200; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}
const read = async (text: string | Buffer, items: NumberedItem[] = []) => {
  for await (const some of csv(limits).read(pieces(Buffer.from(text)))) items.push(...some)
  return items
}
const posts = async (text: string | Buffer) =>
  (await read(text)).map(({ item }) => ('post' in item ? item.post : 'problem' in item ? item.problem.faults : []))

describe('a CSV file', () => {
  it('is mapped by its headings, in any order and in the words of other tools', async () => {
    const [post] = await posts(
      'Tweet ID,created_at,Screen Name,favorite_count,retweet_count,lang,full_text,unknown\n' +
        '1234567890123456789,Sat Dec 06 18:20:30 +0000 2025,someone,3,1,en,They took it away,x\n',
    )
    assert.deepEqual(post, {
      source: 'webhook',
      kind: 'post',
      atMs: Date.UTC(2025, 11, 6, 18, 20, 30),
      removed: undefined,
      content: {
        id: '1234567890123456789',
        text: 'They took it away',
        author: 'someone',
        language: 'en',
        metrics: { likes: 3, reposts: 1 },
      },
    })
  })
  it('may begin with a byte order mark, use ; or tab, quotes and newlines in cells', async () => {
    for (const separator of [';', '\t', ',']) {
      const text = `\ufeffid${separator}text${separator}at\r\na${separator}"two\r\nlines; ""quoted"", all"${separator}2017-08-19 09:12\r\n\r\nb${separator}x${separator}2017-08-19\r\n`
      const items = await read(text)
      assert.deepEqual(
        items.map(({ line, item }) => [line, 'post' in item && [item.post.content.text, item.post.atMs]]),
        [
          [1, ['two\nlines; "quoted", all', Date.UTC(2017, 7, 19, 9, 12)]],
          [4, ['x', Date.UTC(2017, 7, 19)]],
        ],
      )
    }
  })
  it('has times with and without zone, and in seconds; day/month/year is rejected', async () => {
    const times = [
      '2015-02-24 11:35:52 -0800',
      '2015-02-24T19:35:52Z',
      '2015-02-24 19:35:52',
      '1424806552',
      '24/02/2015',
    ]
    const answers = await posts(`id,text,at\n${times.map((time, i) => `${i},x,${time}`).join('\n')}`)
    assert.deepEqual(
      answers.map((one) => ('atMs' in one ? one.atMs : one[0]?.pointer)),
      [1424806552000, 1424806552000, 1424806552000, 1424806552000, '/at'],
    )
  })
  it('whose ids a spreadsheet ruined has those lines rejected', async () => {
    const ids = ['1.23E+18', '1,23E+18', '1234567890123456000', '="1234567890123456789"', '5000', 't3_000']
    const answers = await posts(
      `id;text;at\n${ids.map((id) => `"${id.replaceAll('"', '""')}";x;2017-08-19`).join('\n')}`,
    )
    assert.deepEqual(
      answers.map((one) => ('content' in one ? one.content.id : one[0]?.pointer)),
      ['/id', '/id', '/id', '1234567890123456789', '5000', 't3_000'],
    )
  })
  it('with formula cells gives their text, and a source in words as a name', async () => {
    const [post] = await posts("id,text,at,source,removed\n1,'=1+1,2017-08-19,Twitter for iPhone,\n")
    assert.ok(post !== undefined && 'content' in post)
    assert.deepEqual([post.content.text, post.source], ['=1+1', 'twitter-for-iphone'])
  })
  it('with short, empty and bad lines loses those only', async () => {
    const answers = await posts('id,text,at\n1\n,x,2017-08-19\n2,,2017-08-19\n3,x,2017-02-30\n4,x,2017-08-19,more\n')
    assert.deepEqual(
      answers.map((one) => ('content' in one ? one.content.id : one[0]?.pointer)),
      ['/at', '/id', '2', '/at', '4'],
    )
  })
  it('says removed', async () => {
    const answers = await posts('id,text,at,removed\n1,gone,2017-08-19,true\n2,x,2017-08-19,false\n')
    assert.deepEqual(
      answers.map((one) => 'content' in one && [one.removed, one.content.text]),
      [
        [true, ''],
        [undefined, 'x'],
      ],
    )
  })
  it('that is not UTF-8 has those lines rejected', async () => {
    const items = await read(Buffer.from('id,text,at\n1,na\xefve,2017-08-19\n2,plain,2017-08-19\n', 'latin1'))
    assert.deepEqual(
      items.map(({ item }) => 'problem' in item && item.problem.code),
      ['malformed', false],
    )
  })
  it('without a column for id, text or time is refused as a whole', async () => {
    await assert.rejects(read('id,words,at\n1,x,2017-08-19\n'), /no column is headed text/)
  })
  it('with a quote that never ends is refused from there on', async () => {
    const items: NumberedItem[] = []
    const text = `id,text,at\n1,x,2017-08-19\n2,"open,2017-08-19\n${'x\n'.repeat(10_000)}`
    await assert.rejects(read(text, items), /from line 3 on .* quote/)
    assert.equal(items.length, 1)
  })
})
