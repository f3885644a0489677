// What a person says of the phase of a story, instead of what was declared: bodies of the API, checked here.
import { z } from 'zod'
import { phases } from './phase.ts'
import { line } from './story-entry.ts'

const reason = line(500).meta({ description: 'Why, in a sentence; it is shown beside the phase.' })

export const overrideEntry = z
  .strictObject({ phase: z.enum(phases, `must be one of ${phases.join(', ')}`), reason })
  .meta({ id: 'PhaseOverrideEntry' })
export const withdrawalEntry = z.strictObject({ reason }).meta({ id: 'PhaseWithdrawalEntry' })
export type OverrideEntry = z.infer<typeof overrideEntry>
export type WithdrawalEntry = z.infer<typeof withdrawalEntry>
