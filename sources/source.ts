// What a source offers. Pure: bytes and headers in, posts out; no network, no clock, no state.
import type { ChannelConfig, ChannelKind } from '../events/channel.ts'
import type { IncomingPost } from '../events/incoming-post.ts'
import { type Fault, Problem } from '../events/problem.ts'

/** One post of what a source sent, or why it is none; in the order sent. */
export type Item = { readonly post: IncomingPost } | { readonly problem: Problem }

/** Seen and no post of the public, or somebody else's: counted, never kept. The words say why. */
export type Dropped = { readonly dropped: string }

export const refuse = (what: string, ...faults: readonly Fault[]): Item => ({
  problem: new Problem('invalid', `reading ${what}: it is no post; correct the fields named`, { faults }),
})

/** Header names in small letters, as Node gives them. */
export type Headers = { readonly [name: string]: string | undefined }

/** `asks`: the source's own word for what this request is about, given back to `translate`. */
export type SourceRequest = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Headers
  readonly body?: string
  readonly asks: string
}
export type SourceAnswer = { readonly status: number; readonly headers: Headers; readonly body: Uint8Array }

/** What one answer means. The cursor is kept only once every request of the round was answered. */
export type Translation =
  | {
      readonly items: readonly Item[]
      /** More pages of this round. */
      readonly next: readonly SourceRequest[]
      /** Where the next round goes on; absent while the round is not at its end. */
      readonly cursor?: string
      /** Ids that were asked for and are gone at their source: (source, id) is removed. */
      readonly gone: readonly { readonly source: string; readonly id: string }[]
      /** Seen and not posts, or private: counted, never kept. */
      readonly dropped: number
    }
  /** sources.md §3: `wait` until `untilMs` (ms since 1970), `reauth` once, `stop` until someone acts. The detail holds no content. */
  | { readonly failure: 'retry' | 'wait' | 'reauth' | 'stop'; readonly detail: string; readonly untilMs?: number }

/** How posts are fetched from a platform. */
export type Polled = {
  readonly pollEveryMs: number
  /** The first requests of a round; `cursor` is undefined in the first round ever. */
  readonly begin: (config: ChannelConfig, cursor: string | undefined, nowMs: number) => readonly SourceRequest[]
  /** Asks about posts already known, to learn what is gone or changed. Absent where a platform offers no such call. */
  readonly recheck?: (config: ChannelConfig, ids: readonly string[]) => readonly SourceRequest[]
  readonly translate: (
    config: ChannelConfig,
    request: SourceRequest,
    answer: SourceAnswer,
    cursor: string | undefined,
    nowMs: number,
  ) => Translation
}

/** How posts are taken that a platform sends to POST /webhooks/{channel}. */
export type Pushed = {
  /** One item of a body, as JSON.parse gave it. */
  readonly translate: (value: unknown, headers: Headers) => Item
}

export type Source = { readonly kind: ChannelKind; readonly pushed?: Pushed; readonly polled?: Polled }
