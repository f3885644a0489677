// Appending to KurrentDB: one after the other as the plain client does, against the adapter's many at once, in the same run.
// KURRENTDB_URL names a real server; without it a stand-in in the same process answers, which shares the processor.
import { randomBytes } from 'node:crypto'
import { openKurrentEventLog } from '../adapters/kurrent-event-log.ts'
import type { Write } from '../events/event-log.ts'
import { postStream } from '../events/post.ts'
import { connectionTo, createKurrentDouble } from '../test/kurrent-double.ts'
import { median, type Result, round } from './table.ts'

const rounds = 5

/** About 600 bytes of JSON. */
const writeOf = (): Write => {
  const ref = randomBytes(16).toString('hex')
  const data = { ref, source: 'webhook', channel: 'feedback', content: 'x'.repeat(480) }
  return { stream: postStream(ref), expected: 'none', events: [{ type: 'PostReceived', data } as never] }
}

/** @param events of each kind in each round */
export const kurrent = async (events = 2_000): Promise<Result> => {
  const { KURRENTDB_URL: url } = process.env
  const double = createKurrentDouble()
  const connectionString = url ?? connectionTo(await double.start())
  const streamPrefix = `bench-${randomBytes(6).toString('hex')}-`
  const log = await openKurrentEventLog({ connectionString, now: Date.now, streamPrefix })
  const { KurrentDBClient, jsonEvent } = await import('@kurrent/kurrentdb-client')
  const client = KurrentDBClient.connectionString(connectionString)

  const sequential = async (writes: readonly Write[]) => {
    for (const { stream, events } of writes)
      await client.appendToStream(
        streamPrefix + stream,
        events.map((event) => jsonEvent(event as never)),
        { streamState: 'no_stream' },
      )
  }
  const rateOf = async (append: (writes: readonly Write[]) => Promise<unknown>) => {
    const writes = Array.from({ length: events }, writeOf)
    const began = performance.now()
    await append(writes)
    return (events / (performance.now() - began)) * 1_000
  }
  await rateOf(log.append)
  await rateOf(sequential)
  const rates = { sequential: [] as number[], pipelined: [] as number[] }
  for (let i = 0; i < rounds; i++) {
    rates.sequential.push(await rateOf(sequential))
    rates.pipelined.push(await rateOf(log.append))
  }
  await client.dispose()
  await log.close()
  double.stop()
  const [one, many] = [median(rates.sequential), median(rates.pipelined)]
  return {
    name: `appending to KurrentDB (${url ? 'KURRENTDB_URL' : 'a stand-in in this process'}), one stream per event, median of ${rounds}`,
    goal: 'many at once ≥ the plain client one after the other, with ids, deadlines and repeats looked after',
    reached: many >= one,
    rows: [
      { how: 'plain client, one after the other', 'events/s': round(one) },
      { how: 'adapter, up to 256 at once', 'events/s': round(many) },
    ],
  }
}

if (import.meta.main) {
  const { show } = await import('./table.ts')
  show(await kurrent(Number(process.argv[2] ?? 2_000)))
}
