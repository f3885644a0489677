// Pages where OUTCRY_PUBLIC is false: a key is the password, and no cache shares what it opens.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Router } from 'express'
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { guardPages } from '../../server/guard-pages.ts'
import { createKeys } from '../../server/keys.ts'
import { serve } from '../serving.ts'

describe('pages that are not public', () => {
  let server: Awaited<ReturnType<typeof serve>>
  const keys: Record<string, string> = {}
  before(async () => {
    const log = createMemoryEventLog({ now: Date.now })
    const issued = await createKeys({ log, now: Date.now, random: randomBytes })
    for (const scope of ['read', 'ingest'] as const)
      keys[scope] = (await issued.issue({ name: scope, scopes: [scope] })).key
    const pages = Router().get(/.*/, (_request, response) => {
      response.setHeader('cache-control', response.locals.cacheControl ?? 'public')
      response.end('page')
    })
    server = await serve({ '/': Router().use(guardPages(issued), pages) })
  })
  after(() => server.close())
  const get = async (authorization?: string, path = '/stories/plex') => {
    const headers = authorization === undefined ? {} : { authorization }
    const { status, headers: told } = await fetch(`${server.url}${path}`, { headers })
    return { status, told }
  }
  const basic = (name: string, key = '') => `Basic ${Buffer.from(`${name}:${key}`).toString('base64')}`

  it('ask a browser for a password', async () => {
    const { status, told } = await get()
    assert.equal(status, 401)
    assert.match(told.get('www-authenticate') ?? '', /^Basic realm=/)
    assert.equal(told.get('cache-control'), 'no-store')
  })
  it('open to a key with scope read, as password or bearer, and to no other', async () => {
    assert.equal((await get(basic('', keys.read))).status, 200)
    assert.equal((await get(basic('anyone', keys.read))).status, 200)
    assert.equal((await get(`Bearer ${keys.read}`)).status, 200)
    for (const wrong of [
      basic('', keys.ingest),
      basic(keys.read ?? ''),
      `Bearer ${keys.ingest}`,
      'Basic !',
      'Digest x',
    ])
      assert.equal((await get(wrong)).status, 401, wrong)
  })
  it('are shared by no cache', async () => {
    const { told } = await get(`Bearer ${keys.read}`)
    assert.equal(told.get('cache-control'), 'private, no-cache')
    assert.match(told.get('vary') ?? '', /authorization/i)
  })
  it('leave style and script open', async () => assert.equal((await get(undefined, '/assets/style.css')).status, 200))
})
