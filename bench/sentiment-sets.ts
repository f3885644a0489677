// The labelled posts that sentiment is measured with. They lie beside the repository and are never part of it; without them less is measured.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Label } from '../events/post.ts'

export const dataFolder = path.resolve(import.meta.dirname, '../../shared/data/sentiment')

export type LabelledPost = { readonly text: string; readonly label: Label; readonly at?: string }

/** The least that is accepted without a source being given, in hundredths. */
type Goal = { readonly recall?: number; readonly f1?: number }
export type LabelledSet = {
  readonly name: string
  readonly file: string
  /** The source that such posts would come from. */
  readonly source: string
  /** No post, label or word of it was used in making the model. */
  readonly unseen: boolean
  readonly goal: Goal
}

const known = (name: string, source: string, goal: Goal): LabelledSet => ({
  name,
  file: path.join(dataFolder, 'val', `${name}.ndjson.gz`),
  source,
  unseen: false,
  goal,
})
const unseen = (name: string, goal: Goal): LabelledSet => ({
  name,
  file: path.join(dataFolder, 'validate-only', `${name}.ndjson.gz`),
  source: 'x',
  unseen: true,
  goal,
})

const all: readonly LabelledSet[] = [
  known('tweeteval', 'x', { recall: 71.5 }),
  known('goemotions', 'reddit', { f1: 70.5 }),
  known('jira', 'github', { f1: 75 }),
  known('so-lin', 'github', {}),
  known('pr', 'github', { f1: 69 }),
  unseen('airline', { recall: 69.5, f1: 61 }),
  unseen('gameprod', { f1: 56.5 }),
  unseen('sanders', { recall: 64 }),
  unseen('sxsw', { recall: 54 }),
  unseen('tse', { recall: 68.5 }),
  unseen('vader-tweets', { f1: 75 }),
]

export const setsThere = (): readonly LabelledSet[] => all.filter(({ file }) => existsSync(file))

/** JSON makes each text a string of its own, not a slice of the file. */
export const readSet = ({ file }: LabelledSet): readonly LabelledPost[] =>
  gunzipSync(readFileSync(file))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledPost)
