// What an operator should know, in the program log: with its reason, and the same no more than once a minute.
import { Problem, reasonOf } from '../events/problem.ts'

type Level = 'warn' | 'error'
type Say = (fields: { readonly [name: string]: unknown }, words: string) => void

/** What is said again within this time is counted, and said with its number when the time is over. */
const againMs = 60_000
const mostCounted = 1_000

const fieldsOf = (level: Level, error: unknown) => {
  if (error === undefined) return {}
  if (error instanceof Problem) return { why: reasonOf(error) }
  const { name, stack = '' } = error as Error
  // A warning may be about what a stranger sent, and the message of what nobody foresaw may quote it: only the places then.
  return { name, stack: level === 'error' ? stack : stack.slice(stack.indexOf('\n    at ')) }
}

export type ProblemLog = {
  readonly onProblem: (words: string, error?: unknown) => void
  readonly onWarning: (words: string, error?: unknown) => void
}

/** While something is away many say so again and again: a line for each would hide everything else. */
export const createProblemLog = (logger: Readonly<Record<Level, Say>>): ProblemLog => {
  const counted = new Map<string, { times: number; error: unknown }>()
  const teller =
    (level: Level) =>
    (words: string, error?: unknown): void => {
      const key = `${level} ${words}`
      const before = counted.get(key)
      if (before !== undefined) {
        before.times++
        before.error = error
        return
      }
      logger[level](fieldsOf(level, error), words)
      if (counted.size >= mostCounted) return
      const since = { times: 0, error }
      counted.set(key, since)
      const look = setInterval(() => {
        if (since.times === 0) {
          clearInterval(look)
          counted.delete(key)
          return
        }
        logger[level]({ ...fieldsOf(level, since.error), times: since.times }, words)
        since.times = 0
      }, againMs)
      look.unref()
    }
  return { onProblem: teller('error'), onWarning: teller('warn') }
}
