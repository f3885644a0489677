// outcry rebuild, as it is typed: on a folder without a server.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { openEmbedded } from '../../adapters/embedded.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { analysed, finding, inStory, origin, received, storyOpened, streamOf } from '../given.ts'
import { tempFolder } from '../temp-folder.ts'

const outcry = path.resolve(import.meta.dirname, '../../cli/outcry.ts')
const run = promisify(execFile)

describe('outcry rebuild', () => {
  const file = tempFolder()
  const typed = (...words: readonly string[]) =>
    run(process.execPath, [outcry, ...words], { env: { ...process.env, OUTCRY_DATA: file('data') } })

  it('makes the read model of a folder anew, with the same bytes', async () => {
    const { log, readModel, files, close } = await openEmbedded(file('data'), { now: Date.now })
    for (const event of [storyOpened('s'), received(origin(1))])
      await log.append([{ stream: streamOf(event), expected: 'none', events: [event] }])
    const found = analysed(origin(1), finding('negative', [inStory('s', 'price')]))
    await log.append([{ stream: streamOf(found), expected: 0, events: [found] }])
    await rebuild({ log, readModel })
    const digest = readModel.digest()
    await close()
    const db = new DatabaseSync(files.readModel)
    db.exec("UPDATE row SET state = '[9,9,9,9,9,9,9]' WHERE key LIKE 's|afinn%'")
    db.close()

    const { stdout, stderr } = await typed('rebuild')
    assert.equal(stderr, '')
    const made = JSON.parse(stdout)
    assert.deepEqual([made.events, made.version, made.digest], [3, 3, digest])
  })

  it('takes no words', async () => {
    await assert.rejects(typed('rebuild', 'everything'), { code: 2 })
  })
})
