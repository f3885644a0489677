// What may wait to be written: bounded in posts and bytes, given back exactly once.
import assert from 'node:assert/strict'
import { Problem } from '../../events/problem.ts'
import { createBacklog } from '../../server/backlog.ts'

const create = () => createBacklog({ maxWaitingPosts: 10, maxWaitingBytes: 100 })
const isFull = (error: unknown) => error instanceof Problem && error.code === 'unavailable'

describe('the backlog', () => {
  it('refuses a body that does not fit, in posts or in bytes, and takes it once there is room', () => {
    const backlog = create()
    const [first, second] = [backlog.place(), backlog.place()]
    first.grow(0, 60)
    assert.throws(() => second.grow(0, 41), isFull)
    second.grow(10, 40)
    assert.throws(() => first.grow(1, 0), isFull)
    second.release()
    first.grow(1, 40)
    assert.deepEqual(backlog.waiting(), { posts: 1, bytes: 100 })
  })
  it('gives back all of a place, once', () => {
    const backlog = create()
    const place = backlog.place()
    place.grow(1, 10)
    place.grow(2, 20)
    place.release()
    place.release()
    assert.deepEqual(backlog.waiting(), { posts: 0, bytes: 0 })
  })
  it('lets a stream wait for room, in turn', async () => {
    const backlog = create()
    const release = await backlog.takeWhenFree(8, 80)
    const order: string[] = []
    const waiting = ['a', 'b'].map(async (name) => {
      const mine = await backlog.takeWhenFree(6, 10)
      order.push(name)
      mine()
    })
    assert.deepEqual(order, [])
    release()
    await Promise.all(waiting)
    assert.deepEqual(order, ['a', 'b'])
  })
  it('takes what is larger than its bounds when nothing else waits', async () => {
    const backlog = create()
    const release = await backlog.takeWhenFree(500, 1_000)
    assert.throws(() => backlog.place().grow(1, 1), isFull)
    release()
    backlog.place().grow(1, 1)
  })
})
