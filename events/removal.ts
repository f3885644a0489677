// Somebody asked for the removal of a post by its link. Link and note lie in the vault until it is settled: never here.
import type { Event } from './event.ts'

/** `id`: 128 random bits in base64url, all one needs to read how it stands. */
type OfRequest = { readonly id: string; readonly at: string }
export type RemovalRequested = Event<'RemovalRequested', OfRequest>
/** `posts` were found here and erased. `receipt`: id of their erasure; absent where there was nothing to enter. */
export type RemovalGranted = Event<'RemovalGranted', OfRequest & { readonly posts: number; readonly receipt?: string }>
/** `reason` in the operator's own words; shown to whoever asked. */
export type RemovalDeclined = Event<'RemovalDeclined', OfRequest & { readonly reason: string }>

export type RemovalEvent = RemovalRequested | RemovalGranted | RemovalDeclined

const streamPrefix = 'removal-'
export const removalStream = (id: string) => `${streamPrefix}${id}`

/** Whether a stranger's word can be the id of a request at all. */
export const isRemovalId = (text: string): boolean => /^[\w-]{22}$/.test(text)

/** Under which names the vault keeps what was asked. */
export const removalSecrets = 'removal/'
export const removalSecret = (id: string) => `${removalSecrets}${id}`
