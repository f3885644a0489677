// The analysis thread from outside: batches in, readings out. A thread that dies is started again, its batches tried again.
import { Worker } from 'node:worker_threads'
import type { RecentSubject } from '../analysis/recent.ts'
import type { StoryRules } from '../analysis/topics.ts'
import { Problem } from '../events/problem.ts'
import type { Answered, Asked, FromThread, PostReading, ToThread } from './analysis-thread.ts'

const maxTries = 3

export type Analyser = {
  /** Holds for every batch read from now on, and for those that still wait for the thread to be told of recent posts. */
  readonly setStories: (stories: readonly StoryRules[]) => void
  /** One reading per subject, in order. @throws Problem `unavailable` when the thread died of it at every try */
  readonly read: (subjects: readonly RecentSubject[]) => Promise<readonly PostReading[]>
  /** What is known of these posts goes. Answers the refs of those to be analysed again, in order. @throws Problem `unavailable` */
  readonly forget: (refs: readonly string[]) => Promise<readonly string[]>
  /** The phrases that emerge in each story now; none before any post was read. @throws Problem `unavailable` */
  readonly phrases: () => Promise<Answered['phrases']>
  readonly close: () => Promise<void>
}

type Waiting = {
  readonly asked: Asked
  readonly resolve: (answered: Answered) => void
  readonly reject: (error: Problem) => void
  tries: number
}

type AnalyserParts = {
  readonly onProblem: (words: string, error?: unknown) => void
  /** Phrases that emerged among the posts read. */
  readonly onPhrases?: (found: Answered['phrases']) => void
  /** The recent posts that a new thread is to know before it reads any. */
  readonly recall?: () => AsyncIterable<readonly RecentSubject[]>
  readonly start?: () => Worker
}

export const createAnalyser = ({
  onProblem,
  onPhrases,
  recall,
  start = () => new Worker(new URL('./analysis-thread.ts', import.meta.url)),
}: AnalyserParts): Analyser => {
  const waiting = new Map<number, Waiting>()
  let stories: readonly StoryRules[] = []
  let worker: Worker | undefined
  /** It has been told all that it is to know. */
  let isReady = false
  let last = 0
  let closed = false

  const say = (message: ToThread) => worker?.postMessage(message)
  const send = (batch: number, one: Waiting) => {
    one.tries++
    say({ batch, asked: one.asked })
  }
  const giveUp = (batch: number, one: Waiting, words: string) => {
    waiting.delete(batch)
    one.reject(new Problem('unavailable', `analysing posts: ${words}`))
  }

  const ask = (asked: Asked, isForAll = false): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const one: Waiting = { asked, resolve, reject, tries: 0 }
      if (closed) return giveUp(0, one, 'the worker is stopping')
      waiting.set(++last, one)
      if (worker === undefined) begin()
      else if (isReady || isForAll) send(last, one)
    })

  const ready = () => {
    isReady = true
    for (const [batch, one] of waiting) send(batch, one)
  }

  const fill = async (started: Worker, posts: AsyncIterable<readonly RecentSubject[]>) => {
    try {
      for await (const subjects of posts) {
        if (worker !== started) return
        await ask({ recall: subjects }, true)
      }
    } catch (error) {
      if (!closed) onProblem('recalling recent posts failed; what repeats them is counted as posts', error)
    }
    if (worker !== started) return
    ready()
  }

  const begin = () => {
    const started = start()
    worker = started
    isReady = false
    started.on('message', ({ batch, answered }: FromThread) => {
      waiting.get(batch)?.resolve(answered)
      waiting.delete(batch)
    })
    started.on('error', (error) => onProblem('the analysis thread failed; it is started again', error))
    started.on('exit', () => {
      if (worker !== started) return
      worker = undefined
      for (const [batch, one] of waiting)
        if (closed) giveUp(batch, one, 'the worker is stopping')
        else if ('recall' in one.asked)
          giveUp(batch, one, 'the thread died') // the next one is told from the beginning
        else if (one.tries >= maxTries) giveUp(batch, one, `the thread died at each of ${maxTries} tries`)
      if (waiting.size > 0) begin()
    })
    say({ stories })
    if (recall === undefined) ready()
    else void fill(started, recall())
  }

  return {
    setStories: (rules) => {
      stories = rules
      say({ stories })
    },
    read: async (subjects) => {
      const { readings, phrases } = await ask({ read: subjects })
      if (phrases.length > 0) onPhrases?.(phrases)
      return readings
    },
    forget: async (refs) => (worker === undefined ? [] : (await ask({ forget: refs })).released),
    phrases: async () => (worker === undefined ? [] : (await ask({ phrases: true })).phrases),
    close: async () => {
      closed = true
      await worker?.terminate()
    },
  }
}
