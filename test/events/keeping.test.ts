// How long texts are kept and when their source is asked again, by what each platform asks for.
import assert from 'node:assert/strict'
import { keepingOf, keptUntil } from '../../events/keeping.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const receivedMs = Date.UTC(2026, 10, 26)
const keptBy = (kind: 'x' | 'reddit' | 'discourse' | 'feed', config: { retentionDays?: number }, lookedMs: number) => {
  const { expiresAt, recheckAt } = keptUntil(keepingOf(kind, config), receivedMs, receivedMs + lookedMs)
  return {
    keptFor: (expiresAt - receivedMs) / hourMs,
    askedAfter: recheckAt === undefined ? undefined : (recheckAt - receivedMs) / hourMs,
  }
}

describe('how long a text is kept', () => {
  it('is a day on X and two on Reddit, asked about before 24 hours are over', () => {
    assert.deepEqual(keptBy('x', {}, 0), { keptFor: 24, askedAfter: 20 })
    assert.deepEqual(keptBy('reddit', {}, 0), { keptFor: 48, askedAfter: 20 })
    assert.deepEqual(keptBy('reddit', {}, 20 * hourMs), { keptFor: 48, askedAfter: 40 })
    assert.deepEqual(keptBy('reddit', {}, 40 * hourMs), { keptFor: 48, askedAfter: undefined })
  })
  it('is longer there only as long as the platform was seen to show it', () => {
    assert.deepEqual(keptBy('x', { retentionDays: 30 }, 0), { keptFor: 24, askedAfter: 20 })
    assert.deepEqual(keptBy('x', { retentionDays: 30 }, 20 * hourMs), { keptFor: 44, askedAfter: 40 })
    assert.deepEqual(keptBy('x', { retentionDays: 2 }, 40 * hourMs), { keptFor: 48, askedAfter: undefined })
  })
  it('is as long as the channel says elsewhere, and asked about daily for a week', () => {
    assert.deepEqual(keptBy('discourse', {}, 0), { keptFor: 90 * 24, askedAfter: 24 })
    assert.deepEqual(keptBy('discourse', {}, 6 * dayMs), { keptFor: 90 * 24, askedAfter: 7 * 24 })
    assert.deepEqual(keptBy('discourse', {}, 7 * dayMs), { keptFor: 90 * 24, askedAfter: undefined })
    assert.deepEqual(keptBy('feed', { retentionDays: 400 }, 0), { keptFor: 400 * 24, askedAfter: undefined })
  })
})
