// What the history of a story says of it.
import type { RecordedEvent } from './catalogue.ts'
import { declaredAfter, type Phase, type PhaseChange } from './phase.ts'
import { Problem } from './problem.ts'
import {
  type Calibration,
  firstLane,
  type MilestoneKind,
  type Moment,
  type StatementKind,
  type StoryDefinition,
  type StoryEvent,
} from './story.ts'

export type StoryState = {
  readonly status: 'unknown' | 'open' | 'closed'
  readonly definition: StoryDefinition
  /** Statements and milestones by id. */
  readonly moments: { readonly [id: string]: Moment<StatementKind | MilestoneKind> }
  /** The lane whose numbers are shown. */
  readonly lane: string
  /** The lane that somebody wants to see; absent = the one shown. */
  readonly chosen?: string
  /** The last one of each lane. */
  readonly calibrations: ReadonlyMap<string, Calibration>
  readonly phrases: ReadonlyMap<string, { readonly foundAt: string; readonly dismissedUntil: string }>
  /** As they stand declared, in order. */
  readonly phases: readonly PhaseChange[]
  /** What a person says it is instead. */
  readonly override?: { readonly phase: Phase; readonly reason: string }
}

export const initial: StoryState = {
  status: 'unknown',
  definition: { title: '', company: '', about: '', channels: [], match: [], topics: [], demonstration: false },
  moments: {},
  lane: firstLane,
  calibrations: new Map(),
  phrases: new Map(),
  phases: [],
}

const unheard = { foundAt: '', dismissedUntil: '' }

/** The lane shown is nobody's shadow. */
const withShadow = (state: StoryState, lane: string): StoryState => {
  const { shadows = [] } = state.definition
  const all = [...new Set([...shadows, lane])].filter((one) => one !== state.lane).sort()
  return { ...state, definition: { ...state.definition, shadows: all } }
}

export const evolve = (state: StoryState, event: StoryEvent): StoryState => {
  const { slug: _, ...data } = event.data
  switch (event.type) {
    case 'StoryOpened': {
      const { slug: _, lane = state.lane, ...opened } = event.data
      return { ...state, status: 'open', lane, definition: { ...state.definition, ...opened } }
    }
    case 'StoryChanged':
      return { ...state, definition: { ...state.definition, ...data } as StoryDefinition }
    case 'LaneChosen':
      return withShadow({ ...state, chosen: event.data.lane }, event.data.lane)
    case 'LaneActivated': {
      const { lane, before } = event.data
      const { chosen, ...shown } = withShadow({ ...state, lane }, before)
      return chosen === lane || chosen === undefined ? shown : { ...shown, chosen }
    }
    case 'ReanalysisBegun':
      return event.data.lane === undefined ? state : withShadow(state, event.data.lane)
    case 'CalibrationFitted': {
      const { slug: _, past: __, ...calibration } = event.data
      return { ...state, calibrations: new Map(state.calibrations).set(calibration.lane, calibration) }
    }
    case 'PhraseEmerged': {
      const { phrase, at } = event.data
      const known = state.phrases.get(phrase) ?? unheard
      return { ...state, phrases: new Map(state.phrases).set(phrase, { ...known, foundAt: at }) }
    }
    case 'PhraseDismissed': {
      const { phrase, until } = event.data
      const known = state.phrases.get(phrase) ?? unheard
      return { ...state, phrases: new Map(state.phrases).set(phrase, { ...known, dismissedUntil: until }) }
    }
    case 'PhaseDeclared':
    case 'PhaseRevised':
      return { ...state, phases: declaredAfter(state.phases, event) }
    case 'PhaseOverridden': {
      const { phase, reason } = event.data
      return { ...state, override: { phase, reason } }
    }
    case 'PhaseOverrideWithdrawn': {
      const { override: _, ...engine } = state
      return engine
    }
    case 'StoryClosed':
      return { ...state, status: 'closed' }
    case 'StatementRecorded':
    case 'StatementCorrected':
    case 'MilestoneRecorded':
    case 'MilestoneCorrected': {
      const moment = data as Moment<StatementKind | MilestoneKind>
      return { ...state, moments: { ...state.moments, [moment.id]: moment } }
    }
  }
}

/** The state of a story by its whole stream. */
export const storyStateOf = (history: readonly RecordedEvent[]): StoryState =>
  history.reduce(
    (state, event) => (event.stream.startsWith('story-') ? evolve(state, event as StoryEvent) : state),
    initial,
  )

export const unknownStory = (operation: string, slug: string) =>
  new Problem('not-found', `${operation}: there is no story "${slug}"; open it first`)
