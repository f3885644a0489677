// An engine that finds nothing out: it keeps the ticks that it took, and says of each that has negative posts.
import type { Gauge } from '../../../analysis/phases/gauge.ts'
import type { EngineState } from '../../../analysis/phases/state.ts'
import type { Tick } from '../../../analysis/phases/tick.ts'
import type { CreateEngine } from '../../../workers/phases/course.ts'
import { phaseChange } from '../../given.ts'

/** `onTick` hears of every tick, also of those that are taken again. */
export const recordingEngine =
  (onTick: (tick: Tick) => void = () => undefined): CreateEngine =>
  ({ saved }) => {
    const ticks = [...((saved ?? []) as unknown as readonly Tick[])]
    return {
      take: (tick) => {
        onTick(tick)
        ticks.push(tick)
        const negative = Object.values(tick.sources).reduce((sum, counts) => sum + counts.negative, 0)
        // Every line tells how much lies before it: what is taken from a wrong state shows.
        const reason = `${negative} negative posts, ${ticks.length} ticks`
        return negative === 0 ? [] : [phaseChange(new Date(tick.atMs).toISOString(), 'backlash', { reason })]
      },
      gauge: () => ({ phase: 'learning', toMs: ticks.length }) as unknown as Gauge,
      save: () => [...ticks] as unknown as EngineState,
    }
  }
