// What the engine reads: the posts of five minutes, counted per source.

export const tickMs = 5 * 60_000

/** Each post once; `duplicates` are further negative posts with nearly the same text. Native reposts are in none. */
export type SourceCounts = {
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  readonly duplicates: number
}

/** Each once, copies not. */
export const postsOf = ({ negative, neutral, positive }: SourceCounts) => negative + neutral + positive

/** `at` is its start, ms since 1970. A source that is absent was not read; one with zeros was, and nobody wrote. */
export type Tick = { readonly atMs: number; readonly sources: { readonly [source: string]: SourceCounts } }
