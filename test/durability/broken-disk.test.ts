// A disk that refuses or fails: nothing that was acknowledged is lost, and nothing is acknowledged that is not safe.
import assert from 'node:assert/strict'
import path from 'node:path'
import { outcryProcess, remove, scratchFolder, startServer } from '../running.ts'
import { isLong, seeded } from './seeded.ts'
import { needStrace, startUnderStrace, type UnderStrace } from './under-strace.ts'

const { seed, integer } = seeded()
const trials = isLong ? 40 : 1

describe('a broken disk', function () {
  if (isLong) this.timeout(1_800_000)
  let folder: string
  let next = 0
  before(function () {
    needStrace(this)
  })
  beforeEach(() => {
    folder = scratchFolder('broken')
  })
  afterEach(() => remove(folder))

  const fault = (file: string, call: string, error: string, when: string) => [
    ...['-f', '-o', '/dev/null', '-P', path.join(folder, file)],
    ...['-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`],
  ]
  const post = (id: string) => ({ id, text: `I hate this, says ${id}`, at: '2017-08-18T17:00:00Z' })
  /** Sends posts one by one; answers what was acknowledged and every other status. */
  const load = async (server: UnderStrace, posts: number) => {
    const acknowledged: string[] = []
    const others: number[] = []
    for (let i = 0; i < posts; i++) {
      const id = `p${next++}`
      const { status } = await server.ask('POST', '/webhooks/feedback', post(id))
      if (status === 202) acknowledged.push(id)
      else others.push(status)
      if (status === 0) break
    }
    return { acknowledged, others }
  }
  const assertKept = async (acknowledged: readonly string[]) => {
    const server = await startServer(folder)
    for (const id of acknowledged) {
      const { body } = await server.ask('POST', '/webhooks/feedback', post(id))
      assert.equal((body as { duplicate: number }).duplicate, 1, `post ${id} was lost`)
    }
    await server.stop()
    const { status, stderr } = await outcryProcess(folder, ['verify'])
    assert.equal(status, 0, stderr)
  }

  for (const file of ['log.db-wal', 'content.db-wal'])
    it(`ends the server when an fsync of ${file} fails, and loses nothing (SEED=${seed})`, async () => {
      for (let trial = 0; trial < trials; trial++) {
        await (await startServer(folder)).stop()
        const server = await startUnderStrace(folder, fault(file, 'fsync', 'EIO', String(integer(8, 40))))
        const { acknowledged, others } = await load(server, 100)
        assert.equal(await server.ended, 1)
        assert.ok(others.length <= 2, `${others}`)
        await assertKept(acknowledged)
      }
    })

  for (const error of isLong ? ['ENOSPC', 'EIO'] : ['ENOSPC'])
    it(`answers 503 while writes fail with ${error}, and goes on afterwards (SEED=${seed})`, async () => {
      for (let trial = 0; trial < trials; trial++) {
        await (await startServer(folder)).stop()
        const from = integer(30, 120)
        const server = await startUnderStrace(folder, fault('log.db-wal', 'pwrite64', error, `${from}..${from + 5}`))
        const { acknowledged, others } = await load(server, 100)
        assert.ok(others.length > 0 && others.every((status) => status === 503), `${others}`)
        assert.ok(acknowledged.length > 50)
        await server.kill()
        await assertKept(acknowledged)
      }
    })
})
