// Stories: what each one watches, as opened and changed last.
import type { StoryDefinition } from '../events/story.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

export type Story = StoryDefinition & {
  readonly slug: string
  readonly openedAt: string
  readonly changedAt: string
  readonly closedAt?: string
  /** The lane whose numbers are shown. */
  readonly lane: string
}

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
  lane: 'afinn',
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
        return { ...open, ...event.data, openedAt: state.openedAt || changedAt, changedAt }
      }
      case 'StoryChanged':
        return { ...state, ...event.data, changedAt }
      case 'StoryClosed':
        return { ...state, slug: event.data.slug, closedAt: changedAt, changedAt }
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
