// What a page of the operator is: how it is shown, and what its forms do.
import type { ReceivePosts } from '../../../events/incoming-post.ts'
import type { Scope } from '../../../events/key.ts'
import type { Asked } from '../../call-operation.ts'
import type { Form } from '../../form.ts'
import type { LabellingMemory } from '../../labelling-memory.ts'
import type { Readiness } from '../../readiness.ts'

export type Context = {
  /** An operation of the API, with the rights of who is signed in. */
  readonly call: (id: string, asked?: Asked) => Promise<unknown>
  readonly may: (scope: Scope) => boolean
  readonly receivePosts: ReceivePosts
  readonly random: (bytes: number) => Uint8Array
  /** What the one who is signed in is labelling. */
  readonly labelling: LabellingMemory
  /** Of the service, milliseconds since 1970. */
  readonly nowMs: number
  /** Channels that a story names; empty = all. */
  readonly channelsOf: (slug: string) => readonly string[]
  /** Where this service is reached, without a slash at the end. */
  readonly address: string
  readonly state: () => Promise<{
    readonly readiness: Readiness
    readonly head: number
    readonly version: number
    readonly freeBytes: number | undefined
  }>
}

export type Params = { readonly [name: string]: string }

export type Shown = { readonly template: string; readonly title: string; readonly view: object }

/** Where to go on, and what to say there; or a page that is shown this once. */
type Done = { readonly to: string; readonly said: Said } | Shown

/** What was done, in words: only these are ever shown, whatever an address holds. */
export const saidWords = {
  opened: 'Opened.',
  changed: 'Saved.',
  closed: 'Closed. Its past stays as it is.',
  reopened: 'Open again.',
  sent: 'The test post is in. Look at the page of a story that has this channel.',
  known: 'A post of that id was there already: nothing was added.',
  recorded: 'Recorded.',
  set: 'Set. The page shows it as a person’s word, with the reason.',
  withdrawn: 'Taken back. The page shows what the counts say.',
  revoked: 'Revoked. It opens nothing any more.',
  replayed: 'Folded.',
  promoted: 'It is a topic now. Its past is being counted.',
  dismissed: 'Dismissed for 30 days.',
  labelled: 'Labelled. Here is the next.',
  skipped: 'Skipped. Here is another.',
  back: 'Back at the last one: choose again. It stays as it is until you do.',
  unsigned: 'Signatures are no longer asked for.',
  granted: 'Granted. Whoever asked sees when nothing of it is left.',
  added: 'Added.',
  on: 'Switched on. What it missed is sent now.',
  off: 'Switched off. What comes waits.',
  resent: 'It is sent again now.',
  removed: 'Removed.',
  erased: 'Deleted. This address follows nothing any more.',
  declined: 'Declined. Whoever asked sees the reason.',
  ruled: 'Added. It takes what happens from now on.',
  unruled: 'Removed. Nobody is told by it any more.',
} as const
export type Said = keyof typeof saidWords

export type AdminPage = {
  /** Under /admin; parameters with a colon. */
  readonly path: string
  /** @param entered what was typed before it was refused; empty at first */
  readonly show: (context: Context, params: Params, entered: Form) => Promise<Shown>
  /** By the value of the button that was pressed. */
  readonly actions: { readonly [name: string]: (context: Context, params: Params, form: Form) => Promise<Done> }
}

/** Of a text area: what stands on its lines. */
export const linesOf = (text = ''): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
