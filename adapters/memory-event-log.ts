// The event log in memory: the port's promises but durability. For tests, and for trying things out.
import { canonicalJson } from '../events/canonical.ts'
import type { OutcryEvent, RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start, type Write, type WriteOutcome } from '../events/event-log.ts'
import { createAppendedBell } from './appended-bell.ts'

const pageEvents = 1_000

export const createMemoryEventLog = ({ now }: { readonly now: () => number }): EventLog => {
  const all: RecordedEvent[] = []
  const streams = new Map<string, RecordedEvent[]>()
  const bell = createAppendedBell()

  const same = (a: OutcryEvent, b: OutcryEvent | undefined) =>
    a.type === b?.type && canonicalJson(a.data) === canonicalJson(b.data)

  const add = ({ stream, expected, events, recordedAt: copied }: Write): WriteOutcome => {
    const history = streams.get(stream) ?? []
    const first = expected === 'none' ? 0 : expected + 1
    if (first !== history.length) {
      const last = history[first + events.length - 1]
      const repeated = events.every((event, i) => same(event, history[first + i]))
      if (repeated && last) return { outcome: 'appended', revision: last.revision, version: last.version }
      return { outcome: 'conflict', actual: history.at(-1)?.revision ?? 'none' }
    }
    const recordedAt = copied ?? new Date(now()).toISOString()
    for (const event of events) {
      const data = JSON.parse(canonicalJson(event.data)) as OutcryEvent['data']
      const version = all.length + 1
      const recorded = { ...event, data, stream, revision: history.length, version, recordedAt } as RecordedEvent
      history.push(recorded)
      all.push(recorded)
    }
    streams.set(stream, history)
    return { outcome: 'appended', revision: history.length - 1, version: all.length }
  }

  return {
    append: async (writes) => {
      const outcomes = writes.map(add)
      bell.ring()
      return outcomes
    },
    read: async (stream, fromRevision = 0) => (streams.get(stream) ?? []).slice(fromRevision),
    follow: async function* (from, signal) {
      let position = from === start ? 0 : Number(from)
      let caughtUp = false
      while (!signal.aborted) {
        const events = all.slice(position, position + pageEvents)
        position += events.length
        const live = position === all.length
        if (events.length > 0 || (live && !caughtUp)) yield { events, position: String(position), live }
        else await bell.next(signal)
        caughtUp = live
      }
    },
    head: async () => all.length,
  }
}
