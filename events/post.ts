// The life of one post. Its text, title, author, url and platform id are never here: they lie in the vault.
import type { Event } from './event.ts'

export type PostKind = 'post' | 'comment' | 'reply'

export const labels = ['negative', 'neutral', 'positive'] as const
export type Label = (typeof labels)[number]
/** Each 0..1 with four decimals; they sum to 1. */
export type Probabilities = { readonly [L in Label]: number }

/**
 * `unscored` is never guessed: a language the model does not know, nothing to read, or a text that was forgotten before this lane
 * could read it.
 */
export type Sentiment =
  | (Probabilities & { readonly label: Label })
  | { readonly label: 'unscored'; readonly reason: 'language' | 'empty' | 'forgotten' }

/** One story a post belongs to. `rules` names the version of the story's rules that said so; `topics` are slugs. */
export type Membership = {
  readonly slug: string
  readonly rules: string
  readonly topics: readonly string[]
  /** By the story's own calibration of this lane, where it has one. */
  readonly calibrated?: Probabilities
}

/** What one analysis says of a post, as far as anything counts it. */
export type Finding = {
  readonly sentiment: Sentiment
  readonly stories: readonly Membership[]
  /** What a person says instead: it counts, the model's word stays beside it. */
  readonly corrected?: Label
  /** Ref of the first post with nearly the same text. */
  readonly duplicateOf?: string
  /** Ref of the post that this one merely passes on (native retweet, boost, crosspost). */
  readonly amplifies?: string
}

/** Where and when a post was made. Never changes over its life. */
export type Origin = {
  readonly ref: string
  readonly channel: string
  readonly source: string
  readonly kind: PostKind
  readonly at: string
}

/** The source's own word for how far a post has come, as incoming-post.ts has it. */
type Revised = { readonly revision?: string }

/**
 * `content` is SHA-256(salt, canonical content): with the vault's row it proves the wording, without it nothing.
 * `version` names that row: 1, or more where a crash left a row of an earlier try behind.
 */
export type PostReceived = Event<
  'PostReceived',
  Origin &
    Revised & {
      readonly version: number
      readonly content: string
      readonly clockAhead?: true
      /** Its source gave no time: `at` is when it was first seen. */
      readonly estimated?: true
      /** Ref of the post that the platform says this one merely passes on. */
      readonly amplifies?: string
    }
>
/** `version` counts the wordings of a post from 1. */
export type PostEdited = Event<'PostEdited', Origin & Revised & { readonly version: number; readonly content: string }>
/** Its source has a newer revision of the same words, or of a post that is gone: older ones come too late from now on. */
export type PostRevised = Event<'PostRevised', Origin & Required<Revised>>
/** Removed by the platform or the sender; may be undone by PostRestored. `subtracts` is what every fold takes back. */
export type PostRemoved = Event<'PostRemoved', Origin & Revised & { readonly subtracts: readonly LaneFinding[] }>
/** Shown and analysed again; `undoes` is what its removal subtracted. */
export type PostRestored = Event<
  'PostRestored',
  Origin & Revised & { readonly version: number; readonly content: string; readonly undoes?: readonly LaneFinding[] }
>
/** Supersedes this lane's earlier analysis of the post, whose finding it carries in `replaces`. */
export type PostAnalysed = Event<
  'PostAnalysed',
  Origin &
    Finding & {
      readonly version: number
      readonly lane: string
      readonly model: string
      readonly language: string
      readonly replaces?: Finding
    }
>
/**
 * A person read this wording and says what it is. `by` is the name of the key used. The findings that count it otherwise are
 * superseded in the same append. `sampled`: it was drawn at random for labelling, not picked.
 */
export type PostRelabelled = Event<
  'PostRelabelled',
  Origin & { readonly version: number; readonly label: Label; readonly by: string; readonly sampled?: true }
>
/** Erased for good: the ref is refused from now on. `subtracts` is empty where a removal already took it back. */
export type PostErased = Event<
  'PostErased',
  Origin & { readonly reason: ErasureReason; readonly subtracts: readonly LaneFinding[] }
>

export type LaneFinding = Finding & { readonly lane: string }
export type ErasureReason = 'request' | 'author' | 'channel'

export type PostEvent =
  | PostReceived
  | PostEdited
  | PostRevised
  | PostRemoved
  | PostRestored
  | PostAnalysed
  | PostRelabelled
  | PostErased

/** @param ref 32 hex digits, see refs.ts */
export const postStream = (ref: string) => `post-${ref}`
