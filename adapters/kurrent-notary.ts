// The notary of a cluster: where no writer can chain the log, one process follows it and records its running hash.
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { chainHash, chainStart } from '../events/chain.ts'
import { type AnchorPoint, keepAnchor } from './anchor.ts'
import { hex } from './event-rows.ts'
import { type KurrentCluster, type KurrentOptions, openKurrentCluster } from './kurrent-cluster.ts'
import { linkOf, type Place, placesOf, positionOf, storedPlace } from './kurrent-events.ts'

/** Its stream is its lease, too: whoever appends the next record at the expected revision is the notary. */
export const notaryStream = 'notary'
export const notaryType = 'LogNotarised'

export type NotaryRecord = {
  /** Of the last event that is hashed in: where its next holder goes on. */
  readonly position: string
  readonly version: number
  readonly events: number
  /** 64 hex digits, see events/chain.ts. */
  readonly hash: string
  /** Who holds the lease; nobody any more where it gave it back. */
  readonly holder: string | null
}

/** Everything of the cluster that is this log's, of whatever type; the notary's own records are none of it. */
export const isOfLog = (streamId: string, streamPrefix: string) =>
  streamId.startsWith(streamPrefix) && streamId !== streamPrefix + notaryStream

type NotaryOptions = KurrentOptions & {
  /** The head is also kept in this file, outside of the cluster. */
  readonly anchorFile?: string
  /** How long others wait after its last record before one of them takes over. */
  readonly leaseMs?: number
  readonly recordEveryMs?: number
}

export type Notary = {
  /** Until aborted: waits for the lease, then records. */
  readonly run: (signal: AbortSignal) => Promise<void>
  readonly isHolder: () => boolean
  /** What was recorded last. */
  readonly recorded: () => AnchorPoint
  readonly close: () => Promise<void>
}

type State = { place: Place | undefined; version: number; events: number; hash: Uint8Array }
const fromNothing: State = { place: undefined, version: 0, events: 0, hash: chainStart }

/** What a record says, or nothing where it is none. */
export const notaryRecord = (data: unknown): NotaryRecord | undefined => {
  const { position, version, events, hash, holder = null } = (data ?? {}) as Partial<NotaryRecord>
  const isRecord = typeof position === 'string' && typeof version === 'number' && typeof events === 'number'
  return isRecord && typeof hash === 'string' ? { position, version, events, hash, holder } : undefined
}

const newestRecord = async ({ reader }: KurrentCluster) => {
  const newest = await reader.newest(notaryStream)
  const record = newest && notaryRecord(newest.data)
  return newest && record ? { revision: Number(newest.revision), record } : undefined
}

/** @throws Problem as openKurrentCluster */
export const openKurrentNotary = async (options: NotaryOptions): Promise<Notary> => {
  const { anchorFile, leaseMs = 30_000, recordEveryMs = 10_000, onWarning = () => {} } = options
  const cluster = await openKurrentCluster(options)
  const { library, streamPrefix, follow, append, closing } = cluster
  const self = `${hostname()}-${process.pid}-${crypto.randomUUID()}`
  let recorded: AnchorPoint = { position: 0, hash: hex(chainStart) }
  let isHolder = false
  const anchor = anchorFile === undefined ? undefined : keepAnchor(anchorFile, () => recorded, recordEveryMs)

  const wait = (ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }).catch(() => undefined)

  /** Answers the revision of the new record, or nothing where somebody else was faster. */
  const record = async (state: State, before: number | 'none', holder: string | null): Promise<number | undefined> => {
    const { place, version, events } = state
    const position = positionOf(place, place)
    const data: NotaryRecord = { position, version, events, hash: hex(state.hash), holder }
    const event = { type: notaryType, data } as never
    const [outcome] = await append([{ stream: notaryStream, expected: before, events: [event] }])
    if (outcome?.outcome !== 'appended') return undefined
    recorded = { position: version, hash: data.hash }
    anchor?.moved()
    return outcome.revision
  }

  /** Waits until the lease is free, and takes it. No clock is compared: it is free when no record came for its time. */
  const take = async (signal: AbortSignal): Promise<{ state: State; revision: number } | undefined> => {
    let seen = await newestRecord(cluster)
    for (let since = performance.now(); seen !== undefined && seen.record.holder !== null; ) {
      if (performance.now() - since >= leaseMs) break
      await wait(leaseMs / 10, signal)
      if (signal.aborted) return undefined
      const now = await newestRecord(cluster)
      if (now?.revision !== seen.revision) since = performance.now()
      seen = now
    }
    const state =
      seen === undefined
        ? fromNothing
        : { ...seen.record, place: placesOf(seen.record.position).place, hash: Buffer.from(seen.record.hash, 'hex') }
    const revision = await record(state, seen?.revision ?? 'none', self)
    return revision === undefined ? undefined : { state, revision }
  }

  const hold = async (held: { state: State; revision: number }, signal: AbortSignal) => {
    const lost = new AbortController()
    let { state, revision } = held
    let recordedAt = performance.now()
    let at = state.version
    const recordNow = async (holder: string | null) => {
      const { version } = state
      const next = await record(state, revision, holder)
      if (next === undefined) return lost.abort()
      ;[revision, at, recordedAt] = [next, version, performance.now()]
    }
    /** Also where nothing moves, so that the lease goes on. */
    const recording = async () => {
      for (;;) {
        await wait(recordEveryMs, lost.signal)
        if (lost.signal.aborted) return
        if (state.version === at && performance.now() - recordedAt < leaseMs / 2) continue
        await recordNow(self).catch((error) => onWarning('the notary could not record; it tries again', error))
      }
    }
    const either = AbortSignal.any([signal, lost.signal])
    const recorder = recording()
    try {
      for await (const { events, place } of follow(library.excludeSystemEvents(), state.place, either)) {
        let { version, hash, events: count } = state
        for (const event of events) {
          if (!isOfLog(event.streamId, streamPrefix)) continue
          hash = chainHash(hash, linkOf(event, streamPrefix))
          version = Number(storedPlace(event).commit)
          count++
        }
        state = { place, version, hash, events: count }
      }
      if (!lost.signal.aborted) await recordNow(null)
    } finally {
      lost.abort()
      await recorder
    }
  }

  return {
    run: async (signal) => {
      while (!signal.aborted && !closing.aborted)
        try {
          const held = await take(signal)
          if (held === undefined) continue
          isHolder = true
          await hold(held, signal)
        } catch (error) {
          onWarning('the notary could not go on; it tries again', error)
          await wait(leaseMs / 10, signal)
        } finally {
          isHolder = false
        }
    },
    isHolder: () => isHolder,
    recorded: () => recorded,
    close: async () => {
      await anchor?.close()
      await cluster.close()
    },
  }
}
