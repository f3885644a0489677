// The phases of a story: what the engine declares from counts, and what a person says instead.
import type { Event } from './event.ts'

/** `learning` is never declared: it is what a story is in before the first line. */
export const phases = ['learning', 'calm', 'early-signs', 'backlash', 'cooling', 'second-wave', 'recovered'] as const
export type Phase = (typeof phases)[number]

/** A source whose posts decided nothing: `copies` is the share of copies among its negative posts, 0..1; `new`: not learnt yet. */
export type SetAside =
  | { readonly source: string; readonly why: 'copies'; readonly copies: number }
  | { readonly source: string; readonly why: 'silent' | 'new' }

/** The counts that decided: everything that a reason says can be counted again from the ticks of `minutes` before the end of `at`. */
export type Evidence = {
  /** Log-likelihood ratio of "k times the usual" against "as usual", nats. */
  readonly evidence: number
  /** What it had to reach. */
  readonly bar: number
  /** Length of the window that is told of. */
  readonly minutes: number
  /** Negative posts in it, and how many are usual there and then. */
  readonly negative: number
  readonly usual: number
  /** Scored posts in it, the negative share, and the usual one; 0..1. */
  readonly posts: number
  readonly share: number
  readonly usualShare: number
  /** Variance of hourly negatives over their mean. */
  readonly overdispersion: number
  /** Highest rate of the episode over the usual one; absent before there is one. */
  readonly peakRatio?: number
  /** Where the onset lies; absent without an episode. */
  readonly onsetFrom?: string
  readonly onsetTo?: string
  readonly sources: readonly string[]
  readonly setAside: readonly SetAside[]
}

/** Times ISO 8601 UTC, on the clock of the posts. */
export type PhaseChange = {
  /** Start of the five minutes whose counts decided. */
  readonly at: string
  readonly phase: Exclude<Phase, 'learning'>
  /** Of the episode: best estimate when this was declared. */
  readonly onset?: string
  readonly peak?: string
  /** One sentence; every number in it can be counted again. */
  readonly reason: string
  readonly evidence: Evidence
}

type InStory = { readonly slug: string }
export type PhaseDeclared = Event<'PhaseDeclared', InStory & PhaseChange>
/** What was declared from `from` on is replaced by `changes`, which may be none. `why`: late posts, removed posts, another lane. */
export type PhaseRevised = Event<
  'PhaseRevised',
  InStory & { readonly from: string; readonly changes: readonly PhaseChange[]; readonly why: string }
>
/** A person says which phase it is, until taken back. What the engine says stays beside it. */
export type PhaseOverridden = Event<'PhaseOverridden', InStory & { readonly phase: Phase; readonly reason: string }>
export type PhaseOverrideWithdrawn = Event<'PhaseOverrideWithdrawn', InStory & { readonly reason: string }>
export type PhaseEvent = PhaseDeclared | PhaseRevised | PhaseOverridden | PhaseOverrideWithdrawn

/** What stands declared after the event, in order. */
export const declaredAfter = (
  changes: readonly PhaseChange[],
  event: PhaseDeclared | PhaseRevised,
): readonly PhaseChange[] => {
  switch (event.type) {
    case 'PhaseDeclared': {
      const { slug: _, ...change } = event.data
      return [...changes, change]
    }
    case 'PhaseRevised':
      return [...changes.filter(({ at }) => at < event.data.from), ...event.data.changes]
  }
}
