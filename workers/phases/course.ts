// The engine on its way over the ticks of a story, with states to go back to when a tick that it took has changed.
import type { Engine } from '../../analysis/phases/engine.ts'
import type { Gauge } from '../../analysis/phases/gauge.ts'
import { forgetAfterDays } from '../../analysis/phases/settings.ts'
import type { EngineState } from '../../analysis/phases/state.ts'
import { type SourceCounts, type Tick, tickMs } from '../../analysis/phases/tick.ts'
import type { PhaseChange } from '../../events/phase.ts'

/** The one of analysis/phases/engine.ts, with whichever marks. */
export type CreateEngine = (from: { readonly saved?: EngineState }) => Engine

const dayMs = 24 * 3_600_000
/** The engine is still given the five minutes in which it forgets. */
const forgottenAfterMs = forgetAfterDays * dayMs + tickMs
/** Sources of their own, by when each had its first post; later ones are one together. */
const ownSources = 20
const together = 'other'

/** Days between states that are kept: going far back is rare and may take longer. */
const keptEveryDays = (ageDays: number) => (ageDays <= 30 ? 1 : ageDays <= 365 ? 7 : 28)

const zeros: SourceCounts = { negative: 0, neutral: 0, positive: 0, duplicates: 0 }
const plus = (a: SourceCounts, b: SourceCounts): SourceCounts => ({
  negative: a.negative + b.negative,
  neutral: a.neutral + b.neutral,
  positive: a.positive + b.positive,
  duplicates: a.duplicates + b.duplicates,
})

/** What decides, beside the ticks to come, what is found from `nextMs` on. */
type Place = {
  readonly nextMs: number
  readonly lastPostMs: number
  readonly lines: number
  readonly sources: readonly string[]
  readonly engine: EngineState
}

/** Of the five minutes that have posts, by their start: counts of the sources that have some. */
export type CountedTicks = ReadonlyMap<number, ReadonlyMap<string, SourceCounts>>
export type IsRead = (source: string, atMs: number) => boolean

export type Course = {
  /** Start of the first tick that it has not taken; undefined before the first. */
  readonly nextMs: () => number | undefined
  /** Nothing is learnt yet, or all is forgotten: nothing happens before the next post. */
  readonly rests: () => boolean
  /** Takes the ticks from `fromMs` on, which is `nextMs` or, while it rests, later. `counted` holds those of them that have posts. */
  readonly take: (counted: CountedTicks, isRead: IsRead, fromMs: number, toMs: number) => void
  /** Nothing is known any more of the tick that begins at `ms`, and of later ones. */
  readonly backTo: (ms: number) => void
  /** All changes so far, in order. */
  readonly lines: () => readonly PhaseChange[]
  readonly gauge: () => Gauge | undefined
}

export const createCourse = (createEngine: CreateEngine): Course => {
  let engine: Engine | undefined
  let nextMs: number | undefined
  let lastPostMs = 0
  /** By when each had its first post; a source is there from then on. */
  let sources: string[] = []
  let lines: PhaseChange[] = []
  let places: Place[] = []

  const forget = (): Engine => {
    sources = []
    return createEngine({})
  }
  const rests = (atMs: number) => engine === undefined || atMs - lastPostMs > forgottenAfterMs

  const keep = (atMs: number) => {
    if (engine === undefined) return
    const place = { nextMs: atMs, lastPostMs, lines: lines.length, sources: [...sources], engine: engine.save() }
    places = [...places, place].filter((one) => {
      const every = keptEveryDays((atMs - one.nextMs) / dayMs)
      return Math.floor(one.nextMs / dayMs) % every === 0
    })
  }

  const tickOf = (atMs: number, counts: ReadonlyMap<string, SourceCounts> | undefined, isRead: IsRead): Tick => {
    const now: { [source: string]: SourceCounts } = {}
    for (const [i, source] of sources.entries()) {
      const own = counts?.get(source) ?? (isRead(source, atMs) ? zeros : undefined)
      if (own === undefined) continue
      const name = i < ownSources ? source : together
      now[name] = plus(now[name] ?? zeros, own)
    }
    return { atMs, sources: now }
  }

  const takeOne = (atMs: number, counts: ReadonlyMap<string, SourceCounts> | undefined, isRead: IsRead) => {
    if (counts === undefined && rests(atMs)) return
    if (atMs % dayMs === 0) keep(atMs)
    const now = engine === undefined || rests(atMs) ? forget() : engine
    engine = now
    if (counts !== undefined) {
      sources.push(...[...counts.keys()].filter((source) => !sources.includes(source)).sort())
      lastPostMs = atMs
    }
    const tick = tickOf(atMs, counts, isRead)
    // Nobody read it: that is told by its absence.
    if (Object.keys(tick.sources).length > 0) lines.push(...now.take(tick))
  }

  return {
    nextMs: () => nextMs,
    rests: () => rests(nextMs ?? 0),
    take: (counted, isRead, fromMs, toMs) => {
      for (nextMs = fromMs; nextMs < toMs; nextMs += tickMs) takeOne(nextMs, counted.get(nextMs), isRead)
    },
    backTo: (ms) => {
      places = places.filter((place) => place.nextMs <= ms)
      const place = places.at(-1)
      lines = lines.slice(0, place?.lines ?? 0)
      nextMs = place?.nextMs
      lastPostMs = place?.lastPostMs ?? 0
      sources = [...(place?.sources ?? [])]
      engine = place === undefined ? undefined : createEngine({ saved: place.engine })
    },
    lines: () => lines,
    gauge: () => engine?.gauge(),
  }
}
