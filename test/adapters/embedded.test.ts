// A data folder: everything in it opens together, and what cannot be opened says why.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { dataFiles } from '../../adapters/data-folder.ts'
import { openEmbedded } from '../../adapters/embedded.ts'
import type { Problem } from '../../events/problem.ts'
import { firstWrite } from '../contracts/event-log.ts'
import { remove, root, scratchFolder } from '../running.ts'

describe('a data folder', () => {
  let folder: string
  const now = Date.now
  beforeEach(() => {
    folder = scratchFolder('embedded')
  })
  afterEach(() => remove(folder))

  it('is made when it is missing, and is the same when it is opened again', async () => {
    const deep = path.join(folder, 'a', 'b')
    const first = await openEmbedded(deep, { now })
    await first.log.append([firstWrite()])
    await first.vault.keepSecret('channel', 'secret')
    await first.close()
    const second = await openEmbedded(deep, { now })
    assert.equal(await second.log.head(), 1)
    assert.equal(await second.vault.secret('channel'), 'secret')
    assert.deepEqual(second.pepper.export(), first.pepper.export())
    await second.close()
    assert.deepEqual(
      readdirSync(deep).filter((name) => /-wal$|-shm$|-journal$|\.new$/.test(name)),
      [],
    )
  })

  it('is refused while it is open', async () => {
    const first = await openEmbedded(folder, { now })
    await assert.rejects(openEmbedded(folder, { now }), (error: Problem) => {
      assert.match(error.message, /another Outcry runs on it/)
      return error.code === 'conflict'
    })
    await first.close()
    await (await openEmbedded(folder, { now })).close()
  })

  it('is refused when it is a file, or below one', async () => {
    const file = path.join(folder, 'file')
    writeFileSync(file, '')
    for (const wrong of [file, path.join(file, 'below')])
      await assert.rejects(openEmbedded(wrong, { now }), /it is a file, not a folder; set OUTCRY_DATA/)
  })

  it('is refused when it is read-only', async () => {
    const closed = path.join(folder, 'closed')
    mkdirSync(closed)
    chmodSync(folder, 0o755)
    chmodSync(closed, 0o555)
    // Rights do not bind the superuser: once it has read the program it goes on as nobody.
    const program = `
      const { openEmbedded } = await import(process.argv[1])
      if (process.getuid?.() === 0) {
        process.setgid(65_534)
        process.setuid(65_534)
      }
      await openEmbedded(process.argv[2], { now: Date.now }).catch((error) => console.log(error.code, error.message))`
    const file = path.join(root, 'adapters/embedded.ts')
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program, file, closed])
    assert.match(
      String(stdout),
      /^unavailable opening the data folder .* is read-only for this user; change its rights/,
    )
  })

  it('is refused when the keys are gone that its log needs', async () => {
    const first = await openEmbedded(folder, { now })
    await first.log.append([firstWrite()])
    await first.close()
    rmSync(dataFiles(folder).keys, { recursive: true })
    await assert.rejects(openEmbedded(folder, { now }), (error: Problem) => error.code === 'damaged')
    await assert.rejects(openEmbedded(folder, { now }), /keys/)
  })

  it('opens with a log that is cut off or unreadable: reads go on, writes are refused', async () => {
    const first = await openEmbedded(folder, { now })
    await first.log.append([firstWrite()])
    await first.close()
    const warnings: string[] = []
    for (const damage of [
      () => writeFileSync(dataFiles(folder).log, 'x'.repeat(5_000)),
      () => truncateSync(dataFiles(folder).log, 0),
    ]) {
      damage()
      const damaged = await openEmbedded(folder, { now, onWarning: (words) => warnings.push(words) })
      await assert.rejects(damaged.log.append([firstWrite()]), (error: Problem) => error.code === 'damaged')
      const stop = AbortSignal.timeout(50)
      for await (const batch of damaged.log.follow('start', stop)) assert.deepEqual(batch.events, [])
      await damaged.close()
    }
    assert.match(warnings.join('\n'), /the file is damaged.*\n.*cut off/)
  })
})
