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
}

export type PhaseRevision = {
  /** When it was recorded. */
  readonly at: string
  readonly from: string
  readonly why: string
  /** What had stood and stands no more, and what came instead. */
  readonly replaced: readonly PhaseChange[]
  readonly changes: readonly PhaseChange[]
}

export type StoryPhases = {
  /** In order. */
  readonly changes: readonly DeclaredChange[]
  /** In the order of recording; the last fifty. */
  readonly revisions: readonly PhaseRevision[]
  /** What a person says it is, until taken back, since when, and where in the log. */
  readonly override?: {
    readonly phase: Phase
    readonly reason: string
    readonly since: string
    readonly version: number
  }
  /** What a person took back last: which phase it was, since which version, and when and where in the log it ended. */
  readonly takenBack?: {
    readonly phase: Phase
    readonly reason: string
    readonly fromVersion: number
    readonly at: string
    readonly version: number
  }
}

const mostRevisions = 50
const undeclared: StoryPhases = { changes: [], revisions: [] }

const plain = ({ declaredAt: _, version: __, isRevised: ___, ...change }: DeclaredChange): PhaseChange => change

/** A change that a revision says again is none of its own. */
const revise = (
  before: readonly DeclaredChange[],
  now: readonly PhaseChange[],
  { recordedAt, version }: Pick<RecordedEvent, 'recordedAt' | 'version'>,
): readonly DeclaredChange[] => {
  const known = new Map(before.map((change) => [canonicalJson(plain(change)), change]))
  return now.map(
    (change) => known.get(canonicalJson(change)) ?? { ...change, declaredAt: recordedAt, version, isRevised: true },
  )
}

const without = (changes: readonly DeclaredChange[], others: readonly DeclaredChange[]): readonly PhaseChange[] =>
  changes.filter((change) => !others.includes(change)).map(plain)

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
          changes: without(changes, before),
        }
        return { ...state, changes, revisions: [...revisions, revision].slice(-mostRevisions) }
      }
      case 'PhaseOverridden': {
        const { phase, reason } = event.data
        return { ...state, override: { phase, reason, since: event.recordedAt, version: event.version } }
      }
      case 'PhaseOverrideWithdrawn': {
        const { override, ...engine } = state
        if (override === undefined) return state
        const { phase, version: fromVersion } = override
        const takenBack = {
          phase,
          fromVersion,
          reason: event.data.reason,
          at: event.recordedAt,
          version: event.version,
        }
        return { ...engine, takenBack }
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
