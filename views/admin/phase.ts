// The phase of a story as the operator sees it: what the counts say, and what a person sets instead.
import { type Phase, phases } from '../../events/phase.ts'
import { phaseWords } from '../phase-now.ts'
import { timeOf } from '../wording.ts'
import { field, type Values, valuesOf } from './fields.ts'

export type PhaseState = {
  readonly phase: Phase
  readonly since: string
  readonly counted: { readonly phase: Phase; readonly reason: string }
  readonly override: { readonly phase: Phase; readonly reason: string; readonly since: string } | null
}

const reasonHint = 'A sentence. It is shown beside the phase.'

export const phaseView = ({ phase, counted, override }: PhaseState, entered: Values) => ({
  counted: `The counts say: ${phaseWords[counted.phase]}. ${counted.reason}`,
  override:
    override === null
      ? ''
      : `${phaseWords[override.phase]}, set by a person on ${timeOf(Date.parse(override.since))}: ${override.reason}`,
  set: [
    field('phase', 'phase', 'Phase', valuesOf('phase', entered, { phase }), { options: phases }),
    field('phase', 'reason', 'Why', valuesOf('phase', entered), { needed: true, rows: 2, hint: reasonHint }),
  ],
  withdraw: [
    field('withdraw', 'reason', 'Why it is taken back', valuesOf('withdraw', entered), { needed: true, rows: 2 }),
  ],
})
