// The one loop that runs the projections: follows the log, folds, saves states and checkpoint together, says what changed.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RecordedEvent } from '../events/catalogue.ts'
import { type Batch, type EventLog, start } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { type AnyProjection, projections as all } from './all.ts'
import { createFold } from './fold.ts'
import { type Parked, parkedProjection } from './parked.ts'
import type { Change, Checkpoint, ReadModel } from './read-model.ts'

/** Which keys of which projections a saved batch changed, and the version they are of. */
export type Changed = { readonly version: number; readonly changed: ReadonlyMap<string, ReadonlySet<string>> }

export type KeepUp = {
  /** Until aborted; heals what fails on the way: tries again, or folds the log anew. */
  readonly run: (signal: AbortSignal) => Promise<void>
  /** Called when following begins and after each saved batch, in order; answers how to stop. */
  readonly subscribe: (listener: (changed: Changed) => void) => () => void
  /** Of the last event that is saved. */
  readonly version: () => number
  /** Everything the log had has been folded and saved once, and nothing has failed since. */
  readonly isCaughtUp: () => boolean
  /** Lets `change` put another read model in place, and goes on from its checkpoint. */
  readonly replace: (change: () => void) => void
  /** Folds a parked event late. @throws Problem `not-found`, or `conflict` when it cannot be folded still */
  readonly replay: (parkedKey: string) => Promise<void>
}

/** Named after the list: another list of projections is another follower, which folds the log anew. */
export const follower = `projections ${all.map(({ name }) => name).join()}`
const parkAfterTries = 5
/** One turn folds for about this long, then saves about this many rows: together under 15 ms. */
const turnMs = 4
const turnRows = 800
/** The first change is saved at once; more that keeps coming together, so that a row touched often is written once. */
const gatherMs = 25
const [shortestWaitMs, longestWaitMs] = [100, 5_000]

export type KeepUpOptions = {
  readonly log: EventLog
  readonly readModel: ReadModel
  readonly projections?: readonly AnyProjection[]
  /** What went wrong, and what is done about it; no content in it. */
  readonly onProblem: (words: string, error?: unknown) => void
  /** For how long changes that keep coming are gathered where that is not for readers: longer costs less. */
  readonly gatherForMs?: () => number | undefined
}

const changedOf = (changes: readonly Change[]) => {
  const changed = new Map<string, Set<string>>()
  for (const { projection, key } of changes) {
    const keys = changed.get(projection)
    if (keys === undefined) changed.set(projection, new Set([key]))
    else keys.add(key)
  }
  return changed
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })

export const createKeepUp = (options: KeepUpOptions): KeepUp => {
  const { log, readModel, projections = all, onProblem, gatherForMs } = options
  const fold = createFold({ follower, readModel, projections, tries: parkAfterTries })
  const listeners = new Set<(changed: Changed) => void>()
  let saved: Checkpoint = { position: start, version: 0 }
  let caughtUp = false
  /** Others run while a live log is waited for; else a turn may go on over several batches. */
  let waited = true
  let turnEndsAt = 0
  /** Ends the following of the moment, so that it begins again at the checkpoint. */
  let following = new AbortController()

  const tell = (changes: readonly Change[]) => {
    for (const { projection, state } of changes)
      if (projection === parkedProjection && state !== undefined) {
        const parked = state as Parked
        const what = `version ${parked.version}, ${parked.type}, projection ${parked.projection}`
        onProblem(`parked an event that cannot be folded: ${what}: ${parked.error}`)
      }
    if (listeners.size === 0) return
    const changed: Changed = { version: saved.version, changed: changedOf(changes) }
    for (const listener of listeners)
      try {
        listener(changed)
      } catch (error) {
        onProblem('telling what changed failed; the next change is told again', error)
      }
  }
  const save = (checkpoint: Checkpoint) => {
    const changes = fold.save(checkpoint)
    saved = checkpoint
    tell(changes)
  }

  const readable = (): Checkpoint | undefined => {
    try {
      return readModel.checkpoint(follower)
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'damaged')) throw error
      onProblem('the read model is damaged: it is folded anew', error)
      readModel.clear()
      return undefined
    }
  }

  const begin = async () => {
    const head = await log.head()
    const found = readable()
    if (found !== undefined && found.version > head) {
      onProblem(`the read model is ahead of the log (${found.version} > ${head}): it is folded anew`)
      readModel.clear()
    }
    if (found === undefined) readModel.clear() // rows of another list of projections
    saved = readModel.checkpoint(follower) ?? { position: start, version: 0 }
    fold.reset()
    tell([])
  }

  /** In turns, so that others run in between. The position known inside a batch is that of the batch before. */
  const foldBatch = async (batch: Batch, signal: AbortSignal) => {
    const { position } = saved
    let version = saved.version
    if (waited) turnEndsAt = performance.now() + turnMs
    for (const event of batch.events) {
      if (event.version <= version) continue
      fold.fold(event)
      version = event.version
      if (fold.waiting() < turnRows && performance.now() < turnEndsAt) continue
      save({ position, version })
      await nextTurn()
      if (signal.aborted) return
      turnEndsAt = performance.now() + turnMs
    }
    if (batch.position !== position || version !== saved.version) save({ position: batch.position, version })
    if (batch.live) caughtUp = true
    waited = batch.live
  }

  const run = async (signal: AbortSignal) => {
    let waitMs = shortestWaitMs
    while (!signal.aborted) {
      following = new AbortController()
      const either = AbortSignal.any([signal, following.signal])
      try {
        await begin()
        for await (const batch of log.follow(saved.position, either)) {
          if (either.aborted) break
          await foldBatch(batch, either)
          waitMs = shortestWaitMs
          if (batch.live) await wait(gatherForMs?.() ?? gatherMs, either)
          if (either.aborted) break
        }
        if (!either.aborted) throw new Problem('unavailable', 'following the log: it ended; it is followed again')
      } catch (error) {
        if (either.aborted) continue
        caughtUp = false
        // A log that does not have the place where the read model stands is another than the one it was folded from.
        const isOfAnother = error instanceof Problem && error.code === 'conflict'
        if (isOfAnother) readModel.clear()
        const next = isOfAnother ? 'the log is folded anew' : 'it is tried again'
        onProblem(`keeping the read model up failed; ${next}`, error)
        await wait(waitMs, signal)
        waitMs = Math.min(2 * waitMs, longestWaitMs)
      }
    }
  }

  const replay = async (parkedKey: string) => {
    const parked = readModel.load(parkedProjection, [parkedKey]).get(parkedKey) as Parked | undefined
    if (parked === undefined) throw new Problem('not-found', `replaying ${parkedKey}: no such event is parked`)
    const event = (await log.read(parked.stream, parked.revision))[0] as RecordedEvent
    if (!fold.replay(event, parked.projection))
      throw new Problem('conflict', `replaying ${parkedKey}: it cannot be folded still; ${parked.error}`)
    save(saved)
  }

  return {
    run,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    version: () => saved.version,
    isCaughtUp: () => caughtUp,
    replace: (change) => {
      change()
      caughtUp = false
      saved = readModel.checkpoint(follower) ?? { position: start, version: 0 }
      fold.reset()
      following.abort()
    },
    replay,
  }
}
