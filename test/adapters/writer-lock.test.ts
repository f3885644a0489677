// One writer per data folder, whichever way the first one ended.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { takeWriterLock } from '../../adapters/writer-lock.ts'
import { Problem } from '../../events/problem.ts'
import { remove, root, scratchFolder } from '../running.ts'

const program = `
  const { takeWriterLock } = await import(process.argv[1])
  try {
    takeWriterLock(process.argv[2])
    console.log('taken')
    setInterval(() => {}, 1000)
  } catch (error) {
    console.log(error.code + ': ' + error.message)
  }`

describe('the writer lock', () => {
  let folder: string
  before(() => {
    folder = scratchFolder('lock')
  })
  after(() => remove(folder))

  /** Another process that tries to take it; its first line. */
  const other = async () => {
    const began = performance.now()
    const file = path.join(root, 'adapters/writer-lock.ts')
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, file, folder])
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
    return { child, says: chunk.toString().trim(), ms: performance.now() - began }
  }
  const kill = async ({ child }: Awaited<ReturnType<typeof other>>) => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  }

  it('refuses a second process at once, with words that help', async () => {
    const lock = takeWriterLock(folder)
    const second = await other()
    assert.match(second.says, /^conflict: opening the data folder .*another Outcry runs on it; stop that one/)
    assert.ok(second.ms < 10_000, `it took ${second.ms} ms`)
    lock.release()
    await kill(second)
  })

  it('refuses the same process too', () => {
    const lock = takeWriterLock(folder)
    assert.throws(
      () => takeWriterLock(folder),
      (error) => error instanceof Problem && error.code === 'conflict',
    )
    lock.release()
    takeWriterLock(folder).release()
  })

  it('is free at once when its holder was killed', async () => {
    const holder = await other()
    assert.equal(holder.says, 'taken')
    assert.throws(() => takeWriterLock(folder), /another Outcry runs/)
    await kill(holder)
    takeWriterLock(folder).release()
  })
})
