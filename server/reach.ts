// Whether the log and the vault of a cluster answer: asked when somebody wants to know, once a second at most.
import { performance } from 'node:perf_hooks'
import type { EventLog } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { within } from '../workers/within.ts'

const [answerMs, askEveryMs] = [2_000, 1_000]

/** Each is `ok`, or why not. */
export type Reached = { readonly log: string; readonly vault: string }

type ReachParts = {
  readonly log: Pick<EventLog, 'head'>
  /** That it answers and can keep what it is given. */
  readonly vault: { readonly reach: () => Promise<void> }
}

export const createReach = ({ log, vault }: ReachParts): (() => Promise<Reached>) => {
  const found = async (asked: Promise<unknown>) => {
    try {
      return (await within(asked, answerMs)) === 'late' ? `does not answer within ${answerMs / 1_000} s` : 'ok'
    } catch (error) {
      if (error instanceof Problem) return error.message
      throw error
    }
  }
  const ask = async (): Promise<Reached> => {
    const [foundLog, foundVault] = await Promise.all([found(log.head()), found(vault.reach())])
    return { log: foundLog, vault: foundVault }
  }
  let askedAtMs = Number.NEGATIVE_INFINITY
  let last: Promise<Reached> | undefined
  return () => {
    if (last === undefined || performance.now() - askedAtMs > askEveryMs) {
      askedAtMs = performance.now()
      last = ask()
    }
    return last
  }
}
