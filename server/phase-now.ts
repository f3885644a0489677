// The phase a story is in, as the API tells it: what a person says, else what was declared; and what the engine knows beside it.
import type { PagePhase, Stretch } from '../analysis/phases/page-phase.ts'
import type { Phase } from '../events/phase.ts'
import { firstAndLastAt } from '../projections/posts.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { Story } from '../projections/stories.ts'
import type { PhaseFacts } from '../views/facts.ts'
import { type GaugeOf, phaseFacts } from './phase-facts.ts'

export type PhaseNow = {
  readonly facts: PhaseFacts
  readonly phase: Phase
  readonly pagePhase: PagePhase
  /** Since when it is in this phase. */
  readonly since: string
  /** What the counts say, whatever a person says. */
  readonly counted: Phase
  readonly stretches: readonly Stretch[]
}

export const phaseNow = (
  { readModel, gaugeOf }: { readonly readModel: ReadModel; readonly gaugeOf: GaugeOf },
  { slug, lane, openedAt }: Story,
  nowMs: number,
): PhaseNow => {
  const gauge = gaugeOf(slug)
  const first = firstAndLastAt(readModel, slug, lane)?.first
  const facts = phaseFacts(readModel, slug, { fromMs: first === undefined ? nowMs : Date.parse(first), nowMs, gauge })
  const { changes, override, stretches } = facts
  const last = changes.at(-1)
  const counted = last?.phase ?? gauge?.phase ?? 'learning'
  return {
    facts,
    phase: override?.phase ?? counted,
    pagePhase: stretches.at(-1)?.phase ?? 'calm',
    since: new Date(override?.since ?? last?.at ?? openedAt).toISOString(),
    counted,
    stretches,
  }
}
