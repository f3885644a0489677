// How far a command is: on a terminal, and nowhere else.
import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { CommandContext } from '../../cli/command.ts'
import { importCommand } from '../../cli/import.ts'
import { createProgress } from '../../cli/progress.ts'
import { receiving } from '../receiving.ts'

const terminal = (isTTY: boolean, columns = 80) => Object.assign(new PassThrough(), { isTTY, columns })
const written = (stream: PassThrough) => String(stream.read() ?? '')
const clear = '\r\u001b[K'

const run = async (isTTY: boolean) => {
  const given = receiving()
  const line = JSON.stringify({ id: 'a', text: 'x', at: '2017-08-19T09:12:00Z' })
  const [stdout, stderr] = [new PassThrough(), terminal(isTTY)]
  const context = {
    stdin: Readable.from([Buffer.from(`${line}\nbroken\n`)]),
    stdout,
    stderr,
    connect: async () => undefined,
    openFolder: async () => ({ ...given, readModel: createMemoryReadModel(), close: async () => undefined }),
  } as unknown as CommandContext
  assert.equal(await importCommand.run(['-'], context), 0)
  return { out: written(stdout), err: written(stderr) }
}
const totals = { read: 2, accepted: 1, duplicate: 0, edited: 0, removed: 0, refused: 0, dropped: 0, rejected: 1 }

describe('the progress of a command', () => {
  it('is a line that is drawn anew, within the terminal, and gone at the end', () => {
    const stderr = terminal(true)
    const progress = createProgress({ stderr })
    progress.show('3 of 4 events', 0.75)
    assert.equal(written(stderr), `${clear}${'█'.repeat(22)}${'░'.repeat(8)} 75 % · 3 of 4 events`)
    progress.clear()
    progress.clear()
    assert.equal(written(stderr), clear)
    progress.show('5 texts')
    assert.equal(written(stderr), `${clear}5 texts`)

    const narrow = terminal(true, 20)
    createProgress({ stderr: narrow }).show('more than there is room for', 2)
    assert.equal(written(narrow), `${clear}${'█'.repeat(19)}`)

    const unknown = terminal(true, 0)
    createProgress({ stderr: unknown }).show('5 texts')
    assert.equal(written(unknown), `${clear}5 texts`)
  })

  it('stands below what is told of bad lines', async () => {
    const { out, err } = await run(true)
    assert.match(err, /2 posts/)
    assert.ok(err.includes(`${clear}line 2: `))
    assert.ok(err.endsWith(clear))
    assert.deepEqual(JSON.parse(out), totals)
  })

  it('is not drawn elsewhere', async () => {
    const { out, err } = await run(false)
    assert.equal(err, 'line 2: reading JSON: it is not JSON\n')
    assert.equal(out, `${JSON.stringify(totals)}\n`)
  })
})
