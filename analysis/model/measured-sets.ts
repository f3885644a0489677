// The sets that the model is measured with, and the goals it has to reach there; none of them is trained on.
import type { Head } from '../sentiment/model.ts'
import { hasSet, type Post, readSet } from './posts.ts'

export type MeasuredSet = {
  readonly folder: 'val' | 'validate-only'
  readonly name: string
  /** The head that its source would choose. */
  readonly head: Head
  readonly best: string
  /** Least macro recall and macro F1 without a source, in hundredths. */
  readonly recall?: number
  readonly f1?: number
}

/** `best`: macro recall / macro F1 of the best of sentiment, vader-sentiment and wink-sentiment at their default thresholds. */
export const measuredSets: readonly MeasuredSet[] = [
  { folder: 'val', name: 'tweeteval', head: 'tweet', best: '60.0/57.6', recall: 71.5 },
  { folder: 'val', name: 'goemotions', head: 'reddit', best: '63.8/62.6', f1: 70.5 },
  { folder: 'val', name: 'jira', head: 'software', best: '71.2/58.8', f1: 75 },
  { folder: 'val', name: 'pr', head: 'software', best: '56.9/52.4', f1: 69 },
  { folder: 'validate-only', name: 'airline', head: 'tweet', best: '61.7/52.8', recall: 69.5, f1: 61 },
  { folder: 'validate-only', name: 'gameprod', head: 'tweet', best: '50.5/49.2', f1: 56.5 },
  { folder: 'validate-only', name: 'sanders', head: 'tweet', best: '60.3/53.4', recall: 64 },
  { folder: 'validate-only', name: 'sxsw', head: 'tweet', best: '51.3/47.2', recall: 54 },
  { folder: 'validate-only', name: 'tse', head: 'software', best: '66.0/64.9', recall: 68.5 },
  { folder: 'validate-only', name: 'vader-tweets', head: 'tweet', best: '71.3/70.6', f1: 75 },
]

export type ReadSet = MeasuredSet & { readonly posts: readonly Post[] }

/** Those that are there. */
export const readMeasured = (data: string): readonly ReadSet[] =>
  measuredSets
    .filter(({ folder, name }) => hasSet(`${data}/${folder}`, name))
    .map((set) => ({ ...set, posts: readSet(`${data}/${set.folder}`, set.name) }))
