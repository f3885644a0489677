// Quiet hours by the clock on the wall, over the nights in which it is set.
import assert from 'node:assert/strict'
import { isTimeZone, quietUntil } from '../../events/quiet-hours.ts'

const berlin = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
const until = (quiet: typeof berlin, at: string) => {
  const ms = quietUntil(quiet, Date.parse(at))
  return ms === undefined ? undefined : new Date(ms).toISOString()
}

describe('quiet hours', () => {
  it('end in the morning of the place, in winter and in summer', () => {
    assert.equal(until(berlin, '2026-11-26T21:00:00Z'), '2026-11-27T06:00:00.000Z')
    assert.equal(until(berlin, '2026-11-27T05:59:59Z'), '2026-11-27T06:00:00.000Z')
    assert.equal(until(berlin, '2026-07-01T20:00:00Z'), '2026-07-02T05:00:00.000Z')
  })

  it('are none by day, at their end and just before they begin', () => {
    for (const at of ['2026-11-26T12:00:00Z', '2026-11-27T06:00:00Z', '2026-11-26T20:59:59Z'])
      assert.equal(until(berlin, at), undefined, at)
  })

  it('are an hour shorter or longer in the night the clock is set', () => {
    assert.equal(until(berlin, '2026-03-28T22:00:00Z'), '2026-03-29T05:00:00.000Z')
    assert.equal(until(berlin, '2026-10-24T21:00:00Z'), '2026-10-25T06:00:00.000Z')
  })

  it('that would end in the hour left out end after it, and in the hour that comes twice at its first time', () => {
    const early = { from: '22:00', to: '02:30', timeZone: 'Europe/Berlin' }
    assert.equal(until(early, '2026-03-28T23:00:00Z'), '2026-03-29T01:00:00.000Z')
    assert.equal(until(early, '2026-10-24T22:00:00Z'), '2026-10-25T00:30:00.000Z')
  })

  it('may lie within a day', () => {
    const noon = { from: '12:00', to: '13:30', timeZone: 'UTC' }
    assert.equal(until(noon, '2026-11-26T12:10:30Z'), '2026-11-26T13:30:00.000Z')
    assert.equal(until(noon, '2026-11-26T13:30:00Z'), undefined)
  })

  it('are of zones that are known', () => {
    assert.deepEqual(['Europe/Berlin', 'UTC', 'Europe/Nowhere', ''].map(isTimeZone), [true, true, false, false])
  })
})
