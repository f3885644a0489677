// The life of a post: given what happened, when something comes, then what is added.
import assert from 'node:assert/strict'
import type { Finding, Origin, PostEvent } from '../../events/post.ts'
import {
  type Analysis,
  type Delivery,
  decideAnalysis,
  decideDelivery,
  decideErasure,
  decideRelabelling,
  decideRemoval,
  evolve,
  initial,
  postOf,
} from '../../events/post-rules.ts'

const origin: Origin = {
  ref: 'a'.repeat(32),
  channel: 'feedback',
  source: 'webhook',
  kind: 'post',
  at: '2017-08-19T09:12:00.000Z',
}
const given = (...events: PostEvent[]) => events.reduce(evolve, initial)
const received: PostEvent = { type: 'PostReceived', data: { ...origin, version: 1, content: 'c1' } }
const edited: PostEvent = { type: 'PostEdited', data: { ...origin, version: 2, content: 'c2' } }
const removed: PostEvent = { type: 'PostRemoved', data: { ...origin, subtracts: [] } }
const erased: PostEvent = { type: 'PostErased', data: { ...origin, reason: 'request', subtracts: [] } }
const angry: Finding = {
  sentiment: { label: 'negative', negative: 1, neutral: 0, positive: 0 },
  stories: [{ slug: 'plex', rules: 'r1', topics: ['opt-out'] }],
}
const calm: Finding = { ...angry, sentiment: { label: 'neutral', negative: 0, neutral: 1, positive: 0 } }
const analysis = (finding: Finding, more: Partial<Analysis> = {}): Analysis => ({
  version: 1,
  lane: 'afinn',
  model: 'm1',
  language: 'en',
  ...finding,
  ...more,
})
const analysed = (finding: Finding, more: Partial<Analysis> = {}): PostEvent => ({
  type: 'PostAnalysed',
  data: { ...origin, ...analysis(finding, more) },
})
const sent = (more: Partial<Extract<Delivery, { content: string }>> = {}): Delivery => ({
  removed: undefined,
  origin,
  wording: 'changed',
  version: 2,
  content: 'c2',
  ...more,
})

describe('a delivery of a post', () => {
  it('never seen is received', () => {
    assert.deepEqual(decideDelivery(initial, sent({ version: 1, content: 'c1' })), {
      outcome: 'accepted',
      events: [received],
    })
  })
  it('with a clock ahead is received with that said', () => {
    const { events } = decideDelivery(initial, sent({ clockAhead: true }))
    assert.deepEqual(events[0]?.data, { ...origin, version: 2, content: 'c2', clockAhead: true })
  })
  it('with the same wording, or whose wording is no longer kept, adds nothing', () => {
    for (const wording of ['same', 'no longer kept'] as const)
      assert.deepEqual(decideDelivery(given(received), sent({ wording })), { outcome: 'duplicate', events: [] })
  })
  it('with other words is an edit, and keeps when and where the post was made', () => {
    const later = { ...origin, at: '2020-01-01T00:00:00.000Z', kind: 'reply' as const }
    assert.deepEqual(decideDelivery(given(received), sent({ origin: later })), { outcome: 'edited', events: [edited] })
  })
  it('that says removed takes back what is counted, in every lane', () => {
    const state = given(received, analysed(angry), analysed(calm, { lane: 'model' }))
    assert.deepEqual(decideDelivery(state, { removed: true, origin }), {
      outcome: 'removed',
      events: [
        {
          type: 'PostRemoved',
          data: {
            ...origin,
            subtracts: [
              { lane: 'afinn', ...angry },
              { lane: 'model', ...calm },
            ],
          },
        },
      ],
    })
  })
  it('that says removed again adds nothing', () => {
    assert.deepEqual(decideDelivery(given(received, removed), { removed: true, origin }), {
      outcome: 'duplicate',
      events: [],
    })
  })
  it('that says removed of a post never seen keeps it out when it comes later', () => {
    const first = decideDelivery(initial, { removed: true, origin })
    assert.deepEqual(first, { outcome: 'removed', events: [removed] })
    assert.deepEqual(decideDelivery(given(...first.events), sent()).events, [])
  })
  it('undoes a removal only when it says removed: false', () => {
    const state = given(received, removed)
    assert.deepEqual(decideDelivery(state, sent()), { outcome: 'duplicate', events: [] })
    assert.deepEqual(decideDelivery(state, sent({ removed: false })), {
      outcome: 'accepted',
      events: [{ type: 'PostRestored', data: { ...origin, version: 2, content: 'c2' } }],
    })
  })
  it('is refused for ever once the post is erased', () => {
    for (const delivery of [sent(), sent({ removed: false }), { removed: true, origin } as const])
      assert.deepEqual(decideDelivery(given(received, erased), delivery), { outcome: 'refused', events: [] })
  })
})

describe('revisions of a post', () => {
  const r = (n: number) => `000${n} 2020-01-25T02:10:0${n}.000Z`
  const receivedAt = (n: number): PostEvent =>
    ({ ...received, data: { ...received.data, revision: r(n) } }) as PostEvent
  const removedAt = (n: number): PostEvent => ({ ...removed, data: { ...removed.data, revision: r(n) } }) as PostEvent
  const types = (state: ReturnType<typeof given>, delivery: Delivery) =>
    decideDelivery(state, delivery).events.map(({ type }) => type)

  it('of a wording: the newest stays, whenever the older ones come', () => {
    const state = given(receivedAt(3))
    assert.deepEqual(decideDelivery(state, sent({ revision: r(2) })), { outcome: 'duplicate', events: [] })
    assert.deepEqual(decideDelivery(state, sent({ revision: r(4) })), {
      outcome: 'edited',
      events: [{ type: 'PostEdited', data: { ...origin, version: 2, content: 'c2', revision: r(4) } }],
    })
    assert.deepEqual(types(state, sent({ revision: r(3) })), ['PostEdited'], 'of two the same the later counts')
    assert.deepEqual(types(state, sent()), ['PostEdited'], 'and so where none is said')
    assert.deepEqual(types(given(received), sent({ revision: r(1) })), ['PostEdited'])
  })
  it('of the same words are noted, for what lies between comes too late then', () => {
    const again = decideDelivery(given(receivedAt(1)), sent({ wording: 'same', revision: r(3) }))
    assert.deepEqual(again, {
      outcome: 'duplicate',
      events: [{ type: 'PostRevised', data: { ...origin, revision: r(3) } }],
    })
    const state = given(receivedAt(1), ...again.events)
    assert.deepEqual([state.status, state.version, state.content], ['present', 1, 'c1'])
    assert.deepEqual(types(state, sent({ revision: r(2) })), [])
    assert.deepEqual(types(state, sent({ wording: 'same', revision: r(3) })), [])
  })
  it('do not keep a removal out: a forum says it with the one before the last', () => {
    assert.deepEqual(decideDelivery(given(receivedAt(3)), { removed: true, origin, revision: r(2) }), {
      outcome: 'removed',
      events: [{ type: 'PostRemoved', data: { ...origin, revision: r(2), subtracts: [] } }],
    })
  })
  it('undo a removal only when they are no older', () => {
    const state = given(receivedAt(1), removedAt(2))
    assert.deepEqual(types(state, sent({ revision: r(3) })), [], 'an edit undoes nothing')
    assert.deepEqual(types(state, sent({ removed: false, revision: r(1) })), [])
    assert.deepEqual(types(state, sent({ removed: false, revision: r(2) })), ['PostRestored'])
    assert.deepEqual(types(state, sent({ removed: false })), ['PostRestored'])
    const later = decideDelivery(state, { removed: true, origin, revision: r(3) })
    assert.deepEqual(
      types(given(receivedAt(1), removedAt(2), ...later.events), sent({ removed: false, revision: r(2) })),
      [],
    )
  })
  it('undo one removal once: what undid it before does not undo the next, unless the source was asked', () => {
    const back = decideDelivery(given(receivedAt(2), removedAt(2)), sent({ removed: false, revision: r(2) }))
    const state = given(receivedAt(2), removedAt(2), ...back.events, removedAt(2))
    assert.deepEqual(types(state, sent({ removed: false, revision: r(2) })), [])
    assert.deepEqual(types(state, sent({ removed: false, revision: r(2), asked: true })), ['PostRestored'])
    assert.deepEqual(types(state, sent({ removed: false, revision: r(3) })), ['PostRestored'])
  })
})

describe('an analysis of a post', () => {
  it('of its wording is recorded with the origin', () => {
    assert.deepEqual(decideAnalysis(given(received), analysis(angry)), [analysed(angry)])
  })
  it('replaces the finding of the same lane only', () => {
    const state = given(received, analysed(angry, { lane: 'model' }), analysed(angry), edited)
    const [event] = decideAnalysis(state, analysis(calm, { version: 2 }))
    assert.deepEqual(event?.type === 'PostAnalysed' && event.data.replaces, angry)
  })
  it('of the same finding adds nothing, but is recorded again for a new wording', () => {
    const state = given(received, analysed(angry))
    assert.deepEqual(decideAnalysis(state, analysis(angry)), [])
    assert.equal(decideAnalysis(evolve(state, edited), analysis(angry, { version: 2 })).length, 1)
  })
  it('of an older wording is dropped', () => {
    assert.deepEqual(decideAnalysis(given(received, edited), analysis(angry)), [])
  })
  it('of a post removed or erased is dropped', () => {
    for (const end of [removed, erased]) assert.deepEqual(decideAnalysis(given(received, end), analysis(angry)), [])
  })
  it('after a restore replaces nothing, for the removal took it back already', () => {
    const state = given(received, analysed(angry), removed, {
      type: 'PostRestored',
      data: { ...origin, version: 2, content: 'c2' },
    })
    const [event] = decideAnalysis(state, analysis(calm, { version: 2 }))
    assert.equal(event?.type === 'PostAnalysed' && 'replaces' in event.data, false)
  })
})

describe('the end of a post', () => {
  it('by removal happens once', () => {
    assert.equal(decideRemoval(given(received)).length, 1)
    assert.deepEqual(decideRemoval(given(received, removed)), [])
    assert.deepEqual(decideRemoval(initial), [])
  })
  it('by erasure takes back what is counted, once, and nothing after a removal', () => {
    const [event] = decideErasure(given(received, analysed(angry)), 'request')
    assert.deepEqual(event?.data, { ...origin, reason: 'request', subtracts: [{ lane: 'afinn', ...angry }] })
    const [afterRemoval] = decideErasure(given(received, analysed(angry), removed), 'author')
    assert.deepEqual(afterRemoval?.type === 'PostErased' && afterRemoval.data.subtracts, [])
    assert.deepEqual(decideErasure(given(received, erased), 'request'), [])
    assert.deepEqual(decideErasure(initial, 'request'), [])
  })
})

it('a history folds to its last state', () => {
  const recorded = [received, edited].map((event, revision) => ({
    ...event,
    stream: `post-${origin.ref}`,
    revision,
    version: revision + 1,
    recordedAt: origin.at,
  }))
  assert.deepEqual(postOf(recorded), {
    status: 'present',
    origin,
    version: 2,
    content: 'c2',
    counted: [],
    takenBack: [],
  })
})

describe('a person’s label', () => {
  const { ref } = origin
  const before = given(received, analysed(angry), analysed(calm, { lane: 'linear', model: 'm2' }))
  const said = { label: 'positive', by: 'ann', sampled: true } as const

  it('is recorded with the wording that was read, and each lane’s finding is superseded in the same append', () => {
    const events = decideRelabelling(before, ref, said)
    assert.deepEqual(events[0], { type: 'PostRelabelled', data: { ...origin, version: 1, ...said } })
    assert.deepEqual(
      events.slice(1).map(({ data }) => data),
      [
        { ...origin, ...analysis(angry), corrected: 'positive', replaces: angry },
        { ...origin, ...analysis(calm, { lane: 'linear', model: 'm2' }), corrected: 'positive', replaces: calm },
      ],
    )
  })

  it('stays when the post is analysed again, and what is taken back has it', () => {
    const labelled = decideRelabelling(before, ref, said).reduce(evolve, before)
    const [again] = decideAnalysis(labelled, analysis(calm, { model: 'm3' }))
    assert.ok(again?.type === 'PostAnalysed')
    assert.deepEqual([again.data.corrected, again.data.replaces?.corrected], ['positive', 'positive'])
    const [gone] = decideRemoval(labelled)
    assert.ok(gone?.type === 'PostRemoved')
    assert.deepEqual(
      gone.data.subtracts.map(({ corrected }) => corrected),
      ['positive', 'positive'],
    )
  })

  it('said again changes nothing; another one does', () => {
    const labelled = decideRelabelling(before, ref, said).reduce(evolve, before)
    assert.deepEqual(decideRelabelling(labelled, ref, { label: 'positive', by: 'bob' }), [])
    assert.equal(decideRelabelling(labelled, ref, { label: 'neutral', by: 'bob' }).length, 3)
  })

  it('is of one wording: after an edit it is gone', () => {
    const labelled = decideRelabelling(before, ref, said).reduce(evolve, before)
    const [again] = decideAnalysis(evolve(labelled, edited), analysis(calm, { version: 2 }))
    assert.ok(again?.type === 'PostAnalysed' && again.data.corrected === undefined)
    assert.equal(again.data.replaces?.corrected, 'positive')
  })

  it('is refused where there is no post, or none that was analysed', () => {
    const refuse = (state: typeof initial, code: string) =>
      assert.throws(() => decideRelabelling(state, ref, said), { name: 'Problem', code })
    for (const state of [initial, given(received, removed), given(received, erased)]) refuse(state, 'not-found')
    for (const state of [given(received), given(received, analysed(angry), edited)]) refuse(state, 'conflict')
  })
})
