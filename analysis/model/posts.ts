// The labelled posts that the model is trained on and measured with: gzip NDJSON, one {id, text, label} a line.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

export const labels = ['negative', 'neutral', 'positive'] as const
export type Label = (typeof labels)[number]
export type Post = {
  readonly id: string
  readonly text: string
  readonly label: number
  readonly at: string | undefined
}

export const kinds = ['tweet', 'reddit', 'software', 'review'] as const
export type Kind = (typeof kinds)[number]

/** The training sets by kind: which customs of labelling a set follows. */
export const trainingSets: Readonly<Record<string, Kind>> = {
  tweeteval: 'tweet',
  goemotions: 'reddit',
  senti4sd: 'software',
  github: 'software',
  jira: 'software',
  'so-lin': 'software',
  codereview: 'software',
  pr: 'software',
  'vader-amazon': 'review',
}

export const readSet = (folder: string, name: string): readonly Post[] =>
  gunzipSync(readFileSync(path.join(folder, `${name}.ndjson.gz`)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { id, text, label, at } = JSON.parse(line) as { id: string; text: string; label: Label; at?: string }
      return { id, text, label: labels.indexOf(label), at }
    })

export const hasSet = (folder: string, name: string): boolean => existsSync(path.join(folder, `${name}.ndjson.gz`))
