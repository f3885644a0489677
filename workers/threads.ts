// Threads that a forum says are there again, read by a process that polls nothing.
import { setTimeout } from 'node:timers/promises'
import type { EventLog } from '../events/event-log.ts'
import type { ReceivePosts } from '../events/incoming-post.ts'
import type { Vault } from '../events/vault.ts'
import type { WebFetch } from '../events/web.ts'
import { createAsking } from './asking.ts'
import { createChannelCourses } from './channel-course.ts'
import { createHostTurns } from './host-turns.ts'
import { createReadThread } from './read-thread.ts'

type ThreadsParts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly vault: Pick<Vault, 'secret'>
  readonly fetch: WebFetch
  readonly receivePosts: ReceivePosts
  readonly now: () => number
  readonly signal: AbortSignal
  readonly onProblem: (words: string) => void
}

export const createThreads = (parts: ThreadsParts) => {
  const pause = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal })
  const asking = createAsking({ ...parts, turns: createHostTurns(), pause })
  return createReadThread({ ...parts, asking, courses: createChannelCourses(parts.log) })
}
