// A week of real complaints with a storm in it, where the data is there: what was copied, and what people began to say.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createDuplicates } from '../../../analysis/duplicates/duplicates.ts'
import { createEmerging, type Emerging } from '../../../analysis/emerging/emerging.ts'
import { createReadWords } from '../../../analysis/words.ts'
import { sharedData, skipOrFail } from '../../system-program.ts'

const file = path.resolve(import.meta.dirname, '../../../../shared/data/sentiment/validate-only/airline.ndjson.gz')
type Post = {
  readonly id: string
  readonly text: string
  readonly label: 'negative' | 'neutral' | 'positive'
  readonly at: string
}

describe('a week of complaints about airlines', () => {
  let posts: readonly Post[] = []
  before(function () {
    if (!existsSync(file)) skipOrFail(this, sharedData)
    posts = gunzipSync(readFileSync(file))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Post)
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  })

  it('has a few copies, and on the day of the storm people are on hold about cancelled flights', () => {
    const read = createReadWords()
    const duplicates = createDuplicates({ maxPosts: 20_000, maxShingles: 500_000 })
    const emerging = createEmerging()
    const rowsAt = new Map<string, readonly Emerging[]>()
    let copies = 0
    let hour = ''
    for (const [order, { id, text, label, at }] of posts.entries()) {
      const atMs = Date.parse(at)
      if (at.slice(0, 13) !== hour) {
        hour = at.slice(0, 13)
        rowsAt.set(hour, emerging.report(atMs))
      }
      const words = read(text)
      const post = { ref: id, version: 1, order, atMs, groups: 'airlines', words }
      const duplicate = duplicates.look(post).duplicateOf !== undefined
      if (duplicate) copies++
      emerging.add({ ref: id, atMs, author: undefined, words, duplicate, label })
    }
    assert.ok(copies > 0 && copies < 0.01 * posts.length, `${copies} copies`)
    const during = (from: string, to: string) =>
      [...rowsAt].flatMap(([at, rows]) => (at >= from && at < to ? rows : [])).map(({ phrase }) => phrase)
    assert.ok(!during('2015-02-18', '2015-02-21').includes('on hold'))
    const storm = during('2015-02-21T12', '2015-02-22')
    assert.ok(storm.includes('on hold') && storm.some((phrase) => phrase.includes('cancelled')))
    const row = rowsAt.get('2015-02-21T18')?.find(({ phrase }) => phrase === 'on hold')
    assert.ok(row && row.documents > 30 && row.negative > 0.9 * row.documents)
  }).timeout(30_000)
})
