// The queue of a single process keeps the promises of every queue, and its bounds.
import assert from 'node:assert/strict'
import { createLocalJobQueue } from '../../adapters/local-job-queue.ts'
import { jobPolicy } from '../../workers/jobs.ts'
import { jobQueueContract } from '../contracts/job-queue.ts'
import { until } from '../running.ts'

jobQueueContract('in the process', createLocalJobQueue)

describe('local job queue', () => {
  it('runs as many of a name at once as its policy says', async () => {
    const queue = createLocalJobQueue({ onProblem: assert.fail })
    const most = { posts: 0, stories: 0 }
    const now = { posts: 0, stories: 0 }
    let done = 0
    const counting = (what: 'posts' | 'stories') => async () => {
      most[what] = Math.max(most[what], ++now[what])
      await new Promise(setImmediate)
      now[what]--
      done++
    }
    queue.work('analyse-posts', counting('posts'))
    queue.work('reanalyse-story', counting('stories'))
    for (let n = 0; n < 10; n++) {
      await queue.enqueue('analyse-posts', { refs: [] })
      await queue.enqueue('reanalyse-story', { slug: 'one' })
    }
    await until('all of them', () => done === 20 || undefined)
    assert.deepEqual(most, { posts: jobPolicy['analyse-posts'].atOnce, stories: 1 })
    await queue.close()
  })
})
