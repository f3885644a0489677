// A server of a cluster that has not read the log yet: reads go elsewhere, what changes something and the operator's pages do not.
import assert from 'node:assert/strict'
import { Router } from 'express'
import { guardReads } from '../../server/guard-reads.ts'
import { serve } from '../serving.ts'

describe('reads of a server of a cluster', () => {
  it('are answered 503 until it has caught up once, and never again', async () => {
    let caughtUp = false
    const all = Router().use((_request, response) => void response.send('here'))
    const server = await serve({ '/': Router().use(guardReads({ isCaughtUp: () => caughtUp }), all) })
    const status = async (method: string, path: string) => (await fetch(server.url + path, { method })).status
    try {
      for (const path of ['/', '/stories/a', '/api/v1/stories', '/administration'])
        assert.equal(await status('GET', path), 503, path)
      const { headers } = await fetch(`${server.url}/`)
      assert.ok(Number(headers.get('retry-after')) >= 5)
      for (const path of ['/admin', '/admin/removals', '/assets/style.css'])
        assert.equal(await status('GET', path), 200)
      assert.equal(await status('POST', '/api/v1/erasures'), 200)
      caughtUp = true
      assert.equal(await status('GET', '/'), 200)
      caughtUp = false
      assert.equal(await status('GET', '/'), 200)
    } finally {
      await server.close()
    }
  })
})
