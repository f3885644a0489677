// outcry analyse: one answer per line, in order, whatever the lines are, at the pace of who reads them.
import assert from 'node:assert/strict'
import { Readable, Writable } from 'node:stream'
import { analyseCommand } from '../../cli/analyse.ts'
import type { CommandContext } from '../../cli/command.ts'
import { outcry, type Running, remove, scratchFolder, startServer } from '../running.ts'

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('outcry analyse', () => {
  const folder = scratchFolder('analyse')
  const servers: Running[] = []
  after(async () => {
    for (const server of servers) await server.kill()
    remove(folder)
  })

  it('says of each post its language, its sentiment and its topics', async () => {
    const stdin = [
      { id: '1', text: 'I hate this, what a terrible update', source: 'x' },
      { id: 2, text: 'thanks, this is great', language: 'en-GB' },
      { id: '3', text: ' ' },
      { id: '4', title: 'This is awful, I hate it', text: 'It restarts at noon' },
      { id: '5', title: 'This is awful, I hate it', text: 'It restarts at noon', kind: 'comment' },
      { id: '6', text: 'Ich bin sehr enttäuscht von dieser Entscheidung und kündige mein Abo.' },
      { id: '7', text: 'Я очень разочарован этим решением', source: 'constructor' },
    ]
    const { status, stdout, stderr } = await outcry(folder, ['analyse'], {
      stdin: stdin.map((post) => `${JSON.stringify(post)}\r\n`).join(''),
    })
    assert.deepEqual([status, stderr], [0, ''])
    const answers = linesOf(stdout)
    assert.deepEqual(
      answers.map(({ id, language, sentiment }) => [id, language, sentiment.label]),
      [
        ['1', 'en', 'negative'],
        [2, 'en', 'positive'],
        ['3', 'und', 'unscored'],
        ['4', 'en', 'negative'],
        ['5', 'en', 'neutral'],
        ['6', 'de', 'unscored'],
        ['7', 'ru', 'unscored'],
      ],
    )
    for (const answer of answers) {
      assert.deepEqual(Object.keys(answer), ['id', 'language', 'sentiment', 'topics'])
      const { label, reason, negative, neutral, positive } = answer.sentiment
      if (label === 'unscored') {
        assert.deepEqual(answer.sentiment, { label, reason: answer.id === '3' ? 'empty' : 'language' })
        continue
      }
      assert.equal(reason, undefined)
      const said = [negative, neutral, positive]
      assert.ok(Math.abs(said.reduce((a, b) => a + b) - 1) < 1e-6)
      assert.equal(Math.max(...said), answer.sentiment[label])
      for (const part of said) assert.equal(part, Math.round(part * 10_000) / 10_000)
    }
  })

  it('reads a post by its source where it names a known one', async () => {
    const text = 'lgtm, but this is hacky and the build is broken again'
    const sources = [undefined, 'x', 'github', 'nowhere', 7]
    const stdin = sources.map((source) => `${JSON.stringify({ id: '1', text, source })}\n`).join('')
    const [bare, x, github, unknown, wrong] = linesOf((await outcry(folder, ['analyse'], { stdin })).stdout)
    assert.deepEqual(unknown, bare)
    assert.deepEqual(wrong, bare)
    assert.notDeepEqual(x, github)
  })

  it('takes another lane when asked to', async () => {
    const stdin = '{"id":"1","text":"I hate this"}\n'
    const [answer] = linesOf((await outcry(folder, ['analyse', '--lane', 'afinn'], { stdin })).stdout)
    assert.deepEqual(answer.sentiment, { label: 'negative', negative: 1, neutral: 0, positive: 0 })
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
    servers.push(server)
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
