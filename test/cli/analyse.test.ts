// outcry analyse: one answer per line, in order, whatever the lines are, at the pace of who reads them.
import assert from 'node:assert/strict'
import { Readable, Writable } from 'node:stream'
import { analyseCommand } from '../../cli/analyse.ts'
import type { CommandContext } from '../../cli/command.ts'
import { outcry, remove, scratchFolder, startServer } from '../running.ts'

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('outcry analyse', function () {
  this.timeout(60_000)
  const folder = scratchFolder('analyse')
  after(() => remove(folder))

  it('says of each post what is in it', async () => {
    const stdin = [
      { id: '1', text: 'I hate this', source: 'x' },
      { id: 2, text: 'thanks, great', language: 'en' },
      { id: '3', text: ' ' },
      { id: '4', title: 'awful', text: 'It restarts at noon' },
      { id: '5', title: 'awful', text: 'It restarts at noon', kind: 'comment' },
    ]
    const { status, stdout, stderr } = await outcry(folder, ['analyse'], {
      stdin: stdin.map((post) => `${JSON.stringify(post)}\r\n`).join(''),
    })
    assert.deepEqual([status, stderr], [0, ''])
    const negative = { label: 'negative', negative: 1, neutral: 0, positive: 0 }
    const positive = { label: 'positive', negative: 0, neutral: 0, positive: 1 }
    const neutral = { label: 'neutral', negative: 0, neutral: 1, positive: 0 }
    assert.deepEqual(linesOf(stdout), [
      { id: '1', language: 'und', sentiment: negative, topics: [] },
      { id: 2, language: 'en', sentiment: positive, topics: ['praise'] },
      { id: '3', language: 'und', sentiment: { label: 'unscored', reason: 'empty' }, topics: [] },
      { id: '4', language: 'und', sentiment: negative, topics: [] },
      { id: '5', language: 'und', sentiment: neutral, topics: [] },
    ])
  })

  it('answers a bad line in its place, the rest all the same, and fails at the end', async () => {
    const lines = ['{"id":"a","text":"ok"}', 'not json', '{"id":"b"}', '[1]', 'null', '', '{"text":"last"}']
    const { status, stdout, stderr } = await outcry(folder, ['analyse'], { stdin: lines.join('\n') })
    assert.equal(status, 1)
    assert.match(stderr, /4 lines could not be analysed/)
    const answers = linesOf(stdout)
    assert.deepEqual(
      answers.map(({ id }) => id),
      ['a', null, 'b', null, null, null],
    )
    assert.deepEqual(
      answers.map(({ error }) => error),
      [
        undefined,
        'the line is not JSON',
        'text is not a string',
        'the line is not an object',
        'the line is not an object',
        undefined,
      ],
    )
  })

  it('names the topics of a story, with the server running and without', async () => {
    const server = await startServer(folder)
    const topics = [
      { name: 'Opt-out', match: ['opt out'] },
      { name: 'Money', match: ['refund*'] },
    ]
    const opened = await server.ask('POST', '/api/v1/stories', { slug: 'plex', title: 'Plex', match: ['plex'], topics })
    assert.equal(opened.status, 201)
    const stdin = '{"id":"1","text":"Refunds, or let us opt-out"}\n{"id":"2","text":"fundraiser"}\n'
    const topicsSaid = async () => {
      const { status, stdout, stderr } = await outcry(folder, ['analyse', '--story', 'plex'], { stdin })
      assert.equal(status, 0, stderr)
      return linesOf(stdout).map((answer) => answer.topics)
    }
    assert.deepEqual(await topicsSaid(), [['money', 'opt-out', 'refund-cancel'], []])
    await server.stop()
    assert.deepEqual(await topicsSaid(), [['money', 'opt-out', 'refund-cancel'], []])
    const unknown = await outcry(folder, ['analyse', '--story', 'nothing'], { stdin })
    assert.deepEqual([unknown.status, unknown.stdout], [1, ''])
    assert.match(unknown.stderr, /nothing/)
  })

  it('refuses an option it does not have', async () => {
    assert.equal((await outcry(folder, ['analyse', '--nonsense'])).status, 2)
  })

  it('reads on only as fast as its answers are taken, in constant memory', async () => {
    const total = 100_000
    let read = 0
    const block = (from: number) =>
      Array.from({ length: 500 }, (_, n) => `${JSON.stringify({ id: from + n, text: `post ${from + n} is bad` })}\n`)
    const stdin = Readable.from(
      (async function* () {
        for (let from = 0; from < total; from += 500) {
          read = from + 500
          yield Buffer.from(block(from).join(''))
        }
      })(),
    )
    let written = 0
    let furthestAhead = 0
    let last = ''
    const stdout = new Writable({
      highWaterMark: 16_384,
      write: (chunk, _, done) => {
        const lines = (last + String(chunk)).split('\n')
        last = lines.pop() ?? ''
        for (const line of lines) assert.equal(JSON.parse(line).id, written++)
        furthestAhead = Math.max(furthestAhead, read - written)
        setImmediate(done)
      },
    })
    const context = { stdin, stdout } as unknown as CommandContext
    assert.equal(await analyseCommand.run([], context), 0)
    assert.equal(written, total)
    assert.ok(furthestAhead < 20_000, `${furthestAhead} posts were read ahead`)
  })
})
