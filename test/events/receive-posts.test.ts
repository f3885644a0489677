// Posts in → outcomes, history and vault: each way a post can come again.
import assert from 'node:assert/strict'
import type { EventLog } from '../../events/event-log.ts'
import { createReceivePosts } from '../../events/receive-posts.ts'
import { authorRef, commitment } from '../../events/refs.ts'
import { atMs, dayMs, post, receiving } from '../receiving.ts'

const outcomes = async (given: ReturnType<typeof receiving>, ...posts: ReturnType<typeof post>[]) =>
  (await given.receivePosts('feedback', posts)).map(({ outcome }) => outcome)
const gone = (id: string) => post(id, '', { removed: true })

describe('receiving posts', () => {
  it('accepts a new one: text in the vault, a commitment to it in the log', async () => {
    const given = receiving()
    assert.deepEqual(await outcomes(given, post('a', 'I am leaving')), ['accepted'])
    const kept = await given.kept('a')
    assert.equal(kept?.content.text, 'I am leaving')
    const [event] = await given.history('a')
    assert.deepEqual(event?.data, {
      ref: given.refOf('a'),
      channel: 'feedback',
      source: 'webhook',
      kind: 'post',
      at: new Date(atMs).toISOString(),
      version: 1,
      content: commitment(kept.salt, kept.content),
    })
    assert.ok(!JSON.stringify(event).includes('leaving'))
  })
  it('of the same wording again is a duplicate, and adds nothing', async () => {
    const given = receiving()
    await outcomes(given, post('a'))
    assert.deepEqual(await outcomes(given, post('a'), post('a')), ['duplicate', 'duplicate'])
    assert.deepEqual(await given.types('a'), ['PostReceived'])
    assert.equal((await given.kept('a'))?.version, 1)
  })
  it('takes the same id twice in one call in order', async () => {
    const given = receiving()
    assert.deepEqual(
      await outcomes(given, post('a', 'one'), post('a', 'one'), post('a', 'two'), gone('a'), post('a')),
      ['accepted', 'duplicate', 'edited', 'removed', 'duplicate'],
    )
  })
  it('takes the same id in two calls at once as accepted and duplicate', async () => {
    const given = receiving()
    const all = await Promise.all([1, 2, 3].map(() => outcomes(given, post('a'), post('b'))))
    assert.deepEqual(all, [
      ['accepted', 'accepted'],
      ['duplicate', 'duplicate'],
      ['duplicate', 'duplicate'],
    ])
    assert.deepEqual(await given.types('a'), ['PostReceived'])
  })
  it('whose author is gone while it stays is kept without the name, and can no longer be found by it', async () => {
    const given = receiving()
    const content = { id: 'a', text: 'I am leaving', author: 'maria' }
    await outcomes(given, post('a', '', { content }))
    const nameless = post('a', 'I am leaving')
    assert.deepEqual(await outcomes(given, nameless), ['duplicate'], 'a name left out is not a name gone')
    assert.deepEqual(await outcomes(given, { ...nameless, authorGone: true }), ['edited'])
    assert.deepEqual((await given.kept('a'))?.content, { id: 'a', text: 'I am leaving' })
    assert.deepEqual(await given.vault.refsOfAuthor(authorRef(given.pepper, 'webhook', 'maria')), [])
    assert.deepEqual(await outcomes(given, { ...nameless, authorGone: true }), ['duplicate'])
  })
  it('with changed text or title is an edit; the old wording is not kept', async () => {
    const given = receiving()
    await outcomes(given, post('a', 'one'))
    assert.deepEqual(await outcomes(given, post('a', 'two')), ['edited'])
    const titled = post('a', 'two', { content: { id: 'a', text: 'two', title: 'now with a title' } })
    assert.deepEqual(await outcomes(given, titled), ['edited'])
    const kept = await given.kept('a')
    assert.equal(kept?.version, 3)
    assert.equal((await given.stateOf('a')).content, commitment(kept.salt, kept.content))
    await given.vault.discard([{ ref: given.refOf('a'), version: 3 }])
    assert.equal(await given.kept('a'), undefined)
  })
  it('with other metrics is a duplicate', async () => {
    const given = receiving()
    await outcomes(given, post('a'))
    assert.deepEqual(
      await outcomes(given, post('a', '', { content: { id: 'a', text: 'some text', metrics: { likes: 9 } } })),
      ['duplicate'],
    )
  })
  it('whose text is no longer kept is a duplicate, and its text is not kept again', async () => {
    const given = receiving()
    await outcomes(given, post('a', 'one'))
    given.clock.ms += 91 * dayMs
    await given.vault.sweep(given.clock.ms)
    assert.deepEqual(await outcomes(given, post('a', 'two')), ['duplicate'])
    assert.equal(await given.kept('a'), undefined)
    assert.deepEqual(await given.types('a'), ['PostReceived'])
  })
  it('that is removed leaves the vault; only an explicit removed: false brings it back', async () => {
    const given = receiving()
    await outcomes(given, post('a'))
    assert.deepEqual(await outcomes(given, gone('a')), ['removed'])
    assert.equal(await given.kept('a'), undefined)
    assert.deepEqual(await outcomes(given, post('a', 'again')), ['duplicate'])
    assert.equal(await given.kept('a'), undefined)
    assert.deepEqual(await outcomes(given, post('a', 'back', { removed: false })), ['accepted'])
    assert.equal((await given.kept('a'))?.content.text, 'back')
    assert.deepEqual(await given.types('a'), ['PostReceived', 'PostRemoved', 'PostRestored'])
  })
  it('removed before it ever came stays out', async () => {
    const given = receiving()
    assert.deepEqual(await outcomes(given, gone('a'), post('a')), ['removed', 'duplicate'])
    assert.equal(await given.kept('a'), undefined)
  })
  it('of an erased post or author is refused, and nothing of it kept', async () => {
    const given = receiving()
    const by = (id: string) => post(id, 'text', { content: { id, text: 'text', author: 'someone' } })
    const authorRefs = [authorRef(given.pepper, 'webhook', 'someone')]
    await given.ledger.enter({
      id: 'e1',
      reason: 'request',
      requestedAt: new Date(atMs).toISOString(),
      refs: [given.refOf('a')],
      authorRefs,
    })
    assert.deepEqual(await outcomes(given, post('a'), by('b'), post('c')), ['refused', 'refused', 'accepted'])
    assert.equal(await given.kept('b'), undefined)
  })
  it('that is erased while it is being written ends up erased', async () => {
    const given = receiving()
    const entry = { id: 'e1', reason: 'request', requestedAt: '', refs: [given.refOf('a')], authorRefs: [] } as const
    const log: EventLog = {
      ...given.log,
      append: async (writes) => {
        await given.ledger.enter(entry)
        return given.log.append(writes)
      },
    }
    const receivePosts = createReceivePosts({ ...given, log })
    assert.deepEqual(await receivePosts('feedback', [post('a')]), [{ outcome: 'refused' }])
    assert.deepEqual(await given.types('a'), ['PostReceived', 'PostErased'])
    assert.equal(await given.kept('a'), undefined)
  })
  it('from a clock a little ahead is taken as now and marked, further ahead rejected', async () => {
    const given = receiving()
    const [first, second] = await given.receivePosts('feedback', [
      post('a', '', { atMs: atMs + 4 * 60_000 }),
      post('b', '', { atMs: atMs + 6 * 60_000 }),
    ])
    assert.equal(first?.outcome, 'accepted')
    const [event] = await given.history('a')
    assert.deepEqual(event?.type === 'PostReceived' && [event.data.at, event.data.clockAhead], [
      new Date(atMs).toISOString(),
      true,
    ])
    assert.equal(second?.outcome === 'rejected' && second.problem.faults[0]?.pointer, '/at')
  })
  it('without a time of its own is marked so, and keeps the time it was first seen', async () => {
    const given = receiving()
    await outcomes(given, post('a', 'one', { estimated: true }))
    given.clock.ms += dayMs
    await outcomes(given, post('a', 'two', { estimated: true, atMs: given.clock.ms }))
    const told = (await given.history('a')).map(({ type, data }) => [
      type,
      'at' in data && data.at,
      'estimated' in data,
    ])
    assert.deepEqual(told, [
      ['PostReceived', new Date(atMs).toISOString(), true],
      ['PostEdited', new Date(atMs).toISOString(), false],
    ])
  })
  it('after a crash between vault and log takes the new content', async () => {
    const given = receiving()
    const failing = { ...given.log, append: async () => Promise.reject(new Error('crash')) }
    await assert.rejects(createReceivePosts({ ...given, log: failing })('feedback', [post('a', 'lost')]))
    assert.deepEqual(await outcomes(given, post('a', 'sent again')), ['accepted'])
    const kept = await given.kept('a')
    assert.deepEqual([kept?.version, kept?.content.text], [2, 'sent again'])
    assert.deepEqual(await outcomes(given, post('a', 'sent again')), ['duplicate'])
  })
  it('after a crash in the middle of an edit makes the edit', async () => {
    const given = receiving()
    await outcomes(given, post('a', 'one'))
    const failing = { ...given.log, append: async () => Promise.reject(new Error('crash')) }
    failing.append = async (writes = []) => {
      if ((writes as { expected: unknown }[])[0]?.expected === 'none')
        return [{ outcome: 'conflict', actual: 0 }] as never
      throw new Error('crash')
    }
    await assert.rejects(createReceivePosts({ ...given, log: failing as never })('feedback', [post('a', 'two')]))
    assert.deepEqual(await outcomes(given, post('a', 'two')), ['edited'])
    const kept = await given.kept('a')
    assert.equal((await given.stateOf('a')).content, kept && commitment(kept.salt, kept.content))
  })
  it('of an older revision changes nothing, whatever the order', async () => {
    const said = (n: number, text: string) => post('a', text, { revision: `000${n}` })
    const all = [said(1, 'one'), said(2, 'two'), said(3, 'one'), said(4, 'four'), said(5, 'two')]
    const orders = [...all.keys()].flatMap((i) => [
      [...all.slice(i), ...all.slice(0, i)],
      [...all.slice(i), ...all.slice(0, i)].reverse(),
    ])
    for (const order of orders) {
      const given = receiving()
      for (const one of order) await outcomes(given, one)
      assert.equal((await given.kept('a'))?.content.text, 'two', order.map(({ revision }) => revision).join())
      const before = await given.types('a')
      for (const one of order) assert.deepEqual(await outcomes(given, one), ['duplicate'])
      assert.deepEqual(await given.types('a'), before)
    }
  })
  it('of an older revision takes no text away while a newer edit is cut short', async () => {
    const given = receiving()
    const said = (n: number, text: string) => post('a', text, { revision: `${n}` })
    await outcomes(given, said(2, 'two'))
    const row = { ref: given.refOf('a'), version: 2, channel: 'feedback', source: 'webhook', expiresAt: atMs + dayMs }
    await given.vault.put([{ ...row, salt: new Uint8Array(32), content: { id: 'a', text: 'three' } }])
    assert.deepEqual(await outcomes(given, said(1, 'one')), ['duplicate'])
    await given.vault.discard([{ ref: row.ref, version: 2 }])
    assert.equal((await given.kept('a'))?.content.text, 'two')
  })
  it('of the same words in a newer revision keeps its text and its salt', async () => {
    const given = receiving()
    await outcomes(given, post('a', 'one', { revision: '1' }))
    const before = await given.kept('a')
    assert.deepEqual(await outcomes(given, post('a', 'one', { revision: '2' })), ['duplicate'])
    assert.deepEqual(await given.types('a'), ['PostReceived', 'PostRevised'])
    assert.deepEqual(await given.kept('a'), before)
  })
  it('shown in part keeps what is not shown, but for an author who is not named any more', async () => {
    const given = receiving()
    const content = { id: 'a', text: 'one', title: 'Title', author: 'someone', parentId: 'p' }
    await outcomes(given, post('a', '', { content }))
    assert.deepEqual(await outcomes(given, post('a', 'one', { partial: true })), ['duplicate'])
    assert.deepEqual(await outcomes(given, post('a', 'two', { partial: true })), ['edited'])
    assert.deepEqual((await given.kept('a'))?.content, { id: 'a', text: 'two', title: 'Title', parentId: 'p' })
    assert.deepEqual(await given.vault.refsOfAuthor(authorRef(given.pepper, 'webhook', 'someone')), [])
  })
  it('agrees with a plain model over a random run of calls made at once', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    console.log(`      seed ${seed} (SEED=${seed} repeats it)`)
    let state = seed
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return Math.floor((state / 0x80000000) * below)
    }
    const given = receiving()
    const model = new Map<string, { text: string; removed: boolean }>()
    const expect = (id: string, text: string, removed: boolean | undefined) => {
      const known = model.get(id)
      if (removed) {
        model.set(id, { text: '', removed: true })
        return known?.removed ? 'duplicate' : 'removed'
      }
      if (known === undefined || (known.removed && removed === false)) {
        model.set(id, { text, removed: false })
        return 'accepted'
      }
      if (known.removed || known.text === text) return 'duplicate'
      model.set(id, { text, removed: false })
      return 'edited'
    }
    for (let round = 0; round < 60; round++) {
      const calls = Array.from({ length: 1 + random(4) }, () =>
        Array.from({ length: 1 + random(6) }, () => {
          const removed = [true, false, undefined, undefined][random(4)]
          return post(`p${random(30)}`, removed ? '' : `text ${random(3)}`, { removed })
        }),
      )
      const expected = calls.map((posts) =>
        posts.map(({ content: { id, text }, removed }) => expect(id, text, removed)),
      )
      // Calls made one after the other in one turn are answered as if they had come one after the other.
      const answers = await Promise.all(calls.map((posts) => outcomes(given, ...posts)))
      assert.deepEqual(answers, expected, `round ${round}`)
    }
    for (const [id, { text, removed }] of model) {
      const kept = await given.kept(id)
      assert.equal(kept?.content.text, removed ? undefined : text)
      if (kept !== undefined)
        assert.equal(
          (await given.stateOf(id)).content,
          commitment(kept.salt, kept.content),
          'the log knows this wording',
        )
    }
  })
})
