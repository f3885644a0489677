// A server whose log fails its check at start: pages go on, nothing is taken, and it says why.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { dataFiles } from '../../adapters/data-folder.ts'
import { type Running, remove, scratchFolder, startServer, until } from '../running.ts'

describe('a server with a damaged log', () => {
  let folder: string
  after(() => remove(folder))
  const post = (id: string) => ({ id, text: 'I hate this', at: '2017-08-18T17:00:00Z' })
  const countOf = async (server: Running) =>
    ((await server.ask('GET', '/api/v1/stories/feedback')).body as { posts: number }).posts

  before(async () => {
    folder = scratchFolder('damaged-server')
    const server = await startServer(folder)
    await server.ask(
      'POST',
      '/webhooks/feedback',
      Array.from({ length: 20 }, (_, i) => post(`p${i}`)),
    )
    await until('the count', async () => (await countOf(server)) === 20 || undefined)
    assert.equal(await server.stop(), 0)
  })

  const damages: readonly (readonly [string, () => void, RegExp])[] = [
    [
      'whose end is cut off',
      () => {
        const db = new DatabaseSync(dataFiles(folder).log)
        db.exec('DELETE FROM events WHERE position = (SELECT max(position) FROM events)')
        db.close()
      },
      /its end is cut off; run "outcry verify", then restore a backup/,
    ],
    [
      'that cannot be read at all',
      () => writeFileSync(dataFiles(folder).log, 'nonsense'.repeat(2_000)),
      /the file is damaged; run "outcry verify", then restore a backup/,
    ],
  ]
  for (const [name, damage, words] of damages)
    it(`${name} serves pages and refuses writes`, async () => {
      damage()
      const server = await startServer(folder, { readyStatus: 503 })
      assert.equal((await fetch(`${server.url}/stories/feedback`)).status, 200)
      await until('what is left of the count', async () => (await countOf(server)) >= 19 || undefined)
      const sent = await server.ask('POST', '/webhooks/feedback', post('new'))
      assert.equal(sent.status, 503)
      assert.match((sent.body as { detail: string }).detail, words)
      const verified = await server.ask('POST', '/api/v1/admin/verify', {})
      assert.ok((verified.body as { log: { damage?: object } }).log.damage)
      assert.equal((await fetch(`${server.url}/livez`)).status, 200)
      assert.equal(await server.stop(), 0, server.output())
    })
})
