// Gathers what a page is told of a story's phases.
import type { Gauge } from '../analysis/phases/gauge.ts'
import { stretchesOf } from '../analysis/phases/page-phase.ts'
import { phasesOf, shownChanges } from '../projections/phases.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { momentsOf } from '../projections/statements.ts'
import type { PhaseFacts } from '../views/facts.ts'

/** What the engine knows of a story now; undefined before it has read it. */
export type GaugeOf = (slug: string) => Gauge | undefined

/** @param fromMs where the first calm begins */
export const phaseFacts = (
  readModel: ReadModel,
  slug: string,
  { fromMs, nowMs, gauge }: { readonly fromMs: number; readonly nowMs: number; readonly gauge: Gauge | undefined },
): PhaseFacts => {
  const phases = phasesOf(readModel, slug)
  const statements = momentsOf(readModel, slug).filter((moment) => moment.of === 'statement')
  return { ...phases, stretches: stretchesOf(shownChanges(phases), statements, { fromMs, nowMs }), gauge }
}
