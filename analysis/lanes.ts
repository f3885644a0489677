// The list of lanes: each analyses posts on its own account. A new one is one file here and one line there.
import type { Sentiment } from '../events/post.ts'
import { afinn } from './afinn.ts'
import { linear } from './linear.ts'

export type Lane = {
  readonly id: string
  /** Named by content: another model is another lane's. */
  readonly model: string
  /**
   * Never throws, whatever the words are. `source`: where they were written, for lanes that know kinds of sources.
   * `declared`: their language as the platform says, for lanes that know languages.
   */
  readonly score: (words: string, source: string, declared?: string) => Sentiment
}

export const lanes: readonly Lane[] = [linear, afinn]
