// Phases of a story: what stands declared, what was revised and why, and what a person says instead.
import { canonicalJson } from '../events/canonical.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import { declaredAfter, type Phase, type PhaseChange } from '../events/phase.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

/** When and where in the log it was recorded, ISO 8601 UTC; `isRevised`: it came with a revision. */
export type DeclaredChange = PhaseChange & {
  readonly declaredAt: string
  readonly version: number
  readonly isRevised: boolean
  /** Of the first in the row of changes that each took the place of the one before. Absent: it took nobody's. */
  readonly first?: { readonly at: string; readonly declaredAt: string }
}

export type PhaseRevision = {
  /** When it was recorded. */
  readonly at: string
  readonly from: string
  readonly why: string
  /** What had stood and stands no more, and what came instead. */
  readonly replaced: readonly DeclaredChange[]
  readonly changes: readonly PhaseChange[]
}

/** What a person said, `version` in the log; `until` it was taken back, at `untilVersion`, `why` unless another word took its place. */
export type PhaseOverride = {
  readonly phase: Phase
  readonly reason: string
  readonly since: string
  readonly version: number
  readonly until?: string
  readonly untilVersion?: number
  readonly why?: string
}

export type StoryPhases = {
  /** In order. */
  readonly changes: readonly DeclaredChange[]
  /** In the order of recording; the last fifty. */
  readonly revisions: readonly PhaseRevision[]
  /** What a person says it is, until taken back. */
  readonly override?: PhaseOverride
  /** Every such word in the order of recording; the last fifty. Absent: none. */
  readonly overrides?: readonly PhaseOverride[]
}

const mostRevisions = 50
const mostOverrides = 50
const undeclared: StoryPhases = { changes: [], revisions: [] }

const plain = ({ declaredAt: _, version: __, isRevised: ___, first: ____, ...change }: DeclaredChange): PhaseChange =>
  change

const apart = (a: PhaseChange, b: PhaseChange) => Math.abs(Date.parse(a.at) - Date.parse(b.at))

/** A change that a revision says again is none of its own; another takes the place of the nearest of its phase that goes. */
const revise = (
  before: readonly DeclaredChange[],
  now: readonly PhaseChange[],
  { recordedAt, version }: Pick<RecordedEvent, 'recordedAt' | 'version'>,
): readonly DeclaredChange[] => {
  const known = new Map(before.map((change) => [canonicalJson(plain(change)), change]))
  const kept = now.map((change) => known.get(canonicalJson(change)))
  const going = before.filter((change) => !kept.includes(change))
  return now.map((change, i) => {
    const same = kept[i]
    if (same !== undefined) return same
    const [nearest] = going
      .filter(({ phase }) => phase === change.phase)
      .sort((a, b) => apart(a, change) - apart(b, change))
    const fresh = { ...change, declaredAt: recordedAt, version, isRevised: true }
    if (nearest === undefined) return fresh
    going.splice(going.indexOf(nearest), 1)
    return { ...fresh, first: nearest.first ?? { at: nearest.at, declaredAt: nearest.declaredAt } }
  })
}

const without = (changes: readonly DeclaredChange[], others: readonly DeclaredChange[]): readonly DeclaredChange[] =>
  changes.filter((change) => !others.includes(change))

/** The word that holds ends with an event, if there is one. */
const ended = (
  { override, overrides = [] }: StoryPhases,
  { recordedAt, version }: Pick<RecordedEvent, 'recordedAt' | 'version'>,
  why?: string,
): readonly PhaseOverride[] => {
  const last = overrides.at(-1)
  if (override === undefined || last === undefined) return overrides
  return overrides.with(-1, {
    ...last,
    until: recordedAt,
    untilVersion: version,
    ...(why === undefined ? {} : { why }),
  })
}

/** Key: the story's slug. */
export const phases: Projection<StoryPhases> = {
  name: 'phases',
  initial: undeclared,
  keys: (event) => {
    switch (event.type) {
      case 'PhaseDeclared':
      case 'PhaseRevised':
      case 'PhaseOverridden':
      case 'PhaseOverrideWithdrawn':
        return [event.data.slug]
      default:
        return []
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'PhaseDeclared': {
        const { slug: _, ...change } = event.data
        const { recordedAt: declaredAt, version } = event
        return { ...state, changes: [...state.changes, { ...change, declaredAt, version, isRevised: false }] }
      }
      case 'PhaseRevised': {
        const { changes: before, revisions } = state
        const { from, why } = event.data
        const changes = revise(before, declaredAfter(before.map(plain), event), event)
        const revision = {
          at: event.recordedAt,
          from,
          why,
          replaced: without(before, changes),
          changes: without(changes, before).map(plain),
        }
        return { ...state, changes, revisions: [...revisions, revision].slice(-mostRevisions) }
      }
      case 'PhaseOverridden': {
        const { phase, reason } = event.data
        const override = { phase, reason, since: event.recordedAt, version: event.version }
        const overrides = [...ended(state, event), override].slice(-mostOverrides)
        return { ...state, override, overrides }
      }
      case 'PhaseOverrideWithdrawn': {
        const { override: _, ...engine } = state
        return { ...engine, overrides: ended(state, event, event.data.reason) }
      }
      default:
        return state
    }
  },
}

export const phasesOf = (readModel: ReadModel, slug: string): StoryPhases =>
  (readModel.load('phases', [slug]).get(slug) as StoryPhases | undefined) ?? undeclared

/** As it is shown: what was declared, and from when a person says otherwise, that. */
export const shownChanges = ({
  changes,
  override,
}: StoryPhases): readonly { readonly at: string; readonly phase: Phase; readonly onset?: string }[] =>
  override === undefined
    ? changes
    : [...changes.filter(({ at }) => at < override.since), { at: override.since, phase: override.phase }]
