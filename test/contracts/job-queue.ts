// What every job queue promises: at least once, tried again after a failure, bounded, and a clean end.
import assert from 'node:assert/strict'
import { type JobQueue, jobPolicy } from '../../workers/jobs.ts'
import { until } from '../running.ts'

type Told = { readonly words: string; readonly error: unknown }
/** `onProblem` is told of jobs out of tries. */
type OpenQueue = (parts: {
  readonly onProblem: (words: string, error: unknown) => void
}) => Promise<JobQueue> | JobQueue

export const jobQueueContract = (name: string, open: OpenQueue) => {
  describe(`job queue: ${name}`, () => {
    const told: Told[] = []
    let queue: JobQueue
    beforeEach(async () => {
      told.length = 0
      queue = await open({ onProblem: (words, error) => told.push({ words, error }) })
    })
    afterEach(() => queue.close())

    it('runs every job, enqueued before or after its worker came', async () => {
      const done = new Set<string>()
      await queue.enqueue('reanalyse-story', { slug: 'before' })
      queue.work('reanalyse-story', async ({ slug }) => {
        done.add(slug)
      })
      await queue.enqueue('reanalyse-story', { slug: 'after' })
      await until('both jobs', () => done.size === 2 || undefined)
    })

    it('tries a failed job again, and goes on with others meanwhile', async () => {
      const seen: string[] = []
      queue.work('analyse-posts', async ({ refs: [ref = ''] }) => {
        seen.push(ref)
        if (ref === 'bad' && seen.filter((one) => one === 'bad').length < 3) throw new Error('not yet')
      })
      await queue.enqueue('analyse-posts', { refs: ['bad'] })
      await queue.enqueue('analyse-posts', { refs: ['good'] })
      await until('the third try', () => seen.filter((one) => one === 'bad').length === 3 || undefined)
      assert.equal(seen.indexOf('good'), 1)
      assert.deepEqual(told, [])
    })

    it('reports a job that is out of tries, without its data', async () => {
      let tries = 0
      queue.work('analyse-posts', async () => {
        tries++
        throw new Error('never')
      })
      await queue.enqueue('analyse-posts', { refs: ['a-secret-ref'] })
      const { words } = await until('the report', () => told[0])
      assert.equal(tries, jobPolicy['analyse-posts'].attempts)
      assert.match(words, /analyse-posts/)
      assert.doesNotMatch(words, /a-secret-ref/)
    })

    it('runs a job again and again by interval', async () => {
      let times = 0
      queue.work('expire-content', async () => {
        times++
      })
      queue.every('expire-content', 10, {})
      await until('three times', () => times >= 3 || undefined)
    })

    it('finishes what runs when it is closed, and takes no more', async () => {
      const gate = Promise.withResolvers<void>()
      const began = Promise.withResolvers<void>()
      let finished = false
      queue.work('reanalyse-story', async () => {
        began.resolve()
        await gate.promise
        finished = true
      })
      await queue.enqueue('reanalyse-story', { slug: 'long' })
      await began.promise
      const closing = queue.close()
      gate.resolve()
      await closing
      assert.equal(finished, true)
      await assert.rejects(queue.enqueue('reanalyse-story', { slug: 'late' }), { code: 'unavailable' })
    })
  })
}
