// Stories: what each one watches, as opened and changed last.
import { type Calibration, firstLane, type StoryDefinition } from '../events/story.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

export type Story = StoryDefinition & {
  readonly slug: string
  readonly openedAt: string
  readonly changedAt: string
  readonly closedAt?: string
  /** The lane whose numbers are shown. */
  readonly lane: string
  /** The last one of each lane; absent = none. */
  readonly calibrations?: { readonly [lane: string]: Calibration & { readonly fittedAt: string } }
  /** What changed the numbers of the past, and when: a lane shown instead of another, a calibration applied to all posts. */
  readonly turns?: readonly Turn[]
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
  lane: firstLane,
}

const withTurn = (state: Story, turn: Turn): Story => ({ ...state, turns: [...(state.turns ?? []), turn] })

/** Key: the story's slug. */
export const stories: Projection<Story> = {
  name: 'stories',
  initial: unopened,
  keys: (event) => {
    switch (event.type) {
      case 'StoryOpened':
      case 'StoryChanged':
      case 'StoryClosed':
      case 'LaneActivated':
      case 'CalibrationFitted':
        return [event.data.slug]
      default:
        return []
    }
  },
  evolve: (state, event) => {
    const changedAt = event.recordedAt
    switch (event.type) {
      case 'StoryOpened': {
        const { closedAt: _, ...open } = state
        const { lane = state.lane, ...opened } = event.data
        return { ...open, ...opened, lane, openedAt: state.openedAt || changedAt, changedAt }
      }
      case 'StoryChanged':
        return { ...state, ...event.data, changedAt }
      case 'StoryClosed':
        return { ...state, slug: event.data.slug, closedAt: changedAt, changedAt }
      case 'LaneActivated': {
        const { lane, before } = event.data
        const shadows = [...new Set([before, ...(state.shadows ?? [])])].filter((shadow) => shadow !== lane).sort()
        return withTurn({ ...state, lane, shadows, changedAt }, { of: 'lane', at: changedAt, lane, before })
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
