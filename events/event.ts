// What every event has, and what the log adds when it records one.

/** Something that happened, in the past tense. `data` holds JSON types only; times are ISO 8601 in UTC. */
export type Event<Type extends string, Data> = { readonly type: Type; readonly data: Data }

/** An event as the log keeps it. */
export type Recorded<E> = E & {
  readonly stream: string
  /** Its place in its stream, from 0. */
  readonly revision: number
  /** Its place in the whole log: rises, may have gaps. The `version` that pages and sockets show. */
  readonly version: number
  /** When the log took it, ISO 8601 UTC. */
  readonly recordedAt: string
}
