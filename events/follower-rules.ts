// The rules of a follower: asked, confirmed by the owner of the address within two days, told, gone.
import type { RecordedEvent } from './catalogue.ts'
import type { FollowerAsked, FollowerConfirmed, FollowerEvent, FollowerLeft, FollowerTold } from './follower.ts'
import { Problem } from './problem.ts'

export type FollowerState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'asked' | 'confirmed' | 'left'
      readonly slug: string
      readonly every: boolean
      /** When it was asked for first and last, ISO 8601 UTC; how often. */
      readonly firstAskedAt: string
      readonly askedAt: string
      readonly asks: number
      /** Of the mails that ask, how many are answered for by one that went out. */
      readonly invited: number
      /** Of the event in the story's stream that was told last; -1 before. */
      readonly told: number
    }
export const initial: FollowerState = { status: 'unknown' }

export const confirmWithinMs = 48 * 3_600_000
/** So that nobody can be buried in mails that ask for confirmation. */
const mostAsks = 3
const askAgainMs = 3_600_000

export const evolve = (state: FollowerState, event: FollowerEvent): FollowerState => {
  switch (event.type) {
    case 'FollowerAsked': {
      const { slug, every, at: askedAt } = event.data
      const before = state.status === 'unknown' ? { firstAskedAt: askedAt, asks: 0, invited: 0, told: -1 } : state
      return { ...before, status: 'asked', slug, every, askedAt, asks: before.asks + 1 }
    }
    case 'FollowerConfirmed':
      return state.status === 'unknown' ? state : { ...state, status: 'confirmed' }
    case 'FollowerLeft':
      return state.status === 'unknown' ? state : { ...state, status: 'left' }
    case 'FollowerTold': {
      if (state.status === 'unknown') return state
      const { revision } = event.data
      return revision === undefined ? { ...state, invited: state.asks } : { ...state, told: revision }
    }
  }
}

/** By the whole stream of a follower. */
export const followerOf = (history: readonly RecordedEvent[]): FollowerState =>
  history.reduce<FollowerState>(
    (state, event) => (event.stream.startsWith('follower-') ? evolve(state, event as FollowerEvent) : state),
    initial,
  )

/** It waits for its confirmation, and the time for that is over. */
export const hasLapsed = (state: FollowerState, nowMs: number): boolean =>
  state.status === 'asked' && Date.parse(state.firstAskedAt) + confirmWithinMs <= nowMs

const noSuchFollower = () =>
  new Problem('not-found', 'following a story: this link is not valid, or not any more; ask for a new one')

/** Nothing where the mail went out a short while ago, or often enough, or is not needed. */
export const decideAsk = (state: FollowerState, data: FollowerAsked['data']): readonly FollowerEvent[] => {
  if (state.status === 'confirmed' || state.status === 'left') return []
  if (state.status === 'asked') {
    const isEarly = Date.parse(data.at) < Date.parse(state.askedAt) + askAgainMs
    if (isEarly || state.asks >= mostAsks || hasLapsed(state, Date.parse(data.at))) return []
  }
  return [{ type: 'FollowerAsked', data }]
}

/** Nothing when it is confirmed already. @throws Problem `not-found`: unknown, left, or too late */
export const decideConfirmation = (state: FollowerState, data: FollowerConfirmed['data']): readonly FollowerEvent[] => {
  if (state.status === 'unknown' || state.status === 'left' || hasLapsed(state, Date.parse(data.at)))
    throw noSuchFollower()
  return state.status === 'confirmed' ? [] : [{ type: 'FollowerConfirmed', data }]
}

/** Nothing when it has left already. @throws Problem `not-found` */
export const decideLeaving = (state: FollowerState, data: FollowerLeft['data']): readonly FollowerEvent[] => {
  if (state.status === 'unknown') throw noSuchFollower()
  return state.status === 'left' ? [] : [{ type: 'FollowerLeft', data }]
}

/** Whether a mail is still to go out: somebody else may have sent it. @param revision `undefined`: the one that asks */
export const isOwed = (state: FollowerState, revision: number | undefined): boolean => {
  if (state.status === 'asked') return revision === undefined && state.invited < state.asks
  return state.status === 'confirmed' && revision !== undefined && state.told < revision
}

/** Nothing once it has left. */
export const decideTold = (state: FollowerState, data: FollowerTold['data']): readonly FollowerEvent[] =>
  state.status === 'asked' || state.status === 'confirmed' ? [{ type: 'FollowerTold', data }] : []
