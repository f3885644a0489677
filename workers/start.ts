// Starts everything that happens later, in this process, and says how to stop it.
import type { ErasePosts } from '../events/erase-posts.ts'
import { limits } from '../settings.ts'
import { createAnalysePosts } from './analyse-posts.ts'
import { createAnalyseRefs, type Fresh } from './analyse-refs.ts'
import { createAnalyser } from './analyser.ts'
import { createExpireContent } from './expire-content.ts'
import { createKnownStories } from './known-stories.ts'
import type { Ports } from './ports.ts'

type Parts = Ports & {
  readonly erasing: Pick<ErasePosts, 'resume'>
  readonly onProblem: (words: string, error?: unknown) => void
}

const expireEveryMs = 10 * 60_000

export const startWorkers = ({ log, vault, readModel, jobs, now, erasing, onProblem }: Parts) => {
  const analyser = createAnalyser({ onProblem })
  const stories = createKnownStories(analyser.setStories)
  const analysePosts = createAnalysePosts({ log, readModel, jobs, stories, limits, onProblem })
  const analyseRefs = createAnalyseRefs({ log, vault, analyser, onFinished: analysePosts.finished })
  jobs.work('analyse-posts', async ({ refs }) => {
    const fresh: Fresh[] = []
    const known: string[] = []
    for (const ref of refs) {
      const post = analysePosts.freshOf(ref)
      if (post === undefined) known.push(ref)
      else fresh.push(post)
    }
    if (fresh.length > 0) await analyseRefs.fresh(fresh)
    if (known.length > 0) await analyseRefs.known(known)
  })
  const expireContent = createExpireContent({ log, vault, erasing, now, orphanAfterMs: limits.orphanAfterMs })
  jobs.work('expire-content', async () => {
    await expireContent()
  })
  jobs.every('expire-content', expireEveryMs, {})

  const stopping = new AbortController()
  const { signal } = stopping
  const following = analysePosts.run(stopping.signal)
  return {
    close: async () => {
      stopping.abort()
      await jobs.close()
      await following
      await analyser.close()
    },
  }
}
