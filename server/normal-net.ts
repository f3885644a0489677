// Net sentiment as it is in calm: of the calm days before the last episode, or before now where there is none open.
import { calmBefore } from '../analysis/phases/windows.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { Story } from '../projections/stories.ts'
import { countsBetween } from '../projections/timeline.ts'
import type { PhaseFacts } from '../views/facts.ts'
import { fewest } from '../views/summary.ts'

/** −1 to +1, two decimals; null while the story is learning, and of fewer than thirty scored posts. */
export const normalNet = (
  readModel: ReadModel,
  { slug, lane }: Story,
  { changes, stretches }: PhaseFacts,
  nowMs: number,
): number | null => {
  if (changes.length === 0) return null
  const isCalm = stretches.at(-1)?.phase === 'calm'
  const beforeMs = isCalm ? nowMs : (stretches.findLast(({ phase }) => phase === 'backlash')?.fromMs ?? nowMs)
  const parts = calmBefore(stretches, beforeMs).map(({ fromMs, toMs }) =>
    countsBetween(readModel, { story: slug, lane }, fromMs, toMs),
  )
  const sum = (of: 'negative' | 'neutral' | 'positive') => parts.reduce((all, counts) => all + counts[of], 0)
  const scored = sum('negative') + sum('neutral') + sum('positive')
  return scored < fewest ? null : Math.round((100 * (sum('positive') - sum('negative'))) / scored) / 100
}
