// What a token is: a word, a mark, an emoji and so on, in arrays side by side.

/** UTF-16 units of a post that are read; what comes after them is ignored. */
export const mostUnits = 6_000
/** What a token is. */
export const sorts = {
  mark: 0,
  word: 1,
  /** A word in capitals. */
  shout: 2,
  exclamation: 3,
  question: 4,
  stop: 5,
  ellipsis: 6,
  /** `,` `;` `:` */
  pause: 7,
  link: 8,
  user: 9,
  tag: 10,
  symbol: 11,
  emoji: 12,
} as const

/** Valid until the next call of the tokeniser that made it. */
export type Tokens = {
  /** By token. */
  readonly hashes: Int32Array
  /** Its row in the dictionary, 0 where it is not known, and the row's value. */
  readonly rows: Int32Array
  readonly values: Int32Array
  readonly sorts: Uint8Array
  count: number
  /** The normalised text as one-byte codes, a blank between tokens: for character n-grams. Where each token begins in it. */
  readonly codes: Uint8Array
  readonly codeFrom: Int32Array
  codeCount: number
  /** Words and numbers, without those of tags, and their letters. */
  words: number
  latin: number
  foreign: number
  elongations: number
  exclamations: number
  questions: number
}
