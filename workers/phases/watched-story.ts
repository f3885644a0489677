// One story that is watched: how far the engine is on its way, what changed behind it, and what it said when it was last there.
import type { Gauge } from '../../analysis/phases/gauge.ts'
import { canonicalJson } from '../../events/canonical.ts'
import type { PhaseChange } from '../../events/phase.ts'
import { spansReadBySource } from '../../projections/coverage.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { firstDifference } from '../../projections/spans.ts'
import type { CreateEngine } from './course.ts'
import { inWords, postsRemoved, readingsChanged, reasonsFor } from './reasons.ts'
import { createStoryCourse } from './story-course.ts'

/** What the counts of the whole story say; `why` that may differ from what was said before. `key` names the lines. */
export type Said = { readonly lines: readonly PhaseChange[]; readonly why: string; readonly key: string }

export type WatchedStory = {
  readonly lane: string
  /** These five minutes of the shown lane changed; `postKeys` of the posts that did, in projection `posts`. */
  readonly changed: (startsMs: readonly number[], postKeys: readonly string[]) => void
  /** Which sources were read when may have changed. */
  readonly lookAtReadings: () => void
  /** What differs from now on may differ for this. */
  readonly because: (reason: string) => void
  /** Its past is analysed by other rules: until that is done nothing is said. */
  readonly holdBack: () => void
  /** Ticks that were taken have changed, or lie behind `toMs`: the last post of the story is gone. */
  readonly isBehind: (toMs: number) => boolean
  /** Goes back to the first of them. */
  readonly goBack: (toMs: number) => void
  /** Some hours further, not past `toMs`. Answers whether it is there. */
  readonly step: (toMs: number) => boolean
  /** Of when it was last there; `undefined` before. */
  readonly said: () => Said | undefined
  readonly gauge: () => Gauge | undefined
  /** What was said under this key is in the log. */
  readonly told: (key: string) => void
}

export const watchStory = (
  readModel: ReadModel,
  { slug, lane }: { readonly slug: string; readonly lane: string },
  createEngine: CreateEngine,
): WatchedStory => {
  const course = createStoryCourse(readModel, { story: slug, lane }, createEngine)
  const prefix = `${slug}|${lane}|`
  /** Of what is said now and not told yet, and of what changed since. */
  let reasonsSaid = new Set<string>()
  let reasons = new Set<string>()
  let spans = spansReadBySource(readModel, slug)
  let changedFromMs = Number.POSITIVE_INFINITY
  /** It has moved since it said something. */
  let moved = true
  let said: Said | undefined
  let gauge: Gauge | undefined

  const nextMs = () => course.nextMs() ?? Number.NEGATIVE_INFINITY

  return {
    lane,
    changed: (startsMs, postKeys) => {
      const taken = startsMs.filter((ms) => ms < nextMs())
      if (taken.length === 0) return
      changedFromMs = Math.min(changedFromMs, ...taken)
      const end = prefix + new Date(nextMs()).toISOString()
      const behind = postKeys.filter((key) => key < end)
      for (const reason of reasonsFor(readModel, behind)) reasons.add(reason)
    },
    lookAtReadings: () => {
      const now = spansReadBySource(readModel, slug)
      for (const [source, before] of spans) {
        // A source that is new has no tick that was taken without it.
        const ms = firstDifference(before, now.get(source) ?? [])
        if (ms === undefined || ms >= nextMs()) continue
        changedFromMs = Math.min(changedFromMs, ms)
        reasons.add(readingsChanged)
      }
      spans = now
    },
    because: (reason) => {
      reasons.add(reason)
    },
    holdBack: () => {
      said = undefined
    },
    isBehind: (toMs) => changedFromMs < Number.POSITIVE_INFINITY || nextMs() > toMs,
    goBack: (toMs) => {
      if (nextMs() > toMs) reasons.add(postsRemoved)
      course.backTo(Math.min(changedFromMs, toMs))
      moved = true
      changedFromMs = Number.POSITIVE_INFINITY
    },
    step: (toMs) => {
      const before = course.nextMs()
      const isThere = course.step(spans, toMs)
      moved ||= course.nextMs() !== before
      if (!isThere || (said !== undefined && !moved)) return isThere
      moved = false
      const lines = [...course.lines()]
      reasonsSaid = reasonsSaid.union(reasons)
      reasons = new Set()
      said = { lines, why: inWords(reasonsSaid), key: canonicalJson(lines) }
      gauge = course.gauge() ?? gauge
      return true
    },
    said: () => said,
    gauge: () => gauge,
    told: (key) => {
      if (said?.key === key) reasonsSaid = new Set()
    },
  }
}
