// A post on its way in, as every source gives it, and what became of it.
import type { PostKind } from './post.ts'
import type { Problem } from './problem.ts'
import type { Content } from './vault.ts'

/** Normalised and checked by its source. Identity is (channel, source, content.id). */
export type IncomingPost = {
  readonly source: string
  readonly kind: PostKind
  /** When it was made, milliseconds since 1970. */
  readonly atMs: number
  /** Its source gives no time that can be read: `atMs` is when it was first seen. */
  readonly estimated?: true
  /** `true`: gone at its source, the text is then not passed on. Only an explicit `false` undoes that. */
  readonly removed: boolean | undefined
  readonly content: Content
  /** Its author's account is gone while the post stays: the name is to be forgotten. */
  readonly authorGone?: true
  /** The id, at the same source, of the post that this one merely passes on (native retweet, boost, crosspost). */
  readonly repostOf?: string
  /**
   * Puts what its source says of this post over time in order, compared as text: a version, the time of an edit. It stands in
   * the log, so no id and no name. Where it is missing, the order of arrival counts.
   */
  readonly revision?: string
  /** Its source may take the whole thread away and name only that. */
  readonly threadGoes?: true
  /** The source was asked just now: no old message that comes late. */
  readonly asked?: true
  /** The source showed a part of it: what `content` lacks beside the text stays as it is kept. */
  readonly partial?: true
}

/** `refused`: erased before. A restored post is `accepted`. */
export type Outcome =
  | { readonly outcome: 'accepted' | 'duplicate' | 'edited' | 'removed' | 'refused' }
  | { readonly outcome: 'rejected'; readonly problem: Problem }

/**
 * One outcome per post, in order; durable when this answers. The same id twice in one call is handled in order.
 * @throws Problem `unavailable`, `damaged`, `busy`: some may be kept; sending all of it again is safe
 */
export type ReceivePosts = (channel: string, posts: readonly IncomingPost[]) => Promise<readonly Outcome[]>
