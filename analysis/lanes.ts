// The list of lanes: each analyses posts on its own account. A new one is one file here and one line there.
import type { Sentiment } from '../events/post.ts'
import { afinn } from './afinn.ts'
import { linear } from './sentiment/linear.ts'

/** `language`: ISO 639-1 as far as the lane tells it; `und`: not known. A stranger's word is never named. */
export type Judged = { readonly language: string; readonly sentiment: Sentiment }

export type Lane = {
  readonly id: string
  /** Named by content. */
  readonly model: string
  /**
   * Never throws, whatever the words are.
   * @param source where the post comes from: `x`, `reddit`, `github` …; lanes that know kinds of sources choose by it
   * @param declared the language that the platform says
   */
  readonly judge: (words: string, source?: string, declared?: string) => Judged
}

export const lanes: readonly Lane[] = [linear, afinn]
