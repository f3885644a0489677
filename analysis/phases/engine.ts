// The machine that says which phase a story is in: ticks in, changes out. Causal, deterministic, a few microseconds a tick.
import type { PhaseChange } from '../../events/phase.ts'
import { Problem } from '../../events/problem.ts'
import { alarm, strongest } from './alarm.ts'
import { clockOf, hourOfDay, weekdayOf } from './baseline.ts'
import { learnDispersion, noSums, plus, type Sums } from './dispersion.ts'
import { followCourse, openEpisode } from './episode.ts'
import { scaleOf, tickEvidence } from './evidence.ts'
import { takeTick } from './first-week.ts'
import { type Gauge, gaugeOf } from './gauge.ts'
import { joinStory, learnStory, sourceOf, takeLearningTick } from './learning.ts'
import { followPeak, peakTick } from './peak.ts'
import { probabilityRecovered } from './recovery.ts'
import { addTick, beginHour, emptyRings, hourAt } from './rings.ts'
import {
  evidence,
  forgetAfterDays,
  freezeAbove,
  type Marks,
  multiples,
  recovery,
  marks as shipped,
} from './settings.ts'
import { addToWindow, beginWindow, endHour, rollBack, takeCounts, takeSnapshot } from './sources.ts'
import { beginStory, type EngineState, type Known } from './state.ts'
import { tellChange } from './tell.ts'
import { postsOf, type SourceCounts, type Tick, tickMs } from './tick.ts'
import { emptyFlag, takeVolume } from './volume-flag.ts'

type Counts = { readonly [source: string]: SourceCounts }

export type Engine = {
  /** What this tick decided, in order; mostly nothing. Ticks left out were not read. @throws Problem `invalid` when time goes back */
  readonly take: (tick: Tick) => readonly PhaseChange[]
  readonly gauge: () => Gauge
  /** All that it knows, as JSON: an engine made from it goes on as if nothing had happened. */
  readonly save: () => EngineState
}

const nobody: Counts = {}
const forgetTicks = forgetAfterDays * 288

export const createEngine = ({
  marks = shipped,
  saved,
}: {
  readonly marks?: Marks
  readonly saved?: EngineState
} = {}): Engine => {
  let state = saved === undefined ? beginStory() : structuredClone(saved)
  let changes: PhaseChange[] = []

  const declare = (known: Known, phase: PhaseChange['phase'], finding?: Parameters<typeof tellChange>[3]) => {
    const change = tellChange(state, known, phase, finding, marks)
    state.phase = phase
    state.since = state.tick
    changes.push(change)
  }

  const isFrozen = ({ rising, episode, probationUntil }: Known) =>
    episode !== undefined || state.tick < probationUntil || Math.max(...rising.sums) > freezeAbove * marks.earlySigns

  const beginTick = (known: Known, tick: number) => {
    if (tick % 12 !== 0) return
    const frozen = isFrozen(known)
    const last = tick - 1
    const at = { hour: hourOfDay(last), weekday: weekdayOf(last) }
    const { dispersion } = known
    if (!frozen) learnDispersion(dispersion, hourAt(known.rings, Math.floor(last / 12), 0))
    for (const source of state.sources) endHour(source, at, dispersion, frozen)
    beginHour(known.rings, tick / 12)
    known.scale = scaleOf(dispersion)
    if (tick % 288 === 0 && !frozen) for (const source of state.sources) takeSnapshot(source)
  }

  /** What the usable sources say in this tick, added to rings and sums. */
  const count = (known: Known, tick: number, counts: Counts) => {
    const clock = clockOf(tick)
    const { dispersion, rising, rings, scale } = known
    let sums = noSums
    const added = state.sources.map((source) => {
      if (source.baseline === undefined) return undefined
      // A source may have the name of something that every object has.
      const own = Object.hasOwn(counts, source.name) ? counts[source.name] : undefined
      const taken = takeCounts(source, source.baseline, own, clock, dispersion.negatives)
      sums = plus(sums, taken)
      return taken
    })
    addTick(rings, tick, sums)
    for (const [multiple, times] of multiples.entries()) {
      const sum = (rising.sums[multiple] as number) + tickEvidence(sums, times, scale)
      rising.sums[multiple] = Math.min(Math.max(sum, 0), evidence.cap)
      if (sum <= 0) rising.since[multiple] = tick + 1
      for (const [i, source] of state.sources.entries()) {
        const own = added[i]
        if (sum <= 0) beginWindow(source, multiple)
        else if (own !== undefined) addToWindow(source, multiple, own)
      }
    }
    return sums
  }

  /** Sources that are new to a known story have a first week of their own. */
  const learnNew = (known: Known, tick: number, counts: Counts) => {
    for (const name of Object.keys(counts).sort()) {
      const source = sourceOf(state.sources, name, counts[name] as SourceCounts, false)
      if (source?.week === undefined || isFrozen(known)) continue
      const one = counts[name] as SourceCounts
      const { negative: negatives, duplicates } = one
      takeTick(source.week, Math.floor(tick / 12), { posts: postsOf(one), negatives, duplicates })
      joinStory(source, known.dispersion.meanNegatives / Math.max(known.dispersion.meanPosts, 0.01))
    }
  }

  const input = ({ rising, rings, dispersion, scale }: Known) => ({
    tick: state.tick,
    rising,
    sources: state.sources,
    rings,
    dispersion,
    scale,
  })

  const lookForAlarm = (known: Known, tick: number) => {
    const { episode } = known
    if (episode?.isConfirmed) return
    if (episode === undefined && state.phase === 'recovered' && tick >= known.probationUntil) declare(known, 'calm')
    const finding = alarm(input(known), episode === undefined ? marks.earlySigns : marks.backlash)
    if (finding === undefined) return
    if (episode === undefined) {
      known.episode = openEpisode(tick, finding.since, known.dispersion.meanPosts)
      known.end = 0
      for (const source of state.sources) rollBack(source)
      declare(known, 'early-signs', finding)
    } else {
      episode.isConfirmed = true
      declare(known, 'backlash', finding)
    }
  }

  const isRecovered = (known: Known, tick: number): boolean => {
    const { episode, end, rings, dispersion } = known
    if (episode === undefined || tick % 12 !== 11 || end <= recovery.evidence) return false
    if (tick - episode.opened < 12 * recovery.afterOnsetHours) return false
    const peak = peakTick(episode.peak, rings, tick, episode.onset)
    if (tick - peak < 12 * recovery.afterPeakHours) return false
    const usable = state.sources.filter(
      ({ baseline, isAside, isSilent }) => baseline !== undefined && !isAside && !isSilent,
    )
    const watched = state.sources.filter(({ baseline }) => baseline !== undefined)
    if (usable.length * 2 <= watched.length) return false
    const hour = Math.floor(tick / 12)
    return probabilityRecovered(rings, hour, hour - Math.floor(peak / 12), dispersion) > recovery.probability
  }

  const close = (known: Known, tick: number) => {
    declare(known, known.episode?.isConfirmed ? 'recovered' : 'calm')
    delete known.episode
    known.probationUntil = tick + 12 * recovery.probationHours
    for (const multiple of multiples.keys()) {
      known.rising.sums[multiple] = 0
      known.rising.since[multiple] = tick + 1
      for (const source of state.sources) beginWindow(source, multiple)
    }
  }

  const follow = (known: Known, tick: number, sums: Sums) => {
    lookForAlarm(known, tick)
    const { episode, rings, dispersion } = known
    if (episode === undefined) return
    const { onset, peak, opened } = episode
    if (tick % 12 === 11 || tick === opened) followPeak(peak, rings, { tick, onset, learntAt: known.learntAt })
    const next = followCourse(episode, state.phase, { tick, now: sums, recent: rings.recent, dispersion })
    if (next !== undefined) declare(known, next)
    const { low, high } = recovery
    const fall = (high - low) * sums.usualNegatives - sums.negatives * Math.log(high / low)
    known.end = Math.max(0, known.end + fall / Math.max(dispersion.negatives, 2))
    if (isRecovered(known, tick)) close(known, tick)
  }

  const step = (tick: number, counts: Counts) => {
    state.tick = tick
    if (Object.values(counts).some((one) => postsOf(one) + one.duplicates > 0)) state.lastPost = tick
    else if (tick - state.lastPost > forgetTicks) {
      if (state.known !== undefined && state.phase !== 'calm') declare(state.known, 'calm')
      state = { ...beginStory(), tick, lastPost: tick }
    }
    const { known } = state
    if (known === undefined) {
      const read = Object.values(counts)
      const posts = read.reduce((sum, one) => sum + postsOf(one), 0)
      takeVolume(state.volume, tick, read.length === 0 ? undefined : posts)
      if (!takeLearningTick(state.learning, state.sources, counts, Math.floor(tick / 12))) return
      const dispersion = learnStory(state.learning, state.sources)
      state.known = {
        dispersion,
        scale: scaleOf(dispersion),
        rings: emptyRings(),
        rising: { sums: multiples.map(() => 0), since: multiples.map(() => tick + 1) },
        learntAt: tick,
        probationUntil: 0,
        end: 0,
      }
      // What only learning needs takes no room any more.
      state.learning.negatives.means = []
      state.volume = emptyFlag()
      declare(state.known, 'calm')
      return
    }
    beginTick(known, tick)
    learnNew(known, tick, counts)
    follow(known, tick, count(known, tick, counts))
  }

  return {
    take: ({ atMs, sources }) => {
      const tick = Math.floor(atMs / tickMs)
      if (state.tick >= 0 && tick <= state.tick)
        throw new Problem(
          'invalid',
          `reading ticks: ${new Date(atMs).toISOString()} does not come after the one before; sort them by time`,
        )
      changes = []
      // After so many unread ones nothing is known, and more of them change nothing.
      const first = state.tick < 0 ? tick : state.tick + 1
      for (let missing = first; missing < Math.min(tick, first + forgetTicks + 1); missing++) step(missing, nobody)
      step(tick, sources)
      return changes
    },
    gauge: () => gaugeOf(state, marks, state.known === undefined ? undefined : strongest(input(state.known))),
    save: () => structuredClone(state),
  }
}
