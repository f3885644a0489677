// A past incident from a file of posts: received, analysed, counted and its phases found by the code of the service, in memory.
import { setTimeout as pause } from 'node:timers/promises'
import { createEngine } from '../analysis/phases/engine.ts'
import { Problem } from '../events/problem.ts'
import type { StoryEntry } from '../events/story-entry.ts'
import { createKeepUp } from '../projections/keep-up.ts'
import { firstAndLastAt } from '../projections/posts.ts'
import { storyOf } from '../projections/stories.ts'
import { createBacklog } from '../server/backlog.ts'
import { createEditing } from '../server/editing.ts'
import { importChannel, importPosts } from '../server/import-posts.ts'
import type { Totals } from '../server/receive-stream.ts'
import { createSettled } from '../server/settled.ts'
import { limits } from '../settings.ts'
import type { NumberedItem } from '../sources/import/format.ts'
import { createErasing } from '../workers/erasing.ts'
import { declarePast } from '../workers/phases/declare-past.ts'
import { createReceiving } from '../workers/receiving.ts'
import { startWorkers } from '../workers/start.ts'
import { createCalls } from './call-operations.ts'
import type { OpenInMemory } from './command.ts'

const askEveryMs = 20

type Incident = {
  readonly entry: StoryEntry
  readonly items: AsyncIterable<readonly NumberedItem[]>
  readonly onRejected: (line: number, problem: Problem) => void
  readonly onRead: (totals: Totals) => void
  /** Posts that wait for their analysis, of those that were read. */
  readonly onAnalysing: (waiting: number, posts: number) => void
  readonly onProblem: (words: string) => void
}

/** Until every post is analysed, and what emerged among the last ones is told. */
const analyse = async (parts: OpenInMemory, posts: number, { onAnalysing, onProblem }: Incident) => {
  const workers = startWorkers({ ...parts, erasing: createErasing(parts), onProblem })
  try {
    while (!workers.isCaughtUp() || workers.waiting() > 0) {
      await pause(askEveryMs)
      onAnalysing(workers.waiting(), posts)
    }
    await parts.jobs.enqueue('find-phrases', {}) // it runs at once, and closing waits for it
  } finally {
    await workers.close()
  }
}

/**
 * Answers the operations of the API as of the last post.
 * @throws Problem of the file; `invalid` without any post
 */
export const openPastIncident = async (parts: OpenInMemory, incident: Incident) => {
  const { entry, items, onRejected, onRead, onProblem } = incident
  const { slug } = entry
  const { log, readModel } = parts
  await createEditing(parts).putStory({ ...entry, channels: [importChannel] })
  const receiving = { log, receivePosts: createReceiving(parts), backlog: createBacklog(limits) }
  const totals = await importPosts(receiving, {
    channel: importChannel,
    story: slug,
    items,
    onRejected,
    onProgress: onRead,
  })
  const stopped = new AbortController()
  const keepUp = createKeepUp({ log, readModel, onProblem })
  const following = keepUp.run(stopped.signal)
  const counted = async () => createSettled(keepUp, limits.foldAnewMs)(await log.head())
  try {
    await analyse(parts, totals.read, incident)
    await counted()
    const lane = storyOf(readModel, slug)?.lane ?? ''
    const last = firstAndLastAt(readModel, slug, lane)?.last
    if (last === undefined)
      throw new Problem('invalid', 'reporting: there is no post of the story in the file', { faults: [] })
    const gauge = await declarePast({ log, readModel, createEngine }, { slug, lane })
    await counted()
    // The end of a bucket is excluded, and the last post is to be in one.
    const endMs = Date.parse(last) + 1
    return { totals, call: await createCalls({ ...parts, keepUp, now: () => endMs, gaugeOf: () => gauge }) }
  } finally {
    stopped.abort()
    await following
  }
}
