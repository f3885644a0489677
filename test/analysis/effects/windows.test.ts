import assert from 'node:assert/strict'
import { reaches, windowsOf } from '../../../analysis/effects/windows.ts'

const told = (windows: ReturnType<typeof windowsOf>) =>
  Object.values(windows).map((ms) => new Date(ms).toISOString().slice(5, 16))

describe('the windows of a statement', () => {
  it('leave out the hour in which it was made: twelve whole hours before, twelve after', () => {
    for (const at of ['2026-02-02T12:00:00Z', '2026-02-02T12:20:00Z', '2026-02-02T12:59:59Z'])
      assert.deepEqual(told(windowsOf({ at, precision: 'minute' }, 12)), [
        '02-02T00:00',
        '02-02T12:00',
        '02-02T13:00',
        '02-03T01:00',
      ])
  })

  it('leave out a whole day where no hour is known, and all of a window', () => {
    const day = windowsOf({ at: '2026-02-02T00:00:00Z', precision: 'day' }, 12)
    assert.deepEqual(told(day), ['02-01T12:00', '02-02T00:00', '02-03T00:00', '02-03T12:00'])
    const at = '2026-02-02T10:30:00Z'
    const window = windowsOf({ at, until: '2026-02-02T17:10:00Z', precision: 'window' }, 12)
    assert.deepEqual(told(window), ['02-01T22:00', '02-02T10:00', '02-02T18:00', '02-03T06:00'])
  })

  it('lie around the moment at which posts first spoke of it, where that is known', () => {
    const when = { at: '2026-02-02T00:00:00Z', precision: 'day', heardAt: '2026-02-02T17:05:00Z' } as const
    assert.deepEqual(told(windowsOf(when, 12)), ['02-02T05:00', '02-02T17:00', '02-02T18:00', '02-03T06:00'])
  })

  it('are reached by what was said from their beginning to their end', () => {
    const windows = windowsOf({ at: '2026-02-02T12:20:00Z', precision: 'minute' }, 12)
    const reached = (at: string) => reaches(windows, { at, precision: 'minute' })
    assert.deepEqual(
      ['2026-02-01T23:59:00Z', '2026-02-02T00:00:00Z', '2026-02-03T00:59:00Z', '2026-02-03T01:00:00Z'].map(reached),
      [false, true, true, false],
    )
    assert.ok(reaches(windows, { at: '2026-02-01T00:00:00Z', precision: 'day' }))
  })
})
