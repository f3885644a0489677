// A story: what is watched, how posts belong to it, and what the company said.
import type { Event } from './event.ts'

/** A topic's `slug` is made from its first name and kept when it is renamed. `match`: any of these phrases. */
export type TopicRule = { readonly slug: string; readonly name: string; readonly match: readonly string[] }

export type StoryDefinition = {
  readonly title: string
  readonly company: string
  /** One line above the heading, such as "media server software". */
  readonly about: string
  /** Ids of channels; empty = all. */
  readonly channels: readonly string[]
  /** Any of these phrases; empty = every post of the channels. */
  readonly match: readonly string[]
  readonly topics: readonly TopicRule[]
  /** Invented posts around true events: said on every page. */
  readonly demonstration: boolean
}

export const statementKinds = [
  'announcement',
  'explainer',
  'apology',
  'partial-reversal',
  'reversal',
  'confirmation',
  'other',
] as const
export const milestoneKinds = ['leak', 'press', 'peak', 'effective', 'aftermath'] as const
export type StatementKind = (typeof statementKinds)[number]
export type MilestoneKind = (typeof milestoneKinds)[number]

/** `until`: the true moment lies between `at` and `until`. `precision` says what of `at` is known. */
export type Moment<Kind> = {
  /** Made from story, `at` and `kind`. */
  readonly id: string
  readonly at: string
  readonly until?: string
  readonly precision: 'minute' | 'day' | 'window'
  readonly kind: Kind
  readonly title: string
  /** One or two sentences in own words. */
  readonly text?: string
  readonly url?: string
}

type InStory = { readonly slug: string }
export type StoryOpened = Event<'StoryOpened', InStory & StoryDefinition>
export type StoryChanged = Event<'StoryChanged', InStory & Partial<StoryDefinition>>
export type StatementRecorded = Event<'StatementRecorded', InStory & Moment<StatementKind>>
export type StatementCorrected = Event<'StatementCorrected', InStory & Moment<StatementKind>>
export type MilestoneRecorded = Event<'MilestoneRecorded', InStory & Moment<MilestoneKind>>
export type MilestoneCorrected = Event<'MilestoneCorrected', InStory & Moment<MilestoneKind>>
export type StoryClosed = Event<'StoryClosed', InStory>

export type StoryEvent =
  | StoryOpened
  | StoryChanged
  | StatementRecorded
  | StatementCorrected
  | MilestoneRecorded
  | MilestoneCorrected
  | StoryClosed

export const storyStream = (slug: string) => `story-${slug}`
