// Keys: shown once, kept as a digest, valid until revoked or expired.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { type Scope, scopes } from '../../events/key.ts'
import { createKeys, type KeysParts } from '../../server/keys.ts'

const start = async (given: KeysParts['given'] = {}) => {
  const clock = { ms: Date.UTC(2026, 10, 24) }
  const now = () => clock.ms
  const log = createMemoryEventLog({ now })
  const parts = { log, now, random: randomBytes }
  return { clock, log, again: () => createKeys(parts), keys: await createKeys({ ...parts, given }) }
}
const bearer = (key: string) => `Bearer ${key}`

describe('keys', () => {
  it('have 256 random bits, and are in the log only as SHA-256', async () => {
    const { keys, log } = await start()
    const { key, issued } = await keys.issue({ name: 'bridge', scopes: ['ingest'] })
    assert.match(key, /^ock_[A-Za-z0-9_-]{43}$/)
    assert.match(issued.hash, /^[0-9a-f]{64}$/)
    assert.ok(!JSON.stringify(await log.read('keys')).includes(key.slice(4)))
  })

  it('allow what their scope includes', async () => {
    const { keys } = await start()
    const includes: Record<Scope, readonly Scope[]> = {
      read: ['read'],
      ingest: ['ingest'],
      edit: ['read', 'edit'],
      admin: ['read', 'ingest', 'edit', 'admin'],
    }
    for (const own of scopes) {
      const { key } = await keys.issue({ name: own, scopes: [own] })
      for (const wanted of scopes) {
        const ask = () => keys.authenticate(bearer(key), wanted)
        if (includes[own].includes(wanted)) assert.equal(ask().name, own)
        else assert.throws(ask, { code: 'forbidden' })
      }
    }
  })

  it('are refused without a word of why when they are wrong, revoked or expired', async () => {
    const { keys, clock } = await start()
    const { key, issued } = await keys.issue({ name: 'a', scopes: ['admin'] })
    const expiring = await keys.issue({
      name: 'b',
      scopes: ['admin'],
      expiresAt: new Date(clock.ms + 1_000).toISOString(),
    })
    keys.authenticate(bearer(key), 'admin')
    keys.authenticate(bearer(expiring.key), 'admin')
    await keys.revoke(issued.id)
    clock.ms += 1_000
    const messages = [key, expiring.key, `ock_${'x'.repeat(43)}`, '', 'ock_'].map((one) => {
      try {
        keys.authenticate(bearer(one), 'read')
        return 'taken'
      } catch (error) {
        return (error as Error).message
      }
    })
    assert.equal(new Set(messages).size, 1)
    for (const header of [undefined, '', key, `Basic ${key}`])
      assert.throws(() => keys.authenticate(header, 'read'), { code: 'unauthorised' })
    await assert.rejects(keys.revoke('none'), { code: 'not-found' })
  })

  it('are known again after a restart, and to another process once it looks', async () => {
    const { keys, again } = await start()
    const other = await again()
    const { key, issued } = await keys.issue({ name: 'a', scopes: ['read'] })
    assert.equal(other.holder(key), undefined)
    await other.refresh()
    assert.equal(other.holder(key)?.name, 'a')
    await other.revoke(issued.id)
    await keys.refresh()
    assert.equal(keys.holder(key), undefined)
  })

  it('begin with an admin key on the very first start only', async () => {
    const { keys, again } = await start()
    const key = await keys.firstAdminKey()
    assert.equal(keys.authenticate(bearer(key ?? ''), 'admin').scopes[0], 'admin')
    assert.equal(await keys.firstAdminKey(), undefined)
    assert.equal(await (await again()).firstAdminKey(), undefined)
  })

  it('tell when they were used last', async () => {
    const { keys, clock } = await start()
    const { key } = await keys.issue({ name: 'a', scopes: ['read'] })
    assert.equal(keys.all()[0]?.lastUsedAt, undefined)
    clock.ms += 5_000
    keys.authenticate(bearer(key), 'read')
    assert.equal(keys.all()[0]?.lastUsedAt, new Date(clock.ms).toISOString())
  })

  it('may be given for a run: they are in no log, and none is made then', async () => {
    const admin = 'a secret from the environment'.replaceAll(' ', '-')
    const { keys, log } = await start({ admin })
    assert.equal(await keys.firstAdminKey(), undefined)
    assert.equal(keys.authenticate(bearer(admin), 'admin').id, 'admin')
    assert.equal(await log.head(), 0)
    await assert.rejects(start({ admin: 'short' }), { code: 'usage' })
  })

  it('are compared in constant time, as digests of one length', () => {
    const source = readFileSync(new URL('../../server/keys.ts', import.meta.url), 'utf8')
    assert.match(source, /timingSafeEqual\(one\.digest, digest\)/)
    assert.doesNotMatch(source, /hash\s*===|===\s*hash/)
  })
})
