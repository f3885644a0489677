// Walks a whole event log in KurrentDB and holds it against what the notary recorded; names the first thing that is wrong.
import type { AllStreamRecordedEvent } from '@kurrent/kurrentdb-client'
import { isEventType } from '../events/catalogue.ts'
import { chainHash, chainStart } from '../events/chain.ts'
import { eventId } from '../events/event-id.ts'
import { type AnchorPoint, readAnchor } from './anchor.ts'
import { hex } from './event-rows.ts'
import { type KurrentCluster, type KurrentOptions, openKurrentCluster } from './kurrent-cluster.ts'
import { linkOf, storedPlace } from './kurrent-events.ts'
import { isOfLog, notaryRecord, notaryStream } from './kurrent-notary.ts'
import type { LogDamage, Verification } from './verify-event-log.ts'

const pageRecords = 1_000

/** The notary's records oldest first, up to what was the newest when it began; each is a point of the chain. */
async function* recordsOf({ reader }: KurrentCluster, through: number): AsyncGenerator<AnchorPoint, void> {
  for (let from = 0; from <= through; from += pageRecords)
    for (const { data } of await reader.stored(notaryStream, from, Math.min(pageRecords, through + 1 - from))) {
      const record = notaryRecord(data)
      yield { position: record?.version ?? 0, hash: record?.hash ?? '' }
    }
}

type Walk = {
  /** @returns what is wrong with it, or with what the notary says of it */
  readonly next: (event: AllStreamRecordedEvent) => Promise<LogDamage | undefined>
  readonly end: () => Promise<LogDamage | undefined>
  readonly found: () => Pick<Verification, 'events' | 'streams' | 'head'>
}

const createWalk = async (
  points: AsyncGenerator<AnchorPoint, void>,
  file: AnchorPoint | undefined,
  streamPrefix: string,
): Promise<Walk> => {
  const revisions = new Map<string, number>()
  let head: AnchorPoint = { position: 0, hash: hex(chainStart) }
  let hash = chainStart
  let events = 0
  let point = (await points.next()).value
  const damage = (kind: LogDamage['kind'], version: number, detail: string): LogDamage => ({ kind, version, detail })

  /** Every point of the chain that was recorded for `head`. */
  const compare = async (): Promise<LogDamage | undefined> => {
    while (point && point.position === head.position) {
      if (point.hash !== head.hash)
        return damage('altered', head.position, 'the events up to here are not the ones that the notary recorded')
      point = (await points.next()).value
    }
    if (file?.position === head.position && file.hash !== head.hash)
      return damage('altered', head.position, 'the events up to here are not the ones that were anchored')
    return undefined
  }

  return {
    next: async (event) => {
      const version = Number(storedPlace(event).commit)
      const link = linkOf(event, streamPrefix)
      const { stream, revision, type, data } = link
      const before = await compare()
      if (before !== undefined) return before
      if (point && point.position < version && point.position > head.position)
        return damage('missing', point.position, `event ${point.position}, which the notary recorded, is missing`)
      if (!isEventType(type))
        return damage(
          'unknown-type',
          version,
          `event ${version} is of a type that this version of Outcry does not know`,
        )
      if (event.id !== eventId(stream, revision, type, data))
        return damage('altered', version, `event ${version} is not the one that was recorded`)
      if (revision !== (revisions.get(stream) ?? -1) + 1)
        return damage('missing', version, `before event ${version} events of its stream are missing`)
      revisions.set(stream, revision)
      hash = chainHash(hash, link)
      head = { position: version, hash: hex(hash) }
      events++
      return undefined
    },
    end: async () => {
      const damaged = await compare()
      if (damaged !== undefined) return damaged
      const last = Math.max(point ? point.position : 0, file?.position ?? 0)
      if (last <= head.position) return undefined
      return damage('cut-off', head.position + 1, `the log ends at event ${head.position}, but ${last} was recorded`)
    },
    found: () => ({ events, streams: revisions.size, head }),
  }
}

/**
 * Reads everything once, as fast as the cluster gives it; holds the names of all streams in memory (about 150 bytes each).
 * @param options.anchorFile the notary's, where this machine has it
 * @throws Problem `unavailable` when the cluster does not answer
 */
export const verifyKurrentEventLog = async (
  options: KurrentOptions & { readonly anchorFile?: string },
): Promise<Verification> => {
  const { anchorFile } = options
  const cluster = await openKurrentCluster(options)
  const { library, reader, follow, streamPrefix, close } = cluster
  const ended = new AbortController()
  try {
    const file = anchorFile === undefined ? undefined : readAnchor(anchorFile)
    const newest = await reader.newest(notaryStream)
    const record = newest && notaryRecord(newest.data)
    const recorded = record && { position: record.version, hash: record.hash }
    const anchor = file && (recorded === undefined || file.position > recorded.position) ? file : recorded
    const records = recordsOf(cluster, newest === undefined ? -1 : Number(newest.revision))
    const walk = await createWalk(records, file, streamPrefix)
    for await (const { events, live } of follow(library.excludeSystemEvents(), undefined, ended.signal)) {
      for (const event of events) {
        const damage = isOfLog(event.streamId, streamPrefix) ? await walk.next(event) : undefined
        if (damage !== undefined) return { ...walk.found(), anchor, damage }
      }
      if (live) break
    }
    const damage = await walk.end()
    return { ...walk.found(), anchor, damage }
  } finally {
    ended.abort()
    await close()
  }
}
