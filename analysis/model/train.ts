// `npm run -s train`: from the labelled posts to the files that ship and the model card. Deterministic: same data, same bytes.
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Description, Head } from '../sentiment/model.ts'
import { describe, filesOf, modelOf, nameOf, type ScoreAll, scoreByBytes, scoreByFloats, train } from './assemble.ts'
import { calibrate, lossOf, type Scored } from './calibrate.ts'
import { writeCard } from './card.ts'
import { readCorpus } from './corpus.ts'
import { hasSet, readSet, trainingSets } from './posts.ts'
import { recipeInWords, settings } from './recipe.ts'
import { measure } from './report.ts'
import { readLexicon, vocabularyOf } from './words.ts'

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

const corpus = readCorpus(path.join(data, 'train'), settings)
say(`${corpus.texts.length} posts`)
const vocabulary = vocabularyOf(readLexicon(path.join(data, 'lexicon')), corpus.texts)
const trained = train(corpus, vocabulary, settings)
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

const measured = measure(modelOf(trained, description), scoreByFloats(trained), data)
const lossWith = (share: number) => {
  const sets = scoredBy(scoreAll, undefined)
  return lossOf(sets, calibrate(sets, share)).toFixed(3)
}
const { mixed } = description.calibration
const card = writeCard({
  ...measured,
  name: description.name,
  date: values.date,
  seeds: settings.seeds,
  recipe: recipeInWords(trained.space.size),
  files: files.map(([file, bytes]) => ({
    file,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })),
  trainedOn: corpus.sets,
  calibration: [
    `One temperature a head (${mixed.temperature} for the gate's mixture), fitted by log-loss on the held-out posts of its kind, all`,
    `sets of the same weight, and ${settings.shareOfPrior} of the class biases that log-loss asks for (${mixed.negative} negative,`,
    `${mixed.positive} positive). With the whole biases the held-out log-loss is ${lossWith(1)}, with these ${lossWith(settings.shareOfPrior)}, without`,
    `any ${lossWith(0)}. The whole biases are those of the held-out collections, which have few angry posts: they would take recall of the`,
    'negative class from every vendor with many, so a story gets its own from about 200 labels (analysis of the calibration: see',
    '`npm run bench:sentiment`, which prints the hourly protocol with its error).',
  ],
})
writeFileSync(path.join(values.out, 'model-card.md'), card)
say('measured; the model card is written')
