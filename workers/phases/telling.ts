// Has what is said of a story told in the log: asks for the job, and asks again as long as it is not told.
import type { JobQueue } from '../jobs.ts'

export type Telling = {
  /** `key` names what is said. Nothing when that is told already, or was asked for lately. */
  readonly ask: (slug: string, key: string) => void
  readonly told: (slug: string, key: string) => void
  /** The story is another: what was told of it may be due again. */
  readonly forget: (slug: string) => void
}

type Parts = {
  readonly jobs: Pick<JobQueue, 'enqueue'>
  /** A job that has told nothing for so long is lost. */
  readonly againMs: number
  readonly onProblem: (words: string, error: unknown) => void
}

export const createTelling = ({ jobs, againMs, onProblem }: Parts): Telling => {
  const told = new Map<string, string>()
  const asked = new Map<string, { readonly key: string; readonly steadyMs: number }>()
  return {
    ask: (slug, key) => {
      if (told.get(slug) === key) return
      const last = asked.get(slug)
      const steadyMs = performance.now()
      if (last?.key === key && steadyMs - last.steadyMs < againMs) return
      asked.set(slug, { key, steadyMs })
      jobs.enqueue('declare-phase', { slug }).catch((error: unknown) => {
        onProblem('enqueueing a declaration of phases failed; it is enqueued again', error)
      })
    },
    told: (slug, key) => {
      told.set(slug, key)
    },
    forget: (slug) => {
      told.delete(slug)
      asked.delete(slug)
    },
  }
}
