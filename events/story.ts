// A story: what is watched, how posts belong to it, and what the company said.
import type { Event } from './event.ts'
import type { PhaseEvent } from './phase.ts'

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
  /** Lanes that analyse its posts beside the one shown; absent = none. */
  readonly shadows?: readonly string[]
}

/** The lane of stories that were opened before stories named theirs. */
export const firstLane = 'afinn'
/** The lane that new stories show. */
export const defaultLane = 'linear'

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
  /** When the watched posts first speak of it: what changes is measured from there. Absent: from `at`. */
  readonly heardAt?: string
  readonly kind: Kind
  readonly title: string
  /** One or two sentences in own words. */
  readonly text?: string
  readonly url?: string
}

type InStory = { readonly slug: string }
/** `lane` absent: `firstLane`. */
export type StoryOpened = Event<'StoryOpened', InStory & StoryDefinition & { readonly lane?: string }>
export type StoryChanged = Event<'StoryChanged', InStory & Partial<StoryDefinition>>
export type StatementRecorded = Event<'StatementRecorded', InStory & Moment<StatementKind>>
export type StatementCorrected = Event<'StatementCorrected', InStory & Moment<StatementKind>>
export type MilestoneRecorded = Event<'MilestoneRecorded', InStory & Moment<MilestoneKind>>
export type MilestoneCorrected = Event<'MilestoneCorrected', InStory & Moment<MilestoneKind>>
export type StoryClosed = Event<'StoryClosed', InStory>
/** Somebody wants to see this lane's numbers: it analyses the story's past, and is shown once that is done. */
export type LaneChosen = Event<'LaneChosen', InStory & { readonly lane: string }>
/** The numbers shown are this lane's from now on; `before` goes on as a shadow. */
export type LaneActivated = Event<'LaneActivated', InStory & { readonly lane: string; readonly before: string }>
/** All posts are analysed again, by `lane` too, which from then on analyses beside the one shown. */
export type ReanalysisBegun = Event<'ReanalysisBegun', InStory & { readonly lane?: string }>

/** Added to the logarithms of probabilities; neutral gets none. */
export type Biases = { readonly negative: number; readonly positive: number }

/** What people's labels say of a lane's probabilities; all numbers with 4 decimals. See analysis/calibration/calibration.ts. */
export type Fit = {
  /** Labelled posts that the lane gives probabilities. */
  readonly n: number
  /** Above 1: the lane was too sure. */
  readonly temperature: number
  /** For shares: added to the logarithms of the probabilities, these divided by the temperature. */
  readonly biases: Biases
  /** For labels of single posts: added to the logarithms as the lane gives them. */
  readonly labelBiases: Biases
  /** Mean calibrated negative probability of the labelled posts, and the 90 % interval of it by bootstrap; 0..1. */
  readonly share: number
  readonly lower: number
  readonly upper: number
  /** Cross-validated: each post is judged by a fit without its tenth of the posts. */
  readonly error: {
    /** Standard error of a negative share that this fit says; 0..1. */
    readonly share: number
    /** Mean log-loss, nats, and that of the lane as it is. */
    readonly logLoss: number
    readonly uncalibrated: number
  }
}

/** How a lane's probabilities are read in one story. */
export type Calibration = Fit & {
  readonly lane: string
  readonly model: string
  /** How many of the labelled posts were drawn at random. */
  readonly sampled: number
  /** When the first and the last labelled post were made, ISO 8601 UTC. */
  readonly from: string
  readonly to: string
}
/** `past`: it is applied to every post of the story that has probabilities, else to those analysed from now on. */
export type CalibrationFitted = Event<'CalibrationFitted', InStory & Calibration & { readonly past: boolean }>

/** Words that many write now and few wrote before. Held by at least five authors, so they are nobody's own. */
export type EmergingPhrase = {
  /** Folded words, as a topic's `match` takes them. */
  readonly phrase: string
  /** As most write it. */
  readonly title: string
  /** The first post of the window that holds it, ISO 8601 UTC. */
  readonly since: string
  /** When it was found, by the time of the posts. */
  readonly at: string
  readonly documents: number
  readonly authors: number
  readonly negative: number
  readonly positive: number
  /** Log-likelihood ratio G² against the baseline (Dunning 1993), and how many times more often than there. */
  readonly g2: number
  readonly ratio: number
}
export type PhraseEmerged = Event<'PhraseEmerged', InStory & EmergingPhrase>
/** Not shown again before `until`. */
export type PhraseDismissed = Event<'PhraseDismissed', InStory & { readonly phrase: string; readonly until: string }>

export type StoryEvent =
  | StoryOpened
  | StoryChanged
  | StatementRecorded
  | StatementCorrected
  | MilestoneRecorded
  | MilestoneCorrected
  | StoryClosed
  | LaneChosen
  | LaneActivated
  | ReanalysisBegun
  | CalibrationFitted
  | PhraseEmerged
  | PhraseDismissed
  | PhaseEvent

export const storyStream = (slug: string) => `story-${slug}`
