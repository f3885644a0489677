// outcry report: the picture of a past incident, without a server and without a data folder.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { openInMemory } from '../../adapters/in-memory.ts'
import type { CommandContext } from '../../cli/command.ts'
import { reportCommand } from '../../cli/report.ts'
import { Problem } from '../../events/problem.ts'
import { writeStory } from '../../examples/plex-2017/write.ts'
import { adminKey, outcry, type Running, remove, scratchFolder, startServer, until } from '../running.ts'

const line = (id: string, hour: number, more: object = {}) =>
  JSON.stringify({
    id,
    text: `I hate this, it is the worst update of number ${id}`,
    at: `2017-08-19T${String(hour).padStart(2, '0')}:00:00Z`,
    ...more,
  })
const linesOf = (values: readonly object[]) => values.map((value) => JSON.stringify(value)).join('\n')
const lines = Array.from({ length: 24 }, (_, hour) => line(`p${hour}`, hour)).join('\n')

type Answer = { readonly [name: string]: never }
type Change = { readonly phase: string; readonly at: string; readonly declaredAt?: string }
type Band = { readonly phase: string }
type Report = {
  readonly story: Answer & { readonly title: string; readonly posts: number; readonly match: readonly string[] }
  readonly timeline: {
    readonly interval: string
    readonly from: string
    readonly to: string
    readonly buckets: object[]
  }
  readonly topics: readonly object[]
  readonly phases: { readonly changes: readonly Change[]; readonly stretches: readonly Band[] }
  readonly statements: readonly {
    readonly kind: string
    readonly effect: { readonly verdict: string; readonly halfLife: object | null; readonly factor: object }
  }[]
  readonly peaks: readonly {
    readonly at: string
    readonly negative: number
    readonly topics: readonly object[]
    readonly typical: readonly { readonly text: string }[]
  }[]
  readonly bands: readonly Band[]
  readonly read: { readonly [name: string]: number }
}

describe('outcry report', () => {
  const folder = scratchFolder('report')
  const data = path.join(folder, 'data')
  let server: Running | undefined
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(path.join(folder, name), content)
    return path.join(folder, name)
  }
  /** In this process, which is faster than one of its own. */
  const report = async (args: readonly string[], stdin = '') => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const onWarning = (words: string) => void stderr.write(`${words}\n`)
    const context = {
      stdin: Readable.from([Buffer.from(stdin)]),
      stdout,
      stderr,
      openInMemory: async () => openInMemory({ now: Date.now, onWarning }),
    } as unknown as CommandContext
    const status = await reportCommand.run(args, context)
    return { status, stderr: String(stderr.read() ?? ''), report: JSON.parse(String(stdout.read())) as Report }
  }
  after(async () => {
    await server?.stop()
    remove(folder)
  })

  it('prints one JSON, and leaves nothing behind', async () => {
    const { status, stdout, stderr } = await outcry(data, [
      'report',
      file('posts.ndjson', lines),
      '--title',
      'The update',
    ])
    assert.deepEqual([status, stderr], [0, ''])
    const told: Report = JSON.parse(stdout)
    const { story, timeline, read, statements, peaks } = told
    assert.deepEqual([story.title, story.posts, read.accepted], ['The update', 24, 24])
    assert.deepEqual(
      [timeline.interval, timeline.from, timeline.buckets.length],
      ['1h', '2017-08-19T00:00:00.000Z', 24],
    )
    assert.deepEqual([statements, peaks], [[], []])
    assert.equal(existsSync(data), false)
  })

  it('takes gzip, the standard input, phrases to match and another interval', async () => {
    const some = await report([file('posts.gz', gzipSync(lines)), '--match', 'number p7', '--match', 'number p8'])
    assert.deepEqual([some.report.story.posts, some.report.story.match], [2, ['number p7', 'number p8']])
    const { report: days } = await report(['-', '--interval', '1d'], lines)
    assert.deepEqual(
      [days.timeline.interval, days.timeline.buckets.length, days.story.title],
      ['1d', 1, 'Standard input'],
    )
  })

  it('names bad lines, tells of the rest, and says so by its status', async () => {
    const { status, stderr, report: told } = await report(['-'], `${lines}\n{"id":"x"}\n{broken`)
    assert.equal(status, 1)
    assert.match(stderr, /^line 25: .*\/at is missing\nline 26: .*JSON\n$/)
    assert.deepEqual([told.story.posts, told.read.rejected], [24, 2])
  })

  it('says what is wrong with the command or a file', async () => {
    const posts = file('posts.ndjson', lines)
    const wrong = file(
      'wrong.ndjson',
      '{"at":"2017-08-19","kind":"announcement","title":"A"}\n{"at":"2017-08-20","kind":"denial","title":"B"}',
    )
    for (const [args, code, words] of [
      [[], 'usage', /one FILE/],
      [[posts, '--interval', '2h'], 'usage', /none of 5m, 1h, 1d/],
      [[posts, '--title', ''], 'usage', /correct title/],
      [['-', '--statements', '-'], 'usage', /name a file/],
      [[posts, '--statements', wrong], 'usage', /wrong\.ndjson line 2: 1\.kind: must be one of/],
      [[posts, '--statements', path.join(folder, 'nowhere')], 'not-found', /no such file/],
      [[path.join(folder, 'nowhere')], 'not-found', /no such file/],
      [[file('odd.bin', '%PDF')], 'unsupported', /--format/],
      [[file('empty.ndjson', '')], 'invalid', /there is no post/],
      [[posts, '--match', 'nobody wrote this'], 'invalid', /there is no post/],
    ] as const)
      await assert.rejects(report(args), (error: unknown) => {
        assert.ok(error instanceof Problem, String(error))
        assert.equal(error.code, code, error.message)
        assert.match(error.message, words)
        return true
      })
  })

  it('tells of the re-enactment what a server says that imported the same file', async () => {
    const statements = [
      { at: '2017-08-18T17:00:00Z', kind: 'announcement', title: 'Plex announces a new privacy policy' },
      { at: '2017-08-19T01:00:00Z', kind: 'explainer', title: 'Plex explains it' },
      { at: '2017-08-20T01:00:00Z', kind: 'reversal', title: 'Plex keeps the opt-out' },
    ]
    const { quiet, live } = writeStory()
    const first = new Map([...quiet, ...live].toReversed().map(({ post }) => [post.id, post]))
    const half = [...first.values()].toReversed().filter(({ at }, i) => at < '2017-08-22' && i % 2 === 0)
    const posts = file('plex.ndjson', linesOf(half))
    const said = file('said.ndjson', linesOf(statements))
    const { status, stderr, report: told } = await report([posts, '--statements', said])
    assert.equal(status, 0, stderr)

    server = await startServer(path.join(folder, 'served'))
    const imported = await fetch(`${server.url}/api/v1/imports?channel=import&story=report&format=ndjson`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}` },
      body: readFileSync(posts),
    })
    assert.match(await imported.text(), /"done"/)
    const api = '/api/v1/stories/report'
    const ask = async (target: string) =>
      (await server?.ask('GET', `${api}${target}`))?.body as unknown as Report &
        Report['phases'] & { buckets: object[] }
    const changes = (all: readonly Change[]) => all.map(({ declaredAt: _, ...change }) => change)
    await until(
      'the same phases',
      async () => (await ask('/phases')).changes.length === told.phases.changes.length || undefined,
    )

    for (const one of statements) await server.ask('POST', `${api}/statements`, one)

    const { changes: served, stretches } = await ask('/phases')
    assert.deepEqual(changes(told.phases.changes), changes(served))
    assert.deepEqual(told.phases.stretches, stretches)
    // The report ends with its last post: that hour is not over, no half-life is fitted to it, and moments to compare with end earlier.
    const { from, to, interval, buckets } = told.timeline
    const [last, ...before] = (await ask(`/timeline?from=${from}&to=${to}&interval=${interval}`)).buckets.toReversed()
    assert.deepEqual([{ ...last, complete: false }, ...before].reverse(), buckets)
    const effects = (statements: Report['statements']) =>
      statements.map(({ effect: { halfLife: _, factor: __, ...effect }, ...statement }) => ({ ...statement, effect }))
    assert.deepEqual(effects((await ask('/statements')).statements), effects(told.statements))
    // Refs hang on a secret of the folder, and authors are counted by a sketch with a seed of the process.
    const known = (bands: readonly object[]) =>
      JSON.parse(JSON.stringify(bands, (name, value) => (['ref', 'authors'].includes(name) ? undefined : value)))
    assert.deepEqual(known((await ask('/peaks')).peaks), known(told.peaks))

    const names = told.phases.stretches.map(({ phase }) => phase)
    assert.deepEqual(names.slice(0, 3), ['calm', 'backlash', 'reversal'])
    const verdicts = told.statements.map(({ kind, effect }) => `${kind}: ${effect.verdict}`)
    assert.deepEqual(verdicts.slice(-1), ['reversal: better'])
    console.log(`      ${half.length} posts: ${names.join(', ')}; ${verdicts.join(', ')}`)
  })
})
