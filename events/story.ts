// A story: what is watched, how posts belong to it, and what the company said.
import type { Event } from './event.ts'

/** Topics that every story has unless it switches them off: how people react, whatever it is about. */
export const reactionSlugs = ['leaving', 'refund-cancel', 'legal', 'distrust', 'praise', 'question'] as const
export type ReactionSlug = (typeof reactionSlugs)[number]

/** A post has the topic by any of its phrases or patterns, unless it has any of the phrases it excludes. */
export type TopicRule = {
  /** Made from its first name and kept when it is renamed. */
  readonly slug: string
  readonly name: string
  readonly match: readonly string[]
  /** Regular expressions of RE2; absent: none. */
  readonly patterns?: readonly string[]
  /** Absent: none. */
  readonly exclude?: readonly string[]
}

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
  /** Which of the built-in reactions are topics too; absent = true = all. */
  readonly reactions?: boolean | readonly ReactionSlug[]
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
