// outcry phases: counts of five minutes in, changes of phase out, as they are decided; bad lines are named, nothing else is needed.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { createEngine } from '../../analysis/phases/engine.ts'
import { marksFor } from '../../analysis/phases/settings.ts'
import type { Tick } from '../../analysis/phases/tick.ts'
import type { CommandContext } from '../../cli/command.ts'
import { phasesCommand } from '../../cli/phases.ts'
import { dayTicks, declaredIn, ticksOf } from '../analysis/phases/stream.ts'
import { outcry, remove, scratchFolder } from '../running.ts'

const lineOf = ({ atMs, sources }: Tick) => `${JSON.stringify({ at: new Date(atMs).toISOString(), sources })}\n`
const changesOf = (ticks: readonly Tick[], bar?: number) =>
  declaredIn(ticks, createEngine({ marks: marksFor(bar) }))
    .map((change) => `${JSON.stringify(change)}\n`)
    .join('')
const sink = (take: (text: string) => void) =>
  new Writable({
    write: (chunk, _, done) => {
      take(String(chunk))
      done()
    },
  })
const run = async (lines: readonly string[], args: readonly string[] = []) => {
  const said = { stdout: '', stderr: '' }
  const stdout = sink((text) => {
    said.stdout += text
  })
  const stderr = sink((text) => {
    said.stderr += text
  })
  const stdin = Readable.from(lines.map((line) => Buffer.from(line)))
  const status = await phasesCommand.run(args, { stdin, stdout, stderr } as unknown as CommandContext)
  return { status, ...said }
}

describe('outcry phases', () => {
  const story = ticksOf({ seed: 1, days: 18, outbursts: [{ atDay: 14, times: 4 }] })
  const lines = story.map(lineOf)

  it('needs no data folder and makes none; says what the engine says, byte for byte', async () => {
    const folder = scratchFolder('phases')
    const data = path.join(folder, 'none')
    try {
      const { status, stdout, stderr } = await outcry(data, ['phases'], { stdin: lines.join('') })
      assert.deepEqual([status, stderr, stdout], [0, '', changesOf(story)])
      assert.ok(!existsSync(data))
    } finally {
      remove(folder)
    }
    assert.match(changesOf(story), /"backlash"/)
  })

  it('prints a change before its input ends', async () => {
    let said = ''
    let told = 0
    const stdin = Readable.from(
      (async function* () {
        for (const [at, line] of lines.entries()) {
          if (at === 7 * dayTicks + 1) await new Promise(setImmediate)
          if (said !== '' && told === 0) told = at
          yield Buffer.from(line)
        }
      })(),
    )
    const stdout = sink((text) => {
      said += text
    })
    assert.equal(await phasesCommand.run([], { stdin, stdout } as unknown as CommandContext), 0)
    assert.ok(told > 0 && told < 8 * dayTicks, `told after ${told} lines`)
  })

  it('takes lines however they are cut, empty ones, and sources without duplicates', async () => {
    const short = story.map(({ atMs, sources }) => ({
      atMs,
      sources: Object.fromEntries(
        Object.entries(sources).map(([name, { negative, neutral, positive }]) => [
          name,
          { negative, neutral, positive },
        ]),
      ),
    })) as unknown as readonly Tick[]
    const text = short.map((tick) => `${lineOf(tick).trimEnd()}\r\n\n`).join('')
    const pieces = Array.from({ length: Math.ceil(text.length / 10_007) }, (_, n) =>
      text.slice(n * 10_007, (n + 1) * 10_007),
    )
    assert.deepEqual(await run(pieces), { status: 0, stdout: changesOf(story), stderr: '' })
  })

  it('names each bad line, skips it as not read, and fails at the end', async () => {
    const bad: readonly (readonly [string, RegExp])[] = [
      ['not json', /the line is not JSON/],
      ['[]', /the line is not an object/],
      ['{"at":"yesterday","sources":{}}', /"at" is no time such as/],
      ['{"at":"1969-12-31T23:55:00Z","sources":{}}', /"at" is before 1970/],
      ['{"at":"2026-01-05T00:01:00Z","sources":{}}', /no start of five minutes/],
      ['{"at":"2026-01-06T00:00:00Z","sources":[]}', /"sources" is not an object/],
      ['{"at":"2026-01-06T00:00:00Z","sources":{"x":7}}', /sources\/x is not an object/],
      [
        '{"at":"2026-01-06T00:00:00Z","sources":{"x":{"negative":1,"neutral":0}}}',
        /sources\/x\/positive is not a count/,
      ],
      [
        '{"at":"2026-01-06T00:00:00Z","sources":{"x":{"negative":-1,"neutral":0,"positive":0}}}',
        /sources\/x\/negative/,
      ],
      [
        '{"at":"2026-01-06T00:00:00Z","sources":{"x":{"negative":1.5,"neutral":0,"positive":0}}}',
        /sources\/x\/negative/,
      ],
      [lines[0]?.trim() ?? '', /does not come after the line before; sort the lines by time/],
    ]
    // Each in the place of a tick, from the third on.
    const mixed = lines.map((line, at) => (at >= 3 && at < 3 + bad.length ? `${bad[at - 3]?.[0]}\n` : line))
    const { status, stdout, stderr } = await run(mixed)
    assert.equal(status, 1)
    const said = stderr.trim().split('\n')
    assert.equal(said.length, bad.length)
    for (const [at, [, words]] of bad.entries()) {
      assert.match(said[at] ?? '', new RegExp(`^outcry phases: line ${at + 4} is skipped: `))
      assert.match(said[at] ?? '', words)
    }
    assert.equal(stdout, changesOf(story.filter((_, at) => at < 3 || at >= 3 + bad.length)))
  })

  it('takes another bar, and refuses one that is none', async () => {
    const high = await run(lines, ['--bar', '20'])
    assert.equal(high.stdout, changesOf(story, 20))
    assert.notEqual(high.stdout, changesOf(story))
    for (const bar of ['0', '-3', 'much', '51'])
      await assert.rejects(run([], [`--bar=${bar}`]), { code: 'usage', message: /^--bar: .*at most 50$/ })
  })

  it('says nothing of nothing', async () => assert.deepEqual(await run([]), { status: 0, stdout: '', stderr: '' }))
})
