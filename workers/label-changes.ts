// Which stories have labels that no fit knows yet: noticed in the log, fitted once the read model has them, not one by one.
import type { RecordedEvent } from '../events/catalogue.ts'
import type { Finding, LaneFinding } from '../events/post.ts'
import { follower as projectionsFollower } from '../projections/keep-up.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { storiesOf } from '../projections/stories.ts'
import type { JobQueue } from './jobs.ts'

export type LabelChanges = {
  /** The log is read from here on; its last version is `head`. Every story may have labels of before. */
  readonly begin: (head: number) => void
  readonly notice: (event: RecordedEvent) => void
  readonly close: () => void
}

const slugsOf = (findings: readonly (Finding | LaneFinding | undefined)[]) =>
  findings.flatMap((found) => (found?.corrected === undefined ? [] : found.stories.map(({ slug }) => slug)))

/** Stories whose labels, or what lanes say of labelled posts, this changes. */
const touched = (event: RecordedEvent): readonly string[] => {
  switch (event.type) {
    case 'PostAnalysed':
      return slugsOf([event.data, event.data.replaces])
    case 'PostRemoved':
    case 'PostErased':
      return slugsOf(event.data.subtracts)
    case 'StoryChanged':
    case 'LaneActivated':
      return [event.data.slug]
    default:
      return []
  }
}

type Parts = {
  readonly readModel: ReadModel
  readonly jobs: Pick<JobQueue, 'enqueue'>
  /** A story is fitted at most once in this time, however fast somebody labels. */
  readonly everyMs: number
  readonly onProblem: (words: string, error: unknown) => void
}

export const createLabelChanges = ({ readModel, jobs, everyMs, onProblem }: Parts): LabelChanges => {
  /** Version of the log that the read model must have. While the log of before is read again, its end: no fit of half the labels. */
  const waiting = new Map<string, number>()
  let head = 0
  const wait = (slug: string, version: number) => waiting.set(slug, Math.max(version, head, waiting.get(slug) ?? 0))

  const send = () => {
    if (waiting.size === 0) return
    const folded = readModel.checkpoint(projectionsFollower)?.version ?? 0
    for (const [slug, version] of waiting) {
      if (folded < version) continue
      waiting.delete(slug)
      jobs.enqueue('fit-calibration', { slug }).catch((error: unknown) => {
        wait(slug, version)
        onProblem('enqueueing a fit failed; it is enqueued again', error)
      })
    }
  }
  const timer = setInterval(() => {
    try {
      send()
    } catch (error) {
      onProblem('looking for new labels failed; it is tried again', error)
    }
  }, everyMs)
  return {
    begin: (last) => {
      head = last
      for (const { slug } of storiesOf(readModel)) wait(slug, last)
    },
    notice: (event) => {
      for (const slug of touched(event)) wait(slug, event.version)
    },
    close: () => clearInterval(timer),
  }
}
