// A log copied into another: streams, the order in each, ids and times stay; what is there already is not sent again.
import { setTimeout as pause } from 'node:timers/promises'
import { canonicalJson } from '../events/canonical.ts'
import type { OutcryEvent, RecordedEvent } from '../events/catalogue.ts'
import { eventId } from '../events/event-id.ts'
import { type EventLog, start } from '../events/event-log.ts'
import { postStream } from '../events/post.ts'
import { Problem } from '../events/problem.ts'

/** Of posts, sent together: their streams are written at the same time, so within a batch they may change places. */
const batchEvents = 500
/** A copy that broke off lacks some of its last batch; more than that out of order is another log. */
const mostAhead = 4 * batchEvents
const tries = 5
const pauseMs = 1_000

type Following = Pick<EventLog, 'follow'>

/** To the end as it is when it gets there; each event once. */
async function* eventsOf(log: Following): AsyncGenerator<RecordedEvent, void> {
  const ended = new AbortController()
  let version = 0
  for await (const { events, live } of log.follow(start, ended.signal)) {
    for (const event of events) {
      if (event.version <= version) continue
      version = event.version
      yield event
    }
    if (live) ended.abort()
  }
}

const identityOf = ({ stream, revision, type, data, recordedAt }: RecordedEvent) =>
  `${eventId(stream, revision, type, canonicalJson(data))} ${recordedAt}`

/**
 * What `target` lacks of `source`, in order. Before the first of it all of `target` has been read and found in `source`.
 * @throws Problem `conflict` when `target` holds something else
 */
export async function* lackingIn(target: Following, source: Following): AsyncGenerator<RecordedEvent, void> {
  const given = eventsOf(source)
  const ahead = new Map<string, RecordedEvent>()
  for await (const event of eventsOf(target)) {
    const identity = identityOf(event)
    while (!ahead.has(identity)) {
      const next = ahead.size < mostAhead ? await given.next() : undefined
      if (next?.value === undefined)
        throw new Problem(
          'conflict',
          `copying: the target holds an event that is not of this log, number ${event.revision} of ${event.stream}; copy into an empty one`,
        )
      ahead.set(identityOf(next.value), next.value)
    }
    ahead.delete(identity)
  }
  yield* ahead.values()
  yield* given
}

const append = async (log: Pick<EventLog, 'append'>, events: readonly RecordedEvent[]) => {
  const writes = events.map(({ stream, revision, recordedAt, type, data }) => {
    const expected = revision === 0 ? ('none' as const) : revision - 1
    return { stream, expected, recordedAt, events: [{ type, data } as OutcryEvent] }
  })
  for (let attempt = 1; ; attempt++)
    try {
      return await log.append(writes)
    } catch (error) {
      // The same again is kept once.
      if (!(error instanceof Problem) || error.code !== 'unavailable' || attempt === tries) throw error
      await pause(attempt * pauseMs)
    }
}

/**
 * Posts keep their place among everything else; between each other, within a batch, only each post's own order is kept.
 * @param onCopied how many it has come to
 * @throws Problem `conflict` when somebody else writes into `target`
 */
export const copyEvents = async (
  events: AsyncIterable<RecordedEvent>,
  target: Pick<EventLog, 'append'>,
  onCopied: (sum: number) => void,
): Promise<number> => {
  const posts = postStream('')
  let sum = 0
  let batch: RecordedEvent[] = []
  const send = async () => {
    if (batch.length === 0) return
    const refused = (await append(target, batch)).findIndex(({ outcome }) => outcome === 'conflict')
    if (refused >= 0)
      throw new Problem(
        'conflict',
        `copying: somebody else wrote to ${batch[refused]?.stream} of the target; stop every server and worker, then copy again`,
      )
    sum += batch.length
    batch = []
    onCopied(sum)
  }
  const belongs = (event: RecordedEvent) => {
    const before = batch.at(-1)
    return (
      before === undefined ||
      before.stream === event.stream ||
      (before.stream.startsWith(posts) && event.stream.startsWith(posts))
    )
  }
  for await (const event of events) {
    if (batch.length === batchEvents || !belongs(event)) await send()
    batch.push(event)
  }
  await send()
  return sum
}
