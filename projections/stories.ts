// Stories: what each one watches, as opened and changed last.

import type { RecordedEvent } from '../events/catalogue.ts'
import { type Calibration, firstLane, type StoryDefinition } from '../events/story.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

export type Story = StoryDefinition & {
  readonly slug: string
  readonly openedAt: string
  readonly changedAt: string
  /** Of the last event that it is made of, in its stream. */
  readonly revision: number
  readonly closedAt?: string
  /** Each time it was closed, and opened again, in order; absent: never. */
  readonly closings?: readonly Closing[]
  /** The lane whose numbers are shown. */
  readonly lane: string
  /** Shown once it has analysed all posts. */
  readonly chosen?: string
  /** The last one of each lane; absent = none. */
  readonly calibrations?: { readonly [lane: string]: Calibration & { readonly fittedAt: string } }
  /** What changed the numbers of the past, and when: a lane shown instead of another, a calibration applied to all posts. */
  readonly turns?: readonly Turn[]
}

/** Versions are of the log, at which it was closed and opened again. */
export type Closing = {
  readonly at: string
  readonly version: number
  readonly openedAt?: string
  readonly openedVersion?: number
}

export type Turn = { readonly at: string } & (
  | { readonly of: 'lane'; readonly lane: string; readonly before: string }
  | { readonly of: 'calibration'; readonly lane: string; readonly n: number }
)

const unopened: Story = {
  slug: '',
  title: '',
  company: '',
  about: '',
  channels: [],
  match: [],
  topics: [],
  demonstration: false,
  openedAt: '',
  changedAt: '',
  revision: -1,
  lane: firstLane,
}

/** The lane shown is nobody's shadow. */
const withShadow = (state: Story, lane: string): Story => {
  const all = [...new Set([...(state.shadows ?? []), lane])].filter((one) => one !== state.lane).sort()
  return { ...state, shadows: all }
}

const withTurn = (state: Story, turn: Turn): Story => ({ ...state, turns: [...(state.turns ?? []), turn] })

const next = (state: Story, event: RecordedEvent): Story => {
  const changedAt = event.recordedAt
  switch (event.type) {
    case 'StoryOpened': {
      const { closedAt: _, ...open } = state
      const { lane = state.lane, ...opened } = event.data
      const last = state.closings?.at(-1)
      const since = { openedAt: changedAt, openedVersion: event.version }
      const again =
        last === undefined ? {} : { closings: [...(state.closings ?? []).slice(0, -1), { ...since, ...last }] }
      return { ...open, ...opened, ...again, lane, openedAt: state.openedAt || changedAt, changedAt }
    }
    case 'StoryChanged':
      return { ...state, ...event.data, changedAt }
    case 'StoryClosed':
      return {
        ...state,
        slug: event.data.slug,
        closedAt: changedAt,
        closings: [...(state.closings ?? []), { at: changedAt, version: event.version }],
        changedAt,
      }
    case 'LaneChosen':
      return withShadow({ ...state, chosen: event.data.lane, changedAt }, event.data.lane)
    case 'ReanalysisBegun':
      return event.data.lane === undefined
        ? { ...state, changedAt }
        : withShadow({ ...state, changedAt }, event.data.lane)
    case 'LaneActivated': {
      const { lane, before } = event.data
      const { chosen, ...shown } = withShadow({ ...state, lane, changedAt }, before)
      const asked = chosen === undefined || chosen === lane ? {} : { chosen }
      return withTurn({ ...shown, ...asked }, { of: 'lane', at: changedAt, lane, before })
    }
    case 'CalibrationFitted': {
      const { slug: _, past, ...fit } = event.data
      const { lane, n } = fit
      const calibrations = { ...state.calibrations, [lane]: { ...fit, fittedAt: changedAt } }
      const next = { ...state, calibrations, changedAt }
      return past ? withTurn(next, { of: 'calibration', at: changedAt, lane, n }) : next
    }
    default:
      return state
  }
}

/** Key: the story's slug. */
export const stories: Projection<Story> = {
  name: 'stories',
  initial: unopened,
  keys: (event) => {
    switch (event.type) {
      case 'StoryOpened':
      case 'StoryChanged':
      case 'StoryClosed':
      case 'LaneChosen':
      case 'LaneActivated':
      case 'ReanalysisBegun':
      case 'CalibrationFitted':
        return [event.data.slug]
      default:
        return []
    }
  },
  evolve: (state, event) => {
    const story = next(state, event)
    return story === state ? state : { ...story, revision: event.revision }
  },
}

export const storyOf = (readModel: ReadModel, slug: string): Story | undefined => {
  const story = readModel.load('stories', [slug]).get(slug) as Story | undefined
  return story?.openedAt === '' ? undefined : story
}

/** All stories ever opened, by slug. */
export const storiesOf = (readModel: ReadModel): readonly Story[] =>
  readModel
    .scan('stories', { from: '', to: afterPrefix('') })
    .map(({ state }) => state as Story)
    .filter(({ openedAt }) => openedAt !== '')
