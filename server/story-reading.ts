// What all public views of a story read: its facts as of now or of a moment, gathered once for all of them.
import { Problem } from '../events/problem.ts'
import type { Vault } from '../events/vault.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { StoryFacts } from '../views/facts.ts'
import { type Query, rangeFrom, timeFrom } from './asked-range.ts'
import { createCache } from './cache.ts'
import { createPublished } from './made.ts'
import type { GaugeOf } from './phase-facts.ts'
import { storyFacts } from './story-facts.ts'

export type ReadingPorts = {
  readonly readModel: ReadModel
  readonly vault: Vault
  readonly gaugeOf: GaugeOf
  /** Of the last event folded. */
  readonly version: () => number
  /** ms since 1970 */
  readonly now: () => number
  /** Where this service is reached, without a slash at the end; known once it listens. */
  readonly address: () => string
  /**
   * What was recorded by `atMs`, as a read model and the version it ends at; posts removed or erased since are left out.
   * @throws Problem `invalid`, `busy`
   */
  readonly asOf: (atMs: number) => Promise<{ readonly readModel: ReadModel; readonly version: number }>
}

const maxKept = 400
/** Facts are larger than what is made of them. */
const maxKeptFacts = 20
const restFactor = 4
const minuteMs = 60_000

export const createReading = (ports: ReadingPorts) => {
  const { readModel, vault, gaugeOf, version, now } = ports
  const facts = createCache<StoryFacts>(maxKeptFacts, restFactor)

  /** Figures move with the clock as well: what is shown is made anew with each version and each minute. */
  const stamp = () => `${version()}.${Math.floor(now() / minuteMs)}`

  /** @throws Problem `invalid`, `busy` */
  const partsAt = async (query: Query) => {
    const atMs = timeFrom('at', query.at)
    if (atMs === undefined) return { readModel, vault, gaugeOf, nowMs: now(), version: version(), asOfMs: null }
    if (atMs > now()) throw new Problem('invalid', 'showing a story as of a moment: that moment has not come yet')
    const past = await ports.asOf(atMs)
    // What the engine knew then is not kept: only what it declared.
    return { ...past, vault, gaugeOf: () => undefined, nowMs: atMs, asOfMs: atMs }
  }

  return {
    ...ports,
    stamp,
    partsAt,
    /** Of what is sent: made once per stamp. */
    published: createPublished(maxKept, restFactor),
    /**
     * By `range`, `from`, `to` and `at` of the query.
     * @throws Problem `not-found`, `invalid`, `busy`
     */
    factsFor: (slug: string, query: Query): Promise<StoryFacts> =>
      facts(storyKey('facts', slug, query), stamp(), async () => {
        const parts = await partsAt(query)
        return storyFacts(parts, slug, rangeFrom(query, parts.nowMs), parts)
      }),
  }
}
export type Reading = ReturnType<typeof createReading>

/** Of a view of a story, by all that its address may ask for. */
export const storyKey = (view: string, slug: string, { range, from, to, at }: Query): string =>
  `${view}|${slug}|${JSON.stringify([range, from, to, at])}`
