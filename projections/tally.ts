// A projection that counts posts: where an analysis puts a post, and what an edit, a removal or an erasure takes back.
import type { RecordedEvent } from '../events/catalogue.ts'
import type { Finding, LaneFinding, Membership, Origin } from '../events/post.ts'
import { add, addRemoved, emptyTally, type Share, shareOf, subtract, type Tally } from './counts.ts'
import type { Projection } from './projection.ts'

/** The keys under which a story counts a post. */
export type Places = (post: Origin, lane: string, membership: Membership) => readonly string[]

type Step = (tally: Tally) => Tally
type Steps = Map<string, Step[]>

const steps = (places: Places, event: RecordedEvent): Steps => {
  const all: Steps = new Map()
  const put = (post: Origin, finding: LaneFinding, make: (share: Share) => Step) => {
    for (const membership of finding.stories) {
      const step = make(shareOf(finding, membership))
      for (const key of places(post, finding.lane, membership)) all.set(key, [...(all.get(key) ?? []), step])
    }
  }
  if (event.type === 'PostAnalysed') {
    const { data } = event
    if (data.replaces !== undefined)
      put(data, { ...data.replaces, lane: data.lane }, (share) => (tally) => subtract(tally, share))
    put(data, data, (share) => (tally) => add(tally, share))
  } else if (event.type === 'PostRemoved' || event.type === 'PostErased') {
    for (const finding of event.data.subtracts)
      put(event.data, finding, (share) => (tally) => addRemoved(subtract(tally, share), 1))
  } else if (event.type === 'PostRestored') {
    for (const finding of event.data.undoes ?? []) put(event.data, finding, () => (tally) => addRemoved(tally, -1))
  }
  return all
}

/** Every key begins with the slug of its story and `|`. */
const membershipAt = ({ stories }: Finding, key: string): Membership =>
  (stories.length === 1 ? stories[0] : stories.find(({ slug }) => key.startsWith(`${slug}|`))) as Membership

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
        case 'PostAnalysed': {
          const { data } = event
          if (data.replaces !== undefined) return [...stepsOf(event).keys()]
          return data.stories.length === 1
            ? places(data, data.lane, data.stories[0] as Membership)
            : data.stories.flatMap((membership) => places(data, data.lane, membership))
        }
        case 'PostRemoved':
        case 'PostErased':
        case 'PostRestored':
          return [...stepsOf(event).keys()]
        default:
          return []
      }
    },
    evolve: (tally, event, key) => {
      if (event.type === 'PostAnalysed' && event.data.replaces === undefined)
        return add(tally, shareOf(event.data, membershipAt(event.data, key)))
      const next = (stepsOf(event).get(key) ?? []).reduce((state, step) => step(state), tally)
      return next.every((count, i) => count === tally[i]) ? tally : next
    },
  }
}
