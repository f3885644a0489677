// All that the engine knows of a story, as plain JSON: about 1,000 numbers for three sources. Ticks are five minutes since 1970.
import type { Phase } from '../../events/phase.ts'
import type { Rising } from './alarm.ts'
import type { Dispersion } from './dispersion.ts'
import type { Episode } from './episode.ts'
import type { Scale } from './evidence.ts'
import { beginLearning, type Learning } from './learning.ts'
import type { Rings } from './rings.ts'
import type { Source } from './sources.ts'
import { emptyFlag, type VolumeFlag } from './volume-flag.ts'

/** A story whose usual is known. */
export type Known = {
  dispersion: Dispersion
  /** Of the hour: follows from `dispersion`. */
  scale: Scale
  rings: Rings
  rising: Rising
  /** The tick that ended learning. */
  readonly learntAt: number
  probationUntil: number
  /** Evidence that the episode is over, nats. */
  end: number
  episode?: Episode
}

export type EngineState = {
  phase: Phase
  /** The last one taken, and that of the last change; −1 before the first. */
  tick: number
  since: number
  lastPost: number
  /** By name, in the order of their bytes. */
  sources: Source[]
  /** What is learnt before `known` is; then `ticks` and `posts` say from how much. */
  learning: Learning
  volume: VolumeFlag
  known?: Known
}

export const beginStory = (): EngineState => ({
  phase: 'learning',
  tick: -1,
  since: -1,
  lastPost: -1,
  sources: [],
  learning: beginLearning(),
  volume: emptyFlag(),
})
