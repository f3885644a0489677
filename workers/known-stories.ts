// The rules of every story as far as the log was followed.
import { type StoryRules, storyRules } from '../analysis/topics.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import { evolve, initial, type StoryState } from '../events/story-state.ts'

type Known = {
  readonly state: StoryState
  readonly revision: number
  readonly rules: StoryRules
  /** Version of the log at which what it takes of the past changed last. */
  readonly changedAt: number
  /** Every channel it ever took posts from; 'all' once it took any. */
  readonly channels: ReadonlySet<string> | 'all'
}

export type KnownStories = {
  /** Events it has seen are passed over. */
  readonly evolve: (event: RecordedEvent) => void
  readonly rules: () => readonly StoryRules[]
  readonly get: (slug: string) => Known | undefined
}

const joined = (before: Known['channels'] | undefined, channels: readonly string[]): Known['channels'] =>
  before === 'all' || channels.length === 0 ? 'all' : new Set([...(before ?? []), ...channels])

/** @param onChange after every change of what any story takes */
export const createKnownStories = (onChange: (rules: readonly StoryRules[]) => void): KnownStories => {
  const stories = new Map<string, Known>()
  const rules = () => [...stories.values()].map((story) => story.rules)
  return {
    evolve: (event) => {
      switch (event.type) {
        case 'StoryOpened':
        case 'StoryChanged':
        case 'StoryClosed':
        case 'LaneChosen':
        case 'LaneActivated':
        case 'ReanalysisBegun':
        case 'CalibrationFitted': {
          const { slug } = event.data
          const before = stories.get(slug)
          if (before !== undefined && event.revision <= before.revision) return
          const state = evolve(before?.state ?? initial, event)
          const { definition, status, lane, chosen } = state
          const closedAt = status !== 'closed' ? undefined : (before?.rules.closedAt ?? event.version)
          const now = storyRules(slug, definition, {
            lane,
            chosen,
            calibrations: [...state.calibrations.values()],
            closedAt,
          })
          const { rules: was, changedAt: wasAt } = before ?? { rules: undefined, changedAt: event.version }
          const opensAgain = was?.closedAt !== undefined && closedAt === undefined
          const gainsLane = now.lanes.some((lane) => was?.lanes.includes(lane) === false)
          const isAsked =
            event.type === 'LaneChosen' ||
            event.type === 'ReanalysisBegun' ||
            (event.type === 'CalibrationFitted' && event.data.past)
          const isSame = was?.rules === now.rules && !opensAgain && !gainsLane && !isAsked
          const changedAt = isSame ? wasAt : event.version
          const channels = joined(before?.channels, definition.channels)
          stories.set(slug, { state, revision: event.revision, rules: now, changedAt, channels })
          const isNews = changedAt !== wasAt || was === undefined || event.type === 'CalibrationFitted'
          if (isNews || was?.closedAt !== closedAt || was.lanes.join() !== now.lanes.join()) onChange(rules())
          return
        }
        default:
      }
    },
    rules,
    get: (slug) => stories.get(slug),
  }
}
