// outcry analyse --labels: what people said of some posts becomes the way the others are read.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { outcry, remove, scratchFolder } from '../running.ts'

type Post = { readonly text: unknown; readonly label?: unknown }
const ndjson = (posts: readonly (Post | string)[]) =>
  posts.map((post, id) => `${typeof post === 'string' ? post : JSON.stringify({ id: String(id), ...post })}\n`).join('')
const times = (count: number, text: string, label: string): Post[] =>
  Array.from({ length: count }, () => ({ text, label }))

describe('outcry analyse --labels', () => {
  const folder = scratchFolder('labels')
  after(() => remove(folder))
  const fileOf = (content: string | Buffer, name = 'labels.ndjson') => {
    const file = path.join(folder, name)
    writeFileSync(file, content)
    return file
  }
  const analyse = async (labels: string, posts: readonly Post[], more: readonly string[] = ['--lane', 'afinn']) => {
    const stdin = ndjson(posts)
    const { status, stdout, stderr } = await outcry(folder, ['analyse', '--labels', labels, ...more], { stdin })
    const answers = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    return { status, stderr, answers }
  }

  // The word list takes each "bad" for anger; people here say that four in ten are none.
  const labelled = [
    ...times(60, 'a bad day', 'negative'),
    ...times(40, 'a bad hair day', 'neutral'),
    ...times(90, 'it restarts at noon', 'neutral'),
    ...times(10, 'it restarts at ten', 'negative'),
  ]

  it('says probabilities whose mean is the share that people found, and sums of one', async () => {
    const { status, stderr, answers } = await analyse(fileOf(ndjson(labelled)), labelled)
    assert.deepEqual([status, stderr, answers.length], [0, '', 200])
    const mean = (from: number, to: number) =>
      answers.slice(from, to).reduce((sum, { sentiment }) => sum + sentiment.negative, 0) / (to - from)
    assert.ok(Math.abs(mean(0, 200) - 0.35) < 0.02, `${mean(0, 200)}`)
    assert.ok(Math.abs(mean(0, 100) - 0.6) < 0.04, `${mean(0, 100)}`)
    assert.ok(Math.abs(mean(100, 200) - 0.1) < 0.04, `${mean(100, 200)}`)
    for (const { sentiment } of answers) {
      const { label, negative, neutral, positive } = sentiment
      assert.deepEqual(Object.keys(sentiment), ['label', 'negative', 'neutral', 'positive'])
      assert.ok(['negative', 'neutral', 'positive'].includes(label))
      assert.ok(Math.abs(negative + neutral + positive - 1) < 1e-6)
    }
  })

  it('leaves unscored what has nothing to read, and gives the same answers for the labels in another order', async () => {
    const posts = [{ text: ' ' }, { text: 'a bad day' }]
    const one = await analyse(fileOf(ndjson(labelled)), posts)
    const other = await analyse(fileOf(gzipSync(ndjson(labelled.toReversed())), 'labels.ndjson.gz'), posts)
    assert.deepEqual(one.answers[0].sentiment, { label: 'unscored', reason: 'empty' })
    assert.deepEqual(other, one)
  })

  it('needs 50 labelled posts that can be scored', async () => {
    const few = [...labelled.slice(0, 49), ...times(20, '  ', 'neutral')]
    const { status, stderr, answers } = await analyse(fileOf(ndjson(few)), [{ text: 'a bad day' }])
    assert.deepEqual([status, answers], [1, []])
    assert.match(stderr, /needs 50 labelled posts that can be scored; 49 of its 69 can/)
  })

  it('names the line that it cannot take, and answers nothing', async () => {
    const cases: [string, RegExp][] = [
      ['not json', /labels\.ndjson: line 3: the line is not JSON/],
      ['[1]', /line 3: the line is not an object/],
      ['{"id":"1","text":7,"label":"negative"}', /line 3: text is not a string/],
      ['{"id":"1","text":"fine"}', /line 3: label is not one of negative, neutral, positive/],
      ['{"id":"1","text":"fine","label":"__proto__"}', /line 3: label is not one of/],
    ]
    for (const [line, expected] of cases) {
      const file = fileOf(ndjson([...labelled.slice(0, 1), '', line, ...labelled]))
      const { status, stderr, answers } = await analyse(file, [{ text: 'a bad day' }])
      assert.deepEqual([status, answers], [1, []], line)
      assert.match(stderr, expected)
      assert.equal(stderr.includes('fine'), false)
    }
  })

  it('says when there is no such file, and that the posts come by the standard input', async () => {
    const missing = await analyse(path.join(folder, 'nothing.ndjson'), [])
    assert.equal(missing.status, 1)
    assert.match(missing.stderr, /reading labels from .*nothing\.ndjson: there is no such file/)
    const same = await analyse('-', [])
    assert.equal(same.status, 2)
    assert.match(same.stderr, /--labels: the standard input holds the posts/)
  })

  it('refuses a lane that is not there, and names those that are', async () => {
    const { status, stderr } = await analyse(fileOf(ndjson(labelled)), [], ['--lane', 'nothing'])
    assert.equal(status, 2)
    assert.match(stderr, /--lane: there is no "nothing"; there is .*afinn/)
  })
})
