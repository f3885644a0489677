// What a source offers. Pure: bytes and headers in, posts out; no network, no clock, no state.
import type { ChannelConfig, ChannelKind, Shows } from '../events/channel.ts'
import type { IncomingPost } from '../events/incoming-post.ts'
import { type Fault, Problem } from '../events/problem.ts'
import type { WebAnswer, WebHeaders, WebRequest } from '../events/web.ts'

/** One post of what a source sent, or why it is none; in the order sent. */
export type Item = { readonly post: IncomingPost } | { readonly problem: Problem }

/** Seen and no post of the public, or somebody else's: counted, never kept. The words say why. */
export type Dropped = { readonly dropped: string }

export const refuse = (what: string, ...faults: readonly Fault[]): Item => ({
  problem: new Problem('invalid', `reading ${what}: it is no post; correct the fields named`, { faults }),
})

export type Headers = WebHeaders

/** `asks`: the source's own word for what this request is about, given back to `translate`. */
export type SourceRequest = WebRequest & { readonly asks: string }
export type SourceAnswer = Pick<WebAnswer, 'status' | 'headers' | 'body'>

/** `untilMs` (since 1970) of a `wait`: when the server lets us ask again, if it said so. The detail holds no content. */
export type Failure = {
  /** sources.md: `retry` soon, `wait` as asked, `reauth` with a new token, `stop` until somebody acts. */
  readonly failure: 'retry' | 'wait' | 'reauth' | 'stop'
  readonly detail: string
  readonly untilMs?: number
  /** The credentials are not taken any more. */
  readonly refused?: true
}

/** What one answer means. The cursor is kept only once every request of the round was answered. */
export type Translation =
  | {
      readonly items: readonly Item[]
      /** More pages of this round. */
      readonly next: readonly SourceRequest[]
      /** Where the next round goes on: no id, no name, since it stands in the log. Absent while the round is not at its end. */
      readonly cursor?: string
      /** From then on (ms since 1970) all there is was seen. Absent: the round reaches back to the last one. */
      readonly fromMs?: number
      /** What there is of it, where that is not all. */
      readonly shows?: Shows
      /** The source asks not to be read again before (ms since 1970). */
      readonly notBeforeMs?: number
      /** Seen and not posts, or private: counted, never kept. */
      readonly dropped: number
      /** Objects the platform bills for. */
      readonly reads?: number
    }
  | Failure

/** What a round starts from. */
export type Reading = {
  readonly config: ChannelConfig
  readonly secrets: ChannelSecrets
  /** Undefined in the first round ever. */
  readonly cursor: string | undefined
  /** When the round began, ms since 1970. */
  readonly nowMs: number
  /** Objects that may still be billed today; without end where nothing is. */
  readonly readsLeft: number
}

export type ChannelSecrets = { readonly token?: string; readonly clientSecret?: string }

/** A short-lived token that is got for the credentials. `untilMs`: no longer good from then on, ms since 1970. */
export type Access = { readonly token: string; readonly untilMs: number }

/** A stored post as it is asked for again. `lookup`: by what, where that is not its id. */
export type Stored = { readonly id: string; readonly lookup?: string }

export type Rechecked = {
  /** As they are now, in any order; those shown as removed among them. */
  readonly items: readonly Item[]
  /** Ids asked for that are not there any more. */
  readonly gone: readonly string[]
  /** To be asked for once more, by another word: the answer told of a newer version. */
  readonly again?: readonly Stored[]
  readonly reads?: number
}

/** How a platform is asked whether it still shows posts that were kept, and with which words. */
export type Recheck = {
  /** Posts one request can ask for. */
  readonly atOnce: number
  readonly ask: (reading: Reading, stored: readonly Stored[]) => SourceRequest
  readonly translate: (reading: Reading, stored: readonly Stored[], answer: SourceAnswer) => Rechecked | Failure
}

/** How posts are fetched from a platform. */
export type Polled = {
  /** The least time from one request to a host to the next. */
  readonly pauseMs: number
  /** What the platform wants of whoever reads it: half a sentence, said where credentials are missing. */
  readonly terms?: string
  /** Every object that is answered is paid for: at most `perDay` of them unless the channel says otherwise (`maxReadsPerDay`); a round wants `atLeast`. */
  readonly billed?: { readonly perDay: number; readonly atLeast: number }
  /** Where a bearer token must be got first, which every request then carries. Asked again when the platform refuses the one at hand. */
  readonly access?: {
    /** Undefined where the channel has nothing to get it for, and is read without. */
    readonly ask: (reading: Reading) => SourceRequest | undefined
    readonly translate: (reading: Reading, answer: SourceAnswer) => Access | Failure
  }
  readonly recheck?: Recheck
  readonly begin: (reading: Reading) => readonly SourceRequest[]
  /** Asks for the whole of one thread, by its id; `translate` knows the answers. */
  readonly thread?: (reading: Reading, thread: string) => readonly SourceRequest[]
  readonly translate: (reading: Reading, request: SourceRequest, answer: SourceAnswer) => Translation
}

/** Posts in our own shape, one, several or a line each, sent to POST /webhooks/{channel} under Standard Webhooks or with a key. */
export type PushedPosts = {
  /** One item of a body, as JSON.parse gave it. */
  readonly translate: (value: unknown) => Item
}

/** What one message of a platform means. */
export type Meaning = {
  readonly items: readonly Item[]
  /** Every post that is kept of this thread is gone. */
  readonly goneThread?: string
  /** Posts of this thread that were removed are there again; their texts are known to the source alone. */
  readonly restored?: string
  /** It only asks whether we listen. */
  readonly ping?: true
}

/** Messages in the platform's own shape, sent to POST /webhooks/{channel}. */
export type PushedMessages = {
  /** The header with `sha256=` and the HMAC-SHA256 of the raw body, in hex, by the channel's secret. */
  readonly signature: string
  /** The headers that are the same only when a message is sent again. */
  readonly identity: readonly string[]
  readonly mediaTypes: readonly string[]
  /** A body as JSON.parse gave it. */
  readonly translate: (value: unknown, headers: Headers, config: ChannelConfig) => Meaning
}

export type Source = {
  readonly kind: ChannelKind
  readonly pushed?: PushedPosts | PushedMessages
  readonly polled?: Polled
}
