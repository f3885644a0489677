// Which format a file is of, by how it begins and by what one is told.
import assert from 'node:assert/strict'
import { limits } from '../../../settings.ts'
import { formatOf } from '../../../sources/import/all.ts'

const named = (name: string | undefined, head: string) => formatOf(name, Buffer.from(head), limits).name
const dump = '{"subreddit":"x","link_id":"t3_a","body":"b"}\n'
const own = '{"id":"1","text":"x","at":"2017-08-19T09:12:00Z"}\n'

describe('the format of a file', () => {
  it('is seen from how it begins', () => {
    for (const [head, format] of [
      [own, 'ndjson'],
      [`\ufeff${own}`, 'ndjson'],
      [dump, 'reddit-dump'],
      ['id;text;at\n', 'csv'],
      ['window.YTD.tweets.part0 = [ {', 'x-archive'],
      ['{"id_str":"1","user":{', 'twarc'],
      ['{"data":[{"id":"1","text":"', 'twarc'],
      ['{\n  "post_stream": {\n    "posts": [', 'discourse-topic'],
      ['[\n  {\n    "post_stream": {', 'discourse-topic'],
    ] as const)
      assert.equal(named(undefined, head), format, head)
  })
  it('is that of any object in sight: the first line may be damaged, or cut', () => {
    assert.equal(named(undefined, `{"subreddit":"x","bo\n${dump}`), 'reddit-dump')
    assert.equal(named(undefined, `{"id":"1","text":"no time"}\n{broken\n${own}`), 'ndjson')
    assert.equal(named(undefined, dump.slice(0, -10)), 'reddit-dump')
  })
  it('is not told by keys deeper inside, or by words in a text', () => {
    assert.equal(
      named(undefined, '{"id":"1","text":"{\\"subreddit\\":1,\\"title\\":2}","at":"x","more":{"id_str":1,"user":2}}'),
      'ndjson',
    )
  })
  it('may be said, where the file does not speak against it', () => {
    const both = '{"id":"1","text":"x","at":"2017-08-19T09:12:00Z","author_id":"7"}'
    assert.equal(named('twarc', both), 'twarc')
    assert.equal(named('ndjson', both), 'ndjson')
    assert.equal(named('csv', 'one column only'), 'csv')
  })
  it('said wrongly is refused, with what the file looks like', () => {
    assert.throws(() => named('ndjson', dump), /does not look like ndjson but like reddit-dump; leave out --format/)
    assert.throws(() => named('reddit-dump', 'id,text,at\n'), /not look like reddit-dump but like csv/)
    assert.throws(
      () => named('mbox', own),
      /no format "mbox"; there are ndjson, reddit-dump, x-archive, twarc, discourse-topic, csv/,
    )
  })
  it('of nothing known is refused, with the names there are', () => {
    for (const head of ['%PDF', '{"kind":"Listing","data":{"children":[]}}', '{"topic_list":{}}', '[1,2]'])
      assert.throws(() => named(undefined, head), /looks like none of ndjson, .*--format/)
  })
})
