// `npm run -s train`: from the labelled posts to the files that ship and the model card. Deterministic: same data, same bytes.
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Description, Head } from '../model.ts'
import { describe, filesOf, modelOf, nameOf, type ScoreAll, scoreByBytes, train } from './assemble.ts'
import { calibrate, type Scored } from './calibrate.ts'
import { hasSet, kinds, readSet, trainingSets } from './posts.ts'
import { settings } from './recipe.ts'
import { buildDictionary, countWords } from './words.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.SENTIMENT_DATA ?? '../shared/data/sentiment' },
    date: { type: 'string', default: '20261125' },
    out: { type: 'string', default: import.meta.dirname },
  },
})
const data = path.resolve(values.data)
const missing = Object.keys(trainingSets).filter((name) => !hasSet(path.join(data, 'train'), name))
if (missing.length > 0 || !existsSync(path.join(data, 'lexicon'))) {
  console.error(
    `train: ${data} lacks ${missing.length > 0 ? `train/${missing[0]}.ndjson.gz` : 'lexicon/'}; give the folder of the labelled posts with --data or SENTIMENT_DATA`,
  )
  process.exit(1)
}

const started = performance.now()
const say = (what: string) =>
  console.error(`${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${what}`)

const sets = Object.entries(trainingSets).map(([name, kind]) => ({
  kind,
  posts: readSet(path.join(data, 'train'), name),
}))
const corpus = {
  texts: sets.flatMap(({ posts }) => posts.map(({ text }) => text)),
  labelOf: Int32Array.from(sets.flatMap(({ posts }) => posts.map(({ label }) => label))),
  kindOf: Int32Array.from(sets.flatMap(({ kind, posts }) => posts.map(() => kinds.indexOf(kind)))),
}
say(`${corpus.texts.length} posts`)
const dictionary = buildDictionary(path.join(data, 'lexicon'), countWords(corpus.texts))
const trained = train(corpus, dictionary, settings)
say(`${trained.space.size} features trained with seeds ${settings.seeds.join(', ')}`)

const held = ['tweeteval', 'goemotions', 'jira', 'pr', 'so-lin'].map((name) => ({
  kind: trainingSets[name] as string,
  posts: readSet(path.join(data, 'val'), name),
}))
const scoredBy = (scoreAll: ScoreAll, head: Head | undefined): readonly Scored[] =>
  // A kind's head is fitted to the posts of its kind; the shared one and the mixture to all.
  held
    .filter(({ kind }) => head === undefined || head === 'shared' || head === kind)
    .map(({ posts }) => ({
      scores: scoreAll(
        posts.map(({ text }) => text),
        head,
      ),
      labels: posts.map(({ label }) => label),
    }))
const raw = describe(trained, settings, values.date)
const scoreAll = scoreByBytes(modelOf(trained, raw))
const calibrationOf = (head: Head | undefined) => calibrate(scoredBy(scoreAll, head), settings.shareOfPrior)
const calibrated: Description = {
  ...raw,
  calibration: {
    tweet: calibrationOf('tweet'),
    reddit: calibrationOf('reddit'),
    software: calibrationOf('software'),
    shared: calibrationOf('shared'),
    mixed: calibrationOf(undefined),
  },
}
say('calibrated')

const files = filesOf(trained)
const description = { ...calibrated, name: nameOf(calibrated, files, values.date) }
for (const [name, bytes] of files) writeFileSync(path.join(values.out, name), bytes)
writeFileSync(path.join(values.out, 'model.json'), `${JSON.stringify(description, null, 2)}\n`)
say(`${description.name} written`)
