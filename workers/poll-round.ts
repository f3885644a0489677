// One round of a channel: every request its source makes of it, page after page, and the posts of each page kept before the next.
import type { Shows } from '../events/channel.ts'
import type { Failure, Item, Polled, Reading } from '../sources/source.ts'
import { type AskChannel, isFailure } from './ask-channel.ts'

/** A round that came to its end. */
export type Round = {
  readonly cursor: string | undefined
  readonly fromMs: number | undefined
  readonly notBeforeMs: number | undefined
  readonly dropped: number
  readonly shows?: Shows
}

type RoundTask = {
  readonly channel: string
  readonly polled: Polled
  readonly reading: Reading
  readonly signal: AbortSignal
  /** The posts are durable when it answers. What it throws ends the round and is passed on. */
  readonly keep: (items: readonly Item[]) => Promise<void>
  /** Objects that were billed, as soon as they were answered. */
  readonly onReads: (reads: number) => void
}

/** @throws when the signal ended it, or `keep` failed: the round is then to be repeated */
export const createPollRound =
  (ask: AskChannel) =>
  async ({ channel, polled, reading, signal, keep, onReads }: RoundTask): Promise<Round | Failure> => {
    let round: Round = { cursor: undefined, fromMs: undefined, notBeforeMs: undefined, dropped: 0 }
    let { readsLeft } = reading
    const waiting = [...polled.begin(reading)]
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      const asked = request
      const here = { ...reading, readsLeft }
      const translate = (answer: Parameters<Polled['translate']>[2]) => polled.translate(here, asked, answer)
      const read = await ask({ channel, polled, reading: here, request, translate, signal })
      if (isFailure(read)) return read
      const { reads = 0 } = read
      readsLeft -= reads
      if (reads > 0) onReads(reads)
      if (read.items.length > 0) await keep(read.items)
      waiting.push(...read.next)
      round = {
        cursor: read.cursor ?? round.cursor,
        fromMs: read.fromMs ?? round.fromMs,
        notBeforeMs: read.notBeforeMs ?? round.notBeforeMs,
        dropped: round.dropped + read.dropped,
        ...(read.shows === undefined ? {} : { shows: read.shows }),
      }
    }
    return round
  }
