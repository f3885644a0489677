// Changes of phase as occasions of alerts: the one that stands last, those it took the place of, and those that a revision took away.
import type { Occasion } from '../../events/alert-decisions.ts'
import type { Phase, PhaseChange } from '../../events/phase.ts'
import type { DeclaredChange, PhaseOverride, StoryPhases } from '../../projections/phases.ts'
import { phaseWords } from '../../views/phase-now.ts'
import type { ToldOccasion } from './occasion.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const tickMs = 5 * minuteMs
/** What is declared later than this after it happened belongs to a past that was imported: nobody is told. */
const newsForMs = 7 * dayMs
/** A revision that moves a change by less is no news. */
const movedMs = dayMs

type Named = Pick<PhaseChange, 'at' | 'phase'>
const causeOf = (slug: string, { at, phase }: Named) => `phase|${slug}|${at}|${phase}`

const rises: readonly Phase[] = ['early-signs', 'backlash', 'second-wave']
/** The worst and the end: told at once, and to the strictest. */
const urgent: readonly Phase[] = ['backlash', 'second-wave', 'recovered']

const calmAfter = (before: Phase | undefined): Pick<Occasion, 'trigger' | 'bar'> | undefined => {
  switch (before) {
    case 'early-signs':
      return { trigger: 'early-signs', bar: 'strict' } // for those who were told of them
    case 'backlash':
    case 'cooling':
    case 'second-wave':
      return { trigger: 'phase-change', bar: 'strict' } // nobody writes any more, or a person says so
    case 'recovered':
      return { trigger: 'phase-change', bar: 'sensitive' }
    case 'calm':
    case 'learning':
    case undefined:
      return undefined
  }
}

/** Undefined: it tells nothing new. @param before the phase before it */
const kindOf = (phase: Phase, before: Phase | undefined): Pick<Occasion, 'trigger' | 'bar'> | undefined => {
  switch (phase) {
    case 'early-signs':
      return { trigger: 'early-signs', bar: 'strict' }
    case 'backlash':
    case 'second-wave':
    case 'recovered':
      return { trigger: 'phase-change', bar: 'strict' }
    case 'cooling':
      return { trigger: 'phase-change', bar: 'balanced' }
    case 'calm':
      return calmAfter(before)
    case 'learning':
      return undefined
  }
}

const declaredOccasion = (
  slug: string,
  change: DeclaredChange,
  before: Phase | undefined,
  more: Pick<Occasion, 'isOver' | 'was'>,
): readonly ToldOccasion[] => {
  const { at, phase, onset, reason, evidence, version, declaredAt } = change
  const kind = kindOf(phase, before)
  if (kind === undefined || Date.parse(declaredAt) - Date.parse(at) > newsForMs) return []
  const isRise = rises.includes(phase)
  const toMs = Date.parse(at) + tickMs
  return [
    {
      slug,
      cause: causeOf(slug, change),
      ...kind,
      at: new Date(at).toISOString(),
      ...(onset === undefined ? {} : { since: new Date(onset).toISOString() }),
      version,
      ...(isRise ? { posts: evidence.posts } : {}),
      isUrgent: urgent.includes(phase),
      ...more,
      words: phase === 'calm' && before === 'early-signs' ? 'Early signs are over' : phaseWords[phase],
      reason,
      window: { fromMs: toMs - evidence.minutes * minuteMs, toMs },
      typical: isRise ? 'negative' : 'any',
    },
  ]
}

/** What a person says, where it is another phase than the one shown before. */
const overrideOccasion = (
  slug: string,
  { phase, reason, since, version }: NonNullable<StoryPhases['override']>,
  before: Phase | undefined,
): readonly ToldOccasion[] => {
  const kind = kindOf(phase, before)
  if (kind === undefined || phase === before) return []
  const isUrgent = urgent.includes(phase)
  return [
    {
      slug,
      cause: `override|${slug}|${since}`,
      ...kind,
      at: since,
      version,
      isUrgent,
      isOver: false,
      words: phaseWords[phase],
      reason: `Set by a person: ${reason}`,
    },
  ]
}

/** What the counts say is shown again, and nothing of it was declared meanwhile that is news by itself. */
const takenBackOccasion = (
  slug: string,
  { phase: was, version: fromVersion, until: at, untilVersion: version, why }: PhaseOverride,
  last: DeclaredChange | undefined,
): readonly ToldOccasion[] => {
  const phase = last?.phase ?? 'learning'
  if (at === undefined || version === undefined || phase === was || (last?.version ?? 0) > fromVersion) return []
  return [
    {
      slug,
      cause: `taken back|${slug}|${at}`,
      trigger: 'phase-change',
      bar: 'strict',
      at,
      version,
      isUrgent: urgent.includes(phase),
      isOver: false,
      words: `${phaseWords[phase]}, as counted`,
      reason: `A person took “${phaseWords[was]}” back: ${why}`,
    },
  ]
}

/** Changes of the same phase at most a day from this one, the nearest first: what a revision made of it. */
const alike = <Change extends Named>(changes: readonly Change[], gone: Named): readonly Change[] =>
  changes
    .filter(({ phase }) => phase === gone.phase)
    .map((change) => ({ change, ms: Math.abs(Date.parse(change.at) - Date.parse(gone.at)) }))
    .filter(({ ms }) => ms <= movedMs)
    .sort((a, b) => a.ms - b.ms)
    .map(({ change }) => change)

/** `lost`: what stood once, stands no more, and was not only moved. */
export const phaseOccasions = (
  slug: string,
  { changes, revisions, override, overrides = [] }: StoryPhases,
): { readonly occasions: readonly ToldOccasion[]; readonly lost: readonly { cause: string; why: string }[] } => {
  const gone = revisions.flatMap(({ replaced, why }) => replaced.map(({ at, phase }) => ({ at, phase, why })))
  const moved = gone.map((one) => ({ ...one, to: alike(changes, one)[0] }))
  const shown = override === undefined ? changes : changes.filter(({ version }) => version < override.version)
  const last = shown.at(-1)
  const set =
    override === undefined
      ? overrides.slice(-1).flatMap((taken) => takenBackOccasion(slug, taken, last))
      : overrideOccasion(slug, override, last?.phase)
  const standsOver = set.length > 0 || (override !== undefined && override.phase !== last?.phase)
  const declared = shown.flatMap((change, i) => {
    const was = moved.filter(({ to }) => to === change).map((one) => causeOf(slug, one))
    const isOver = standsOver || i < shown.length - 1
    return declaredOccasion(slug, change, shown[i - 1]?.phase, { isOver, ...(was.length === 0 ? {} : { was }) })
  })
  return {
    occasions: [...declared, ...set],
    lost: moved
      .filter(({ to }) => to === undefined)
      // It may have been moved before it was taken away.
      .map((one) => ({
        cause: causeOf(slug, one),
        why: gone.findLast((other) => alike([other], one).length > 0)?.why ?? one.why,
      })),
  }
}
