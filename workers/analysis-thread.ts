// The thread that analyses: takes batches of posts, gives their readings back in order. It keeps no post.
import { parentPort } from 'node:worker_threads'
import { createAnalyse, type Reading, type Subject } from '../analysis/analyse.ts'
import type { StoryRules } from '../analysis/topics.ts'

export type ToThread =
  | { readonly stories: readonly StoryRules[] }
  | { readonly batch: number; readonly subjects: readonly Subject[] }
export type FromThread = { readonly batch: number; readonly readings: readonly Reading[] }

let analyse = createAnalyse([])
parentPort?.on('message', (message: ToThread) => {
  if ('stories' in message) {
    analyse = createAnalyse(message.stories)
    return
  }
  const { batch, subjects } = message
  parentPort?.postMessage({ batch, readings: subjects.map(analyse) } satisfies FromThread)
})
