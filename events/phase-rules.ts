// Phases of a story: what is declared, what is revised, and what a person says instead.
import { canonicalJson } from './canonical.ts'
import type { PhaseChange } from './phase.ts'
import type { OverrideEntry, WithdrawalEntry } from './phase-entry.ts'
import { Problem } from './problem.ts'
import type { StoryEvent } from './story.ts'
import { type StoryState, unknownStory } from './story-state.ts'

/** What a change says; the numbers of its reason are those of when it was declared, and stay when a single post comes late. */
const saying = ({ at, phase, onset, peak }: PhaseChange) => canonicalJson([at, phase, onset ?? null, peak ?? null])

/** How many of the first changes say the same. */
const sameAtFirst = (declared: readonly PhaseChange[], now: readonly PhaseChange[]): number => {
  const differs = declared.findIndex((change, i) => {
    const other = now[i]
    return other === undefined || saying(change) !== saying(other)
  })
  return differs === -1 ? declared.length : differs
}

/**
 * What is new when `now` is what the counts of the whole story say, in order of time: changes after those that stand are declared, and
 * where one that stands is none any more, everything from there on is revised. Nothing for a story that is not open.
 * @param why of a revision, in words: late posts, removed posts, another lane
 */
export const decideDeclarations = (
  { status, phases: declared }: StoryState,
  slug: string,
  now: readonly PhaseChange[],
  why: string,
): readonly StoryEvent[] => {
  if (status !== 'open') return []
  const same = sameAtFirst(declared, now)
  const gone = declared[same]
  if (gone === undefined) return now.slice(same).map((change) => ({ type: 'PhaseDeclared', data: { slug, ...change } }))
  const next = now[same]
  const from = next !== undefined && next.at < gone.at ? next.at : gone.at
  // From a moment on: a change that stands at this very moment is said again.
  return [{ type: 'PhaseRevised', data: { slug, from, changes: now.filter(({ at }) => at >= from), why } }]
}

/** Nothing when that is what was said last. @throws Problem `not-found` */
export const decideOverride = (
  { status, override }: StoryState,
  slug: string,
  { phase, reason }: OverrideEntry,
): readonly StoryEvent[] => {
  if (status === 'unknown') throw unknownStory('setting the phase of a story', slug)
  if (override?.phase === phase && override.reason === reason) return []
  return [{ type: 'PhaseOverridden', data: { slug, phase, reason } }]
}

/** @throws Problem `not-found` where nobody has said another phase */
export const decideWithdrawal = (
  { status, override }: StoryState,
  slug: string,
  { reason }: WithdrawalEntry,
): readonly StoryEvent[] => {
  const operation = 'taking back the phase that a person set'
  if (status === 'unknown') throw unknownStory(operation, slug)
  if (override === undefined)
    throw new Problem('not-found', `${operation}: nobody has set one for story "${slug}"; it shows what was declared`)
  return [{ type: 'PhaseOverrideWithdrawn', data: { slug, reason } }]
}
