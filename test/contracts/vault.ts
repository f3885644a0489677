// What every vault promises.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Vault, VaultItem } from '../../events/vault.ts'

/** 32 hex digits that look random and are not. */
export const refOf = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 32)

export const itemOf = (name: string, rest: Partial<VaultItem> = {}): VaultItem => ({
  ref: refOf(name),
  version: 1,
  channel: 'feedback',
  source: 'webhook',
  authorRef: refOf('an author'),
  salt: new Uint8Array(32).fill(7),
  content: { id: name, text: `text of ${name}`, author: 'an author', metrics: { likes: 3 } },
  expiresAt: Number.MAX_SAFE_INTEGER,
  ...rest,
})

type World = { readonly vault: Vault; readonly setNow: (ms: number) => void }

export const vaultContract = (open: () => Promise<World>) => {
  let world: World
  const vault = () => world.vault
  const textOf = async (name: string) => (await vault().get([refOf(name)])).get(refOf(name))?.content.text
  beforeEach(async () => {
    world = await open()
  })
  afterEach(() => vault().close())

  it('gives back what it keeps, salt and version with it', async () => {
    const item = itemOf('a')
    assert.deepEqual(await vault().put([item]), ['kept'])
    const kept = (await vault().get([item.ref])).get(item.ref)
    assert.deepEqual(kept?.content, item.content)
    assert.deepEqual(new Uint8Array(kept?.salt ?? []), item.salt)
    assert.equal(kept?.version, 1)
  })

  it('finds what is kept of a thread, until it is gone', async () => {
    const thread = { threadRef: refOf('a thread') }
    await vault().put([itemOf('a', thread), itemOf('a', { ...thread, version: 2 }), itemOf('b', thread), itemOf('c')])
    assert.deepEqual([...(await vault().refsOfThread(thread.threadRef))].sort(), [refOf('a'), refOf('b')].sort())
    await vault().supersede([{ ref: refOf('a'), version: 2 }])
    await vault().forget([refOf('b')])
    assert.deepEqual(await vault().refsOfThread(thread.threadRef), [refOf('a')])
    assert.deepEqual(await vault().refsOfThread(refOf('another')), [])
  })

  it('leaves a version that is there as it is, in the same call too', async () => {
    const other = itemOf('a', { content: { id: 'a', text: 'other words' } })
    assert.deepEqual(await vault().put([itemOf('a'), other]), ['kept', 'already'])
    assert.deepEqual(await vault().put([other]), ['already'])
    assert.equal(await textOf('a'), 'text of a')
  })

  it('answers calls of the same moment in their order', async () => {
    const calls = Array.from({ length: 50 }, (_, i) =>
      vault().put([itemOf('same', { version: (i % 25) + 1 }), itemOf(`${i}`)]),
    )
    const answers = await Promise.all(calls)
    answers.forEach((answer, i) => {
      assert.deepEqual(answer, [i < 25 ? 'kept' : 'already', 'kept'])
    })
  })

  it('takes a call of a thousand posts', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => itemOf(`many ${i}`))
    assert.ok((await vault().put(items)).every((answer) => answer === 'kept'))
    assert.equal((await vault().get(items.map(({ ref }) => ref))).size, 1_000)
  })

  it('has no entry for what it never saw', async () => {
    assert.equal((await vault().get([refOf('nobody')])).size, 0)
  })

  it('shows the newest version, and after supersede has no other', async () => {
    const second = itemOf('a', { version: 2, content: { id: 'a', text: 'second' } })
    await vault().put([itemOf('a'), second])
    assert.equal(await textOf('a'), 'second')
    await vault().supersede([{ ref: second.ref, version: 2 }])
    await vault().discard([{ ref: second.ref, version: 2 }])
    assert.equal(await textOf('a'), undefined)
  })

  it('discards one version and shows the one before', async () => {
    await vault().put([itemOf('a'), itemOf('a', { version: 2, content: { id: 'a', text: 'second' } })])
    await vault().discard([{ ref: refOf('a'), version: 2 }])
    assert.equal(await textOf('a'), 'text of a')
  })

  it('forgets all versions, and keeps the same post anew when told to', async () => {
    await vault().put([itemOf('a'), itemOf('a', { version: 2 }), itemOf('b')])
    await vault().drop([refOf('a'), refOf('nobody')])
    assert.equal(await textOf('a'), undefined)
    await vault().put([itemOf('a'), itemOf('a', { version: 2 })])
    await vault().forget([refOf('a'), refOf('nobody')])
    assert.equal(await textOf('a'), undefined)
    assert.equal(await textOf('b'), 'text of b')
    assert.deepEqual(await vault().refsOfAuthor(refOf('an author')), [refOf('b')])
    assert.deepEqual(await vault().put([itemOf('a')]), ['kept'])
  })

  it('finds the posts of an author and of a channel', async () => {
    await vault().put([
      itemOf('a'),
      itemOf('a', { version: 2 }),
      itemOf('b', { channel: 'forum', source: 'discourse' }),
      itemOf('c', { authorRef: refOf('somebody else') }),
    ])
    const sorted = (refs: readonly string[]) => [...refs].sort()
    assert.deepEqual(sorted(await vault().refsOfAuthor(refOf('an author'))), sorted([refOf('a'), refOf('b')]))
    assert.deepEqual(sorted(await vault().refsOfChannel('feedback')), sorted([refOf('a'), refOf('c')]))
    const origins = (await vault().origins()).map(({ channel, source }) => `${channel} ${source}`)
    assert.deepEqual(origins.sort(), ['feedback webhook', 'forum discourse'])
  })

  it('hides what has expired, and sweeps it', async () => {
    await vault().put([itemOf('a', { expiresAt: 5_000 }), itemOf('b', { expiresAt: 6_000 })])
    world.setNow(5_000)
    assert.equal(await textOf('a'), undefined)
    assert.equal(await textOf('b'), 'text of b')
    assert.equal(await vault().sweep(5_000), 1)
    assert.equal(await vault().sweep(5_000), 0)
    assert.equal(await textOf('b'), 'text of b')
  })

  it('names what its source is to be asked about, the longest overdue first, with what is kept of it', async () => {
    world.setNow(1_000)
    await vault().put([
      itemOf('a', { recheckAt: 5_000 }),
      itemOf('b', { recheckAt: 4_000 }),
      itemOf('c', { recheckAt: 6_000 }),
      itemOf('d'),
      itemOf('e', { recheckAt: 3_000, channel: 'other' }),
    ])
    const due = await vault().toRecheck('feedback', 5_000, 10)
    assert.deepEqual(
      due.map(({ ref, version, keptAt, content }) => [ref, version, keptAt, content.text]),
      [
        [refOf('b'), 1, 1_000, 'text of b'],
        [refOf('a'), 1, 1_000, 'text of a'],
      ],
    )
    assert.equal((await vault().toRecheck('feedback', 5_000, 1)).length, 1)
    assert.deepEqual([...(await vault().rechecks(5_000))].toSorted(), [
      ['feedback', { watched: 3, overdue: 2, oldestDueMs: 4_000 }],
      ['other', { watched: 1, overdue: 1, oldestDueMs: 3_000 }],
    ])
    assert.deepEqual((await vault().rechecks(2_000)).get('feedback'), { watched: 3, overdue: 0 })
  })

  it('asks again when it is told, keeps until then, and never again of what is gone', async () => {
    await vault().put([
      itemOf('a', { recheckAt: 1_000, expiresAt: 2_000 }),
      itemOf('b', { recheckAt: 1_000 }),
      itemOf('c', { recheckAt: 1_000 }),
    ])
    await vault().forget([refOf('c')])
    const row = (name: string, version = 1) => ({ ref: refOf(name), version })
    await vault().rechecked([
      { ...row('a'), expiresAt: 9_000, recheckAt: 7_000 },
      { ...row('b'), expiresAt: 9_000 },
      { ...row('b', 2), expiresAt: 1, recheckAt: 1 },
      { ...row('c'), expiresAt: 9_000, recheckAt: 7_000 },
    ])
    world.setNow(8_000)
    assert.deepEqual(
      (await vault().toRecheck('feedback', 8_000, 10)).map(({ ref }) => ref),
      [refOf('a')],
    )
    assert.equal(await textOf('b'), 'text of b')
    assert.deepEqual(await vault().toRecheck('feedback', 9_000, 10), [], 'not what has expired')
    assert.equal(await vault().sweep(9_000), 2)
    assert.equal((await vault().rechecks(9_000)).size, 0)
  })

  it('names what nobody has checked yet, oldest first and not the young', async () => {
    await vault().put([itemOf('a'), itemOf('b')])
    world.setNow(9_000)
    await vault().put([itemOf('c')])
    const first = await vault().unchecked(9_000, 1)
    assert.deepEqual(first.rows, [{ ref: refOf('a'), version: 1 }])
    await vault().checked(first.mark)
    const second = await vault().unchecked(9_000, 10)
    assert.deepEqual(second.rows, [{ ref: refOf('b'), version: 1 }])
    await vault().checked(second.mark)
    assert.deepEqual((await vault().unchecked(9_000, 10)).rows, [])
    assert.equal((await vault().unchecked(9_001, 10)).rows.length, 1)
  })

  it('gives all that is kept, page by page, in the order it came', async () => {
    world.setNow(1_000)
    const [a, b, c, d] = [
      itemOf('a'),
      itemOf('b', { expiresAt: 2_000 }),
      itemOf('c', { channel: 'forum' }),
      itemOf('d'),
    ]
    await vault().put([a, b, c, d])
    await vault().forget([a.ref])
    const read = async (limit: number) => {
      const found: string[] = []
      for (let from: number | undefined = 0; from !== undefined; ) {
        const { rows, mark }: Awaited<ReturnType<Vault['page']>> = await vault().page(from, limit)
        found.push(...rows.map(({ content }) => content.id))
        from = mark
      }
      return found
    }
    for (const limit of [1, 2, 3, 100]) assert.deepEqual(await read(limit), ['b', 'c', 'd'], String(limit))
    world.setNow(2_000)
    assert.deepEqual(await read(1), ['c', 'd'])
    await vault().put([itemOf('c', { version: 2 })])
    assert.deepEqual(await read(2), ['c', 'd', 'c'])
  })

  it('gives its rows whole, and takes those of another with the times that had', async () => {
    world.setNow(9_000)
    const whole = itemOf('a', { threadRef: refOf('thread'), recheckAt: 7_000, expiresAt: 20_000, keptAt: 5_000 })
    const { authorRef: _, ...plain } = itemOf('b')
    await vault().put([whole, plain])
    await vault().rechecked([{ ref: whole.ref, version: 1, expiresAt: 30_000, recheckAt: 8_000 }])
    const { rows } = await vault().page(0, 10)
    const asGiven = ({ source: __, ...item }: VaultItem) => ({ ...item, salt: Buffer.from(item.salt) })
    assert.deepEqual(
      rows.map((row) => ({ ...row, salt: Buffer.from(row.salt) })),
      [
        { ...asGiven(whole), expiresAt: 30_000, recheckAt: 8_000 },
        { ...asGiven(plain), keptAt: 9_000 },
      ],
    )
    assert.deepEqual((await vault().unchecked(6_000, 1)).rows, [{ ref: whole.ref, version: 1 }])
    await vault().noteOrigins([{ channel: 'gone', source: 'feed' }])
    await vault().noteOrigins([])
    assert.ok((await vault().origins()).some(({ channel, source }) => channel === 'gone' && source === 'feed'))
  })

  it('keeps secrets until it is told not to', async () => {
    await vault().keepSecret('channel-feedback', 'whsec_one')
    await vault().keepSecret('channel-feedback', 'whsec_two')
    assert.equal(await vault().secret('channel-feedback'), 'whsec_two')
    await vault().keepSecret('channel-feedback', undefined)
    assert.equal(await vault().secret('channel-feedback'), undefined)
  })

  it('names the secrets that begin so', async () => {
    for (const name of ['removal/a', 'removal/b%_', 'removal', 'removals/c', 'channel/removal/d'])
      await vault().keepSecret(name, 'said')
    assert.deepEqual([...(await vault().secretNames('removal/'))].sort(), ['removal/a', 'removal/b%_'])
    await vault().keepSecret('removal/a', undefined)
    assert.deepEqual(await vault().secretNames('removal/'), ['removal/b%_'])
  })
}
