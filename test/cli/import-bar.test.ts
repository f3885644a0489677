// The progress bar of an import: on a terminal, and nowhere else.
import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { CommandContext } from '../../cli/command.ts'
import { importCommand } from '../../cli/import.ts'
import { receiving } from '../receiving.ts'

const run = async (isTTY: boolean) => {
  const given = receiving()
  const line = JSON.stringify({ id: 'a', text: 'x', at: '2017-08-19T09:12:00Z' })
  const [stdout, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY })]
  const context = {
    stdin: Readable.from([Buffer.from(`${line}\nbroken\n`)]),
    stdout,
    stderr,
    connect: async () => undefined,
    openFolder: async () => ({ ...given, readModel: createMemoryReadModel(), close: async () => undefined }),
  } as unknown as CommandContext
  assert.equal(await importCommand.run(['-'], context), 0)
  return { out: String(stdout.read()), err: String(stderr.read() ?? '') }
}
const totals = { read: 2, accepted: 1, duplicate: 0, edited: 0, removed: 0, refused: 0, dropped: 0, rejected: 1 }

describe('the progress of an import', () => {
  it('is drawn on a terminal, and a bad line on a line of its own', async () => {
    const { out, err } = await run(true)
    assert.match(err, /2 posts/)
    assert.ok(err.includes('\r\u001b[Kline 2: '))
    assert.deepEqual(JSON.parse(out), totals)
  })
  it('is not drawn elsewhere', async () => {
    const { out, err } = await run(false)
    assert.equal(err, 'line 2: reading JSON: it is not JSON\n')
    assert.equal(out, `${JSON.stringify(totals)}\n`)
  })
})
