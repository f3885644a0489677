// The analysis thread from outside: batches in, readings out. A thread that dies is started again, its batches tried again.
import { Worker } from 'node:worker_threads'
import type { Reading, Subject } from '../analysis/analyse.ts'
import type { StoryRules } from '../analysis/topics.ts'
import { Problem } from '../events/problem.ts'
import type { FromThread, ToThread } from './analysis-thread.ts'

const maxTries = 3

export type Analyser = {
  /** Holds for every batch read from now on. */
  readonly setStories: (stories: readonly StoryRules[]) => void
  /** One reading per subject, in order. @throws Problem `unavailable` when the thread died of it at every try */
  readonly read: (subjects: readonly Subject[]) => Promise<readonly Reading[]>
  readonly close: () => Promise<void>
}

type Waiting = {
  readonly subjects: readonly Subject[]
  readonly resolve: (readings: readonly Reading[]) => void
  readonly reject: (error: Problem) => void
  tries: number
}

export const createAnalyser = ({
  onProblem,
  start = () => new Worker(new URL('./analysis-thread.ts', import.meta.url)),
}: {
  readonly onProblem: (words: string, error?: unknown) => void
  readonly start?: () => Worker
}): Analyser => {
  const waiting = new Map<number, Waiting>()
  let stories: readonly StoryRules[] = []
  let worker: Worker | undefined
  let last = 0
  let closed = false

  const say = (message: ToThread) => worker?.postMessage(message)
  const send = (batch: number, one: Waiting) => {
    one.tries++
    say({ batch, subjects: one.subjects })
  }
  const giveUp = (batch: number, one: Waiting, words: string) => {
    waiting.delete(batch)
    one.reject(new Problem('unavailable', `analysing ${one.subjects.length} posts: ${words}`))
  }

  const begin = () => {
    const started = start()
    worker = started
    started.on('message', ({ batch, readings }: FromThread) => {
      waiting.get(batch)?.resolve(readings)
      waiting.delete(batch)
    })
    started.on('error', (error) => onProblem('the analysis thread failed; it is started again', error))
    started.on('exit', () => {
      if (worker !== started) return
      worker = undefined
      for (const [batch, one] of waiting)
        if (closed) giveUp(batch, one, 'the worker is stopping')
        else if (one.tries >= maxTries) giveUp(batch, one, `the thread died at each of ${maxTries} tries`)
      if (waiting.size > 0) begin()
    })
    say({ stories })
    for (const [batch, one] of waiting) send(batch, one)
  }

  return {
    setStories: (rules) => {
      stories = rules
      say({ stories })
    },
    read: (subjects) =>
      new Promise((resolve, reject) => {
        const one: Waiting = { subjects, resolve, reject, tries: 0 }
        if (closed) return giveUp(0, one, 'the worker is stopping')
        waiting.set(++last, one)
        if (worker === undefined) begin()
        else send(last, one)
      }),
    close: async () => {
      closed = true
      await worker?.terminate()
    },
  }
}
