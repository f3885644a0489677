// Stand-in until the engine is there.
import type { Gauge } from '../../../analysis/phases/gauge.ts'
import { tickMs } from '../../../analysis/phases/tick.ts'
import type { CreateEngine } from '../../../workers/phases/course.ts'
import { phaseChange } from '../../given.ts'

type State = { lastMs: number; firstMs: number; recent: number[]; open: boolean }
export const thresholdEngine: CreateEngine<State> = ({ saved }) => {
  const state: State = saved ? structuredClone(saved) : { lastMs: 0, firstMs: 0, recent: [], open: false }
  return {
    take: ({ atMs, sources }) => {
      if (state.firstMs === 0) state.firstMs = atMs
      else for (let ms = state.lastMs + tickMs; ms < atMs; ms += tickMs) state.recent.push(0)
      state.lastMs = atMs
      state.recent.push(Object.values(sources).reduce((sum, { negative }) => sum + negative, 0))
      state.recent = state.recent.slice(-12)
      const sum = state.recent.reduce((a, b) => a + b, 0)
      if (atMs - state.firstMs < 7 * 86_400_000) return []
      if (!state.open && sum >= 30) {
        state.open = true
        return [phaseChange(new Date(atMs).toISOString(), 'backlash', { reason: `${sum} negative posts in an hour` })]
      }
      if (state.open && sum < 10) {
        state.open = false
        return [phaseChange(new Date(atMs).toISOString(), 'recovered', { reason: `${sum} negative posts in an hour` })]
      }
      return []
    },
    gauge: () => ({ phase: state.open ? 'backlash' : 'calm', toMs: state.lastMs + tickMs }) as unknown as Gauge,
    save: () => structuredClone(state),
  }
}
