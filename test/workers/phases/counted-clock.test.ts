// The clock of live posts: it waits for what was received by then, and not for ever.
import assert from 'node:assert/strict'
import { createCountedClock } from '../../../workers/phases/counted-clock.ts'

const createGiven = () => {
  const at = { now: 1_000, head: 10, analysed: 10, folded: 10, caughtUp: true, waiting: 0 }
  const clock = createCountedClock({
    log: { head: async () => at.head },
    keepUp: { version: () => at.folded, isCaughtUp: () => at.caughtUp },
    analysed: { through: () => at.analysed, waiting: () => at.waiting, isCaughtUp: () => true },
    now: () => at.now,
  })
  return { at, clock }
}

describe('the clock of what is counted', () => {
  it('is that of the service where nothing waits', async () => {
    const { at, clock } = createGiven()
    assert.equal(clock.countedMs(), undefined)
    await clock.look()
    assert.equal(clock.countedMs(), 1_000)
    at.now = 2_000
    await clock.look()
    assert.equal(clock.countedMs(), 2_000)
  })

  it('waits until all that was received is analysed, and that is folded', async () => {
    const { at, clock } = createGiven()
    Object.assign(at, { head: 20, analysed: 15 })
    await clock.look()
    Object.assign(at, { now: 5_000, head: 40, analysed: 20 })
    await clock.look() // analysed: what came of it is to be folded up to 40
    assert.equal(clock.countedMs(), undefined)
    at.folded = 39
    await clock.look()
    assert.equal(clock.countedMs(), undefined)
    at.folded = 40
    await clock.look()
    assert.equal(clock.countedMs(), 1_000, 'of when it was asked, not of when it was done')
  })

  it('begins again when the read model is folded anew', async () => {
    const { at, clock } = createGiven()
    at.analysed = 5
    await clock.look()
    at.caughtUp = false
    await clock.look()
    Object.assign(at, { caughtUp: true, now: 9_000, analysed: 10 })
    await clock.look()
    assert.equal(clock.countedMs(), 9_000)
  })

  it('knows when nothing at all waits', async () => {
    const { at, clock } = createGiven()
    assert.equal(await clock.isIdle(), true)
    for (const busy of [{ waiting: 1 }, { folded: 9 }, { caughtUp: false }]) {
      const before = { ...at }
      Object.assign(at, busy)
      assert.equal(await clock.isIdle(), false, JSON.stringify(busy))
      Object.assign(at, before)
    }
  })
})
