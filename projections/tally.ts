// A projection that counts posts: where an analysis puts a post, and what an edit, a removal or an erasure takes back.
import type { RecordedEvent } from '../events/catalogue.ts'
import type { Finding, Origin } from '../events/post.ts'
import { add, addRemoved, type Column, columnOf, emptyTally, type Tally } from './counts.ts'
import type { Projection } from './projection.ts'

/** The keys under which a finding counts a post. */
export type Places = (post: Origin, lane: string, finding: Finding) => readonly string[]

type Step = (tally: Tally) => Tally
type Steps = Map<string, Step[]>

const steps = (places: Places, event: RecordedEvent): Steps => {
  const all: Steps = new Map()
  const put = (post: Origin, lane: string, finding: Finding, make: (column: Column) => Step) => {
    const step = make(columnOf(finding))
    for (const key of new Set(places(post, lane, finding))) all.set(key, [...(all.get(key) ?? []), step])
  }
  if (event.type === 'PostAnalysed') {
    const { data } = event
    if (data.replaces !== undefined) put(data, data.lane, data.replaces, (column) => (tally) => add(tally, column, -1))
    put(data, data.lane, data, (column) => (tally) => add(tally, column, 1))
  } else if (event.type === 'PostRemoved' || event.type === 'PostErased') {
    for (const finding of event.data.subtracts)
      put(event.data, finding.lane, finding, (column) => (tally) => addRemoved(add(tally, column, -1), 1))
  } else if (event.type === 'PostRestored') {
    for (const finding of event.data.undoes ?? [])
      put(event.data, finding.lane, finding, () => (tally) => addRemoved(tally, -1))
  }
  return all
}

export const createTally = (name: string, places: Places): Projection<Tally> => {
  // `keys` and then `evolve` of each key ask about the same event: worked out once.
  let known: { event: RecordedEvent; steps: Steps } | undefined
  const stepsOf = (event: RecordedEvent) => {
    if (known?.event !== event) known = { event, steps: steps(places, event) }
    return known.steps
  }
  return {
    name,
    initial: emptyTally,
    keys: (event) => {
      switch (event.type) {
        case 'PostAnalysed':
          if (event.data.replaces === undefined) return places(event.data, event.data.lane, event.data)
          return [...stepsOf(event).keys()]
        case 'PostRemoved':
        case 'PostErased':
        case 'PostRestored':
          return [...stepsOf(event).keys()]
        default:
          return []
      }
    },
    evolve: (tally, event, key) => {
      if (event.type === 'PostAnalysed' && event.data.replaces === undefined) return add(tally, columnOf(event.data), 1)
      const next = (stepsOf(event).get(key) ?? []).reduce((state, step) => step(state), tally)
      return next.every((count, i) => count === tally[i]) ? tally : next
    },
  }
}
