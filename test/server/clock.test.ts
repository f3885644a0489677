// The accelerated clock: stands, runs, stands again.
import assert from 'node:assert/strict'
import { Problem } from '../../events/problem.ts'
import { createClock, demoClock } from '../../server/clock.ts'

const at = (iso: string) => Date.parse(iso)

describe('clock', () => {
  it('is the real one where nothing is set', () => {
    assert.equal(createClock('', () => 17)(), 17)
  })

  it('runs as many times faster as it is told, from the first look on', () => {
    let real = 5_000
    const clock = demoClock('2017-08-18T00:00:00Z,3600', () => real)
    assert.equal(clock(), at('2017-08-18T00:00:00Z'))
    real += 1_000
    assert.equal(clock(), at('2017-08-18T01:00:00Z'))
  })

  it('stands until its real start, and at its end', () => {
    let real = at('2026-01-01T00:00:00Z')
    const clock = demoClock('2017-08-18T00:00:00Z,3600,2017-08-28T00:00:00Z,2026-01-01T00:00:10Z', () => real)
    real += 10_000
    assert.equal(clock(), at('2017-08-18T00:00:00Z'))
    real += 500
    assert.equal(clock(), at('2017-08-18T00:30:00Z'))
    real += 3_600_000
    assert.equal(clock(), at('2017-08-28T00:00:00Z'))
  })

  it('never goes back', () => {
    let real = 0
    const clock = demoClock('2017-08-18T00:00:00Z,1.5', () => real)
    let last = clock()
    for (; real < 100; real++) {
      assert.ok(clock() >= last)
      last = clock()
    }
  })

  for (const spec of [
    'yesterday,3600',
    '2017-08-18T00:00:00Z',
    '2017-08-18T00:00:00Z,0',
    '2017-08-18T00:00:00Z,-1',
    '2017-08-18T00:00:00Z,fast',
    '2017-08-18T00:00:00Z,60,2017-08-01T00:00:00Z',
    '2017-08-18T00:00:00Z,60,,,',
  ])
    it(`refuses "${spec}" by name`, () => {
      assert.throws(
        () => demoClock(spec),
        (error) => error instanceof Problem && error.code === 'usage' && error.message.includes('OUTCRY_DEMO_CLOCK'),
      )
    })
})
