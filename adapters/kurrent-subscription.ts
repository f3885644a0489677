// Following everything in KurrentDB: one subscription after the other, from what was processed last.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { AllStreamRecordedEvent, AllStreamSubscription } from '@kurrent/kurrentdb-client'
import { Problem } from '../events/problem.ts'
import type { Connected, KurrentConnection, KurrentFilter } from './kurrent-connection.ts'
import { isAfter, isPlace, type Place } from './kurrent-events.ts'
import { errorType, kurrentProblem, Late } from './kurrent-problem.ts'

const pageEvents = 1_000
/** In units of 32 events that the server looked at. */
const checkpointInterval = 32

/** Events in log order; `place` is where to go on after them, which may be past the last event that there is. `live`: nothing was waiting behind these. */
export type Taken = {
  readonly events: readonly AllStreamRecordedEvent[]
  readonly place: Place | undefined
  readonly live: boolean
}

export type FollowKurrentOptions = {
  readonly filter: KurrentFilter
  /** `undefined`: from the first event. */
  readonly from: Place | undefined
  readonly signal: AbortSignal
  /** A subscription that is not confirmed within this time is begun anew, on a new connection. */
  readonly confirmMs: number
  /** One that says nothing for so long is begun anew: it may be half-open. */
  readonly silenceMs: number
  /** The shortest and the longest wait before the next one. */
  readonly backOffMs: readonly [number, number]
  readonly onWarning: (words: string, error?: unknown) => void
}

/** Said by the server, and true once so many events were taken: the client reads ahead of who takes them. */
type Mark = { readonly after: number; readonly caughtUp?: boolean; readonly place?: Place }

const subscribe = (client: Connected['client'], from: Place | undefined, filter: KurrentFilter) => {
  let wake = () => {}
  let taken = 0
  let error: unknown
  const state = { confirmed: false, ended: false }
  const marks: Mark[] = []
  const note = (mark: Omit<Mark, 'after'>) => {
    marks.push({ ...mark, after: taken + subscription.readableLength })
    wake()
  }
  const checkpointReached = (_: AllStreamSubscription, place: Place) => {
    if (isPlace(place)) note({ place })
  }
  const subscription: AllStreamSubscription = client.subscribeToAll(
    { fromPosition: from ?? 'start', filter: { ...filter, checkpointInterval, checkpointReached } },
    { highWaterMark: pageEvents },
  )
  const end = (found?: unknown) => {
    state.ended = true
    error ??= found
    wake()
  }
  subscription
    .on('confirmation', () => {
      state.confirmed = true
      wake()
    })
    .on('caughtUp', () => note({ caughtUp: true }))
    .on('fellBehind', () => note({ caughtUp: false }))
    .on('readable', () => wake())
    .on('end', end)
    .on('close', end)
    .on('error', end)

  return {
    state,
    error: () => error,
    /** What has come, without waiting. */
    take: (most: number): AllStreamRecordedEvent[] => {
      const events: AllStreamRecordedEvent[] = []
      while (events.length < most) {
        const resolved = subscription.read()
        if (resolved === null) break
        taken++
        if (resolved.event !== undefined) events.push(resolved.event)
      }
      return events
    },
    /** The marks that have become true. */
    marks: () => {
      const still = marks.findIndex(({ after }) => after > taken)
      return marks.splice(0, still < 0 ? marks.length : still)
    },
    isDrained: () => subscription.readableLength === 0,
    /** Until something comes, `ms` have passed or one of the signals is aborted. */
    next: (ms: number, signals: readonly AbortSignal[]) =>
      new Promise<'woken' | 'silent'>((resolve) => {
        const done = (why: 'woken' | 'silent') => {
          wake = () => {}
          clearTimeout(timer)
          for (const signal of signals) signal.removeEventListener('abort', woken)
          resolve(why)
        }
        const woken = () => done('woken')
        const timer = setTimeout(done, ms, 'silent')
        wake = woken
        for (const signal of signals) signal.addEventListener('abort', woken)
        if (state.ended || signals.some(({ aborted }) => aborted)) woken()
      }),
    close: () => {
      subscription.unsubscribe().catch(() => undefined) // it never began
      subscription.destroy()
    },
  }
}

/** Why reads are not answered: of them the client does not say. */
export const whyAway = (client: Connected['client'], waitMs: number): Promise<Error> =>
  new Promise((resolve) => {
    const subscription = client.subscribeToAll({ fromPosition: 'end' })
    const done = (why: Error) => {
      clearTimeout(timer)
      subscription.unsubscribe().catch(() => undefined) // it never began
      subscription.destroy()
      resolve('code' in why ? why : Object.assign(why, { code: 'unknown' })) // told to who operates it, see reasonOf
    }
    const timer = setTimeout(() => done(new Late(`no answer within ${waitMs / 1_000} s`)), waitMs)
    subscription
      .on('confirmation', () => done(new Error('it takes subscriptions and does not answer reads')))
      .on('error', done)
  })

/** One subscription until it ends, in whatever way. @throws what ended it; nothing when the server did, or was silent */
async function* follow(connected: Connected, from: Place | undefined, options: FollowKurrentOptions) {
  const { signal, filter, confirmMs, silenceMs } = options
  const subscription = subscribe(connected.client, from, filter)
  const signals = [signal, connected.retired]
  let place = from
  let isCaughtUp = false
  let wasLive = false
  try {
    while (!signals.some(({ aborted }) => aborted)) {
      const events = subscription.take(pageEvents).filter(({ position }) => isAfter(position, from))
      const marks = subscription.marks()
      place = events.at(-1)?.position ?? place
      for (const mark of marks) {
        if (mark.place !== undefined && isAfter(mark.place, place)) place = mark.place
        isCaughtUp = mark.caughtUp ?? isCaughtUp
      }
      const live = isCaughtUp && subscription.isDrained()
      if (events.length > 0 || marks.length > 0) {
        if (events.length > 0 || marks.some((mark) => mark.place) || (live && !wasLive))
          yield { events, place, live } satisfies Taken
        wasLive = live
        continue
      }
      if (subscription.state.ended) {
        if (subscription.error() !== undefined) throw subscription.error()
        return
      }
      const { confirmed } = subscription.state
      if ((await subscription.next(confirmed ? silenceMs : confirmMs, signals)) === 'woken') {
        await nextTurn() // what came in one packet belongs together
        continue
      }
      if (confirmed) return
      throw new Late(`the subscription was not confirmed within ${confirmMs} ms`)
    }
  } finally {
    subscription.close()
  }
}

/**
 * Never ends until aborted: after every kind of end the next subscription goes on behind what was taken from the last.
 * @throws Problem `conflict` where the server knows no such place
 */
export async function* followKurrent(
  connection: KurrentConnection,
  options: FollowKurrentOptions,
): AsyncGenerator<Taken, void> {
  const { signal, onWarning } = options
  const [shortestMs, longestMs] = options.backOffMs
  let { from: place } = options
  let waitMs = shortestMs
  let isOff = false
  while (!signal.aborted) {
    const connected = connection.current()
    try {
      for await (const taken of follow(connected, place, options)) {
        place = taken.place
        waitMs = shortestMs
        if (isOff) onWarning('following the log at KurrentDB goes on')
        isOff = false
        yield taken
      }
    } catch (error) {
      if (errorType(error) === 'invalid-argument')
        throw new Problem('conflict', 'following the log: it has nothing at that place; rebuild the read model', {
          cause: error,
        })
      if (error instanceof Late) connection.renew(connected)
      const why = errorType(error) === 'access-denied' ? ' once the user of KURRENTDB_URL may read $all' : ''
      const words = `following the log at KurrentDB broke off; it goes on${why}`
      onWarning(words, kurrentProblem(error, 'following the log'))
      isOff = true
    }
    if (signal.aborted) return
    await pause(waitMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
    waitMs = Math.min(2 * waitMs, longestMs)
  }
}
