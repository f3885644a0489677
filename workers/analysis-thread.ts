// The thread that analyses: takes batches of posts, gives their readings back in order. Of recent posts it knows what their texts
// have in common, as long as the vault keeps them.
import { parentPort } from 'node:worker_threads'
import { createAnalyse, type Reading } from '../analysis/analyse.ts'
import type { StoryReport } from '../analysis/emerging/story-phrases.ts'
import { type Beside, createRecent, type RecentSubject } from '../analysis/recent.ts'
import type { StoryRules } from '../analysis/topics.ts'

export type PostReading = Reading & Beside

/** What the thread is asked, and what it answers to each. */
export type Asked =
  | { readonly read: readonly RecentSubject[] }
  | { readonly recall: readonly RecentSubject[] }
  /** Refs whose posts are gone, or have other words now. */
  | { readonly forget: readonly string[] }
  /** The phrases that emerge now. */
  | { readonly phrases: true }
export type Answered = {
  readonly readings: readonly PostReading[]
  /** Refs of posts to be analysed again, in this order. */
  readonly released: readonly string[]
  /** Phrases that emerged meanwhile, by the time of the posts. */
  readonly phrases: readonly StoryReport[]
}

export type ToThread = { readonly stories: readonly StoryRules[] } | { readonly batch: number; readonly asked: Asked }
export type FromThread = { readonly batch: number; readonly answered: Answered }

let analyse = createAnalyse([])
const recent = createRecent()

const nothing: Answered = { readings: [], released: [], phrases: [] }

const answer = (asked: Asked): Answered => {
  if ('recall' in asked) {
    for (const subject of asked.recall) recent.recall(subject)
    return nothing
  }
  if ('forget' in asked) return { ...nothing, released: asked.forget.flatMap(recent.forget) }
  if ('phrases' in asked) return { ...nothing, phrases: recent.phrases() }
  const phrases: StoryReport[] = []
  const readings = asked.read.map((subject) => {
    const reading = analyse(subject)
    const beside = recent.look(subject, reading)
    phrases.push(...recent.phrasesDue())
    return { ...reading, ...beside }
  })
  return { ...nothing, readings, phrases }
}

parentPort?.on('message', (message: ToThread) => {
  if ('stories' in message) {
    analyse = createAnalyse(message.stories)
    recent.setStories(message.stories)
    return
  }
  const { batch, asked } = message
  parentPort?.postMessage({ batch, answered: answer(asked) } satisfies FromThread)
})
