// The words of /data are those of what is in force: retention, looks at the source, how late they are.
import assert from 'node:assert/strict'
import { channelKinds } from '../../events/channel.ts'
import { keepingOf } from '../../events/keeping.ts'
import { dataView } from '../../views/data.ts'
import type { ChannelKeeping } from '../../views/data-facts.ts'

const nowMs = Date.UTC(2026, 10, 24, 12)
const hourMs = 3_600_000
const channel = (kind: ChannelKeeping['kind'], more: Partial<ChannelKeeping> = {}, config = {}): ChannelKeeping => ({
  id: `my-${kind}`,
  kind,
  ...keepingOf(kind, config),
  posts: 10,
  watched: 0,
  overdue: 0,
  isClosed: false,
  asking: 'asked',
  ...more,
})
const rowOf = (one: ChannelKeeping) => {
  const [row] = dataView({ channels: [one], others: [], nowMs }).channels
  assert.ok(row)
  return row
}

describe('the view of data and deletion', () => {
  it('says how long texts are kept, as the channel and its platform have it', () => {
    assert.equal(rowOf(channel('webhook')).kept, '90 days')
    assert.equal(rowOf(channel('webhook', {}, { retentionDays: 7 })).kept, '7 days')
    assert.equal(rowOf(channel('x')).kept, '24 hours')
    assert.equal(rowOf(channel('reddit')).kept, '48 hours')
    assert.match(
      rowOf(channel('reddit', {}, { retentionDays: 30 })).kept,
      /^30 days at most, and never longer than 48 hours after/,
    )
  })

  it('says whether posts are looked up again, and why not', () => {
    assert.match(rowOf(channel('x')).lookedUp, /^Yes, every 20 hours while it is kept\./)
    assert.match(rowOf(channel('discourse')).lookedUp, /^Yes, every day, for 7 days\./)
    assert.match(rowOf(channel('discourse', { asking: 'not built' })).lookedUp, /^Not yet/)
    assert.match(rowOf(channel('x', { asking: 'no access' })).lookedUp, /^Not at present/)
    assert.match(rowOf(channel('x', { asking: 'closed', isClosed: true })).lookedUp, /^Not any more/)
    assert.equal(rowOf(channel('discourse', {}, { retentionDays: 1 })).lookedUp, 'No.')
    assert.match(rowOf(channel('feed')).lookedUp, /^No: a feed does not tell/)
    assert.match(rowOf(channel('webhook')).lookedUp, /^No: the sender tells/)
  })

  it('says how late the looks are, and when all of it goes', () => {
    assert.equal(rowOf(channel('x')).now, '')
    assert.equal(rowOf(channel('x', { watched: 1_200 })).now, '1,200 posts watched, none overdue')
    const late = { watched: 1_200, overdue: 3, oldestDueMs: nowMs - 5 * hourMs }
    assert.equal(rowOf(channel('x', late)).now, '1,200 posts watched, 3 overdue, the longest by 5 hours')
    const goneFromMs = Date.UTC(2026, 10, 30)
    assert.match(rowOf(channel('x', { goneFromMs })).now, /^Access has ended: all of it is erased on 30 Nov 2026/)
  })

  it('knows every kind of channel', () => {
    const others = channelKinds.map((kind) => ({ kind, ...keepingOf(kind, {}) }))
    const view = dataView({ channels: [], others, nowMs })
    assert.equal(view.some, false)
    for (const { kind, kept, asked } of view.others) assert.ok(kind && kept && asked)
  })
})
