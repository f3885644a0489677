// What a route of the API is: one record that serves it, checks what comes in, and describes it in the OpenAPI document.
import { z } from 'zod'
import type { ErasePosts } from '../../../events/erase-posts.ts'
import type { Scope } from '../../../events/key.ts'
import { timeSchema } from '../../../events/story-entry.ts'
import type { KeepUp } from '../../../projections/keep-up.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import type { limits } from '../../../settings.ts'
import type { Following } from '../../../workers/following.ts'
import type { Ports } from '../../../workers/ports.ts'
import type { Removing } from '../../../workers/removing.ts'
import type { Workers } from '../../../workers/start.ts'
import type { TryChannel } from '../../../workers/try-channel.ts'
import type { TryReceiver } from '../../../workers/try-receiver.ts'
import type { Editing } from '../../editing.ts'
import type { Identity, Keys } from '../../keys.ts'
import type { GaugeOf } from '../../phase-facts.ts'
import type { ReceiverEditing } from '../../receiver-editing.ts'

export type ApiPorts = Pick<Ports, 'readModel' | 'vault' | 'pepper' | 'now'> & {
  readonly keys: Keys
  readonly editing: Editing
  readonly receivers: ReceiverEditing
  /** One test, sent at once; nothing is recorded. */
  readonly tryReceiver: TryReceiver
  readonly following: Pick<Following, 'eraseAddress'>
  readonly erasing: Pick<ErasePosts, 'erase' | 'receipt'>
  readonly removing: Removing
  readonly keepUp: Pick<KeepUp, 'version' | 'replay'>
  /** What was recorded by `atMs`, without posts removed or erased since. @throws Problem `invalid`, `busy` */
  readonly asOf: (atMs: number) => Promise<{ readonly readModel: ReadModel; readonly version: number }>
  /** Each answers what it checked or made, as JSON. @throws Problem */
  readonly maintenance: { readonly verify: () => Promise<object>; readonly rebuild: () => Promise<object> }
  /** How far the past of a story is analysed again; `undefined`: none of it waits. */
  readonly reanalysing: Workers['reanalysing']
  readonly gaugeOf: GaugeOf
  /** One real request of a channel; nothing is kept. */
  readonly tryChannel: TryChannel
  /** Answers once the read model has this version, so that what was written can be read. @throws Problem `unavailable`: not soon */
  readonly settled: (version: number | undefined) => Promise<void>
  readonly limits: typeof limits
  /** False: reads need a key with scope `read`. */
  readonly isPublic: boolean
}

/** `public`: no key, unless OUTCRY_PUBLIC=false; `anyone`: never a key. */
type Access = Scope | 'public' | 'anyone'

export type Call<Query = unknown, Body = unknown> = {
  readonly params: { readonly [name: string]: string }
  readonly query: Query
  readonly body: Body
  /** Media type asked for, of those the operation answers in. */
  readonly type: 'application/json' | 'text/csv'
  readonly nowMs: number
  /** Whose key was shown; undefined where none is asked for. */
  readonly identity: Identity | undefined
  /** @throws Problem `stale` when If-Match was sent and names another state than `stamp` */
  readonly checkMatch: (stamp: string) => void
}

export type Answer = {
  /** 200 unless told. */
  readonly status?: number
  readonly json?: unknown
  readonly csv?: string
  readonly location?: string
  /** Names the state that If-Match guards; part of the ETag. */
  readonly stamp?: string
  /** `none`: asked anew each time. Else kept for seconds where everybody may read. */
  readonly cache?: 'none'
  /** Posts are quoted: search engines are to keep nothing. */
  readonly quotes?: boolean
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Answers = { readonly [status: number]: { readonly description: string; readonly schema?: z.ZodType } }

type Described<Query, Body> = {
  readonly id: string
  readonly method: Method
  /** Under /api/v1; parameters in braces. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly access: Access
  readonly query?: z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  readonly answers: Answers
  readonly csv?: true
  /** Anybody may, so it is limited per address and hour. */
  readonly asks?: true
  readonly run: (ports: ApiPorts, call: Call<Query, Body>) => Answer | Promise<Answer>
}
export type Operation = Described<unknown, unknown>

/** Lets the schemas give `run` its types, and forgets them for the list. */
export const operation = <Query = unknown, Body = unknown>(described: Described<Query, Body>): Operation =>
  described as unknown as Operation

/** A moment in a query, as milliseconds since 1970. */
export const momentSchema = timeSchema
  .transform((text) => Date.parse(text))
  .meta({ description: 'RFC 3339, or a date.' })

export const limitSchema = (maxPageSize: number) =>
  z.coerce.number(`must be a whole number from 1 to ${maxPageSize}`).int().min(1).max(maxPageSize).default(50)

/** JSON has null where we have nothing. */
export const orNull = <T>(value: T | undefined): T | null => value ?? null
