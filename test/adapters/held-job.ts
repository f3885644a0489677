// A process of its own that takes a job and never ends it: argv is the address of Redis and the prefix. Killed by a test.
import { openBullJobQueue } from '../../adapters/bull-job-queue.ts'

const [url = '', prefix = ''] = process.argv.slice(2)
const queue = await openBullJobQueue({ url, prefix, onProblem: console.error, stalledMs: 500 })
queue.work('reanalyse-story', async ({ slug }) => {
  console.log(`began ${slug}`)
  await new Promise(() => {})
})
