// Training gives the same bytes each time, bytes say what floating point says, and the model that ships reaches its goals.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  describe as describeModel,
  filesOf,
  modelOf,
  nameOf,
  type ScoreAll,
  scoreByBytes,
  scoreByFloats,
  train,
} from '../../../analysis/model/assemble.ts'
import { readCorpus } from '../../../analysis/model/corpus.ts'
import { figuresOf } from '../../../analysis/model/figures.ts'
import { measuredSets } from '../../../analysis/model/measured-sets.ts'
import { labels, readSet } from '../../../analysis/model/posts.ts'
import { settings } from '../../../analysis/model/recipe.ts'
import { readLexicon, vocabularyOf } from '../../../analysis/model/words.ts'
import { linear } from '../../../analysis/sentiment/linear.ts'
import { readDescription } from '../../../analysis/sentiment/shipped.ts'
import { skipOrFail } from '../../system-program.ts'
import { createSyntheticCorpus, smallSettings, syntheticVocabulary } from './synthetic-corpus.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const data = path.resolve(root, '../shared/data/sentiment')
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const recallOf = (scoreAll: ScoreAll, texts: readonly string[], truth: readonly number[]) => {
  const scores = scoreAll(texts, undefined)
  const said = truth.map((_, i) => {
    const [negative, positive] = [scores[2 * i] as number, scores[2 * i + 1] as number]
    return negative > 0 && negative >= positive ? 0 : positive > 0 ? 2 : 1
  })
  return 100 * figuresOf(truth, said).macroRecall
}

describe('training', () => {
  const corpus = createSyntheticCorpus(3, 4)
  const trainOnce = () => train(corpus, syntheticVocabulary(corpus.texts), smallSettings)

  it('gives the same bytes and the same name from the same posts and seed', () => {
    const [first, second] = [trainOnce(), trainOnce()].map((trained) => {
      const files = filesOf(trained)
      const name = nameOf(describeModel(trained, smallSettings, '20260101'), files, '20260101')
      return [name, ...files.map(([, bytes]) => digest(bytes))]
    })
    assert.deepEqual(first, second)
    assert.match(first?.[0] ?? '', /^en-20260101-[0-9a-f]{8}$/)
  })

  it('learns: other posts of the same patterns are told apart, in bytes as in floating point', () => {
    const trained = trainOnce()
    const held = createSyntheticCorpus(4, 1)
    const truth = [...held.labelOf]
    const model = modelOf(trained, describeModel(trained, smallSettings, '20260101'))
    const bytes = recallOf(scoreByBytes(model), held.texts, truth)
    assert.ok(bytes > 85, `macro recall ${bytes.toFixed(1)}`)
    const floats = recallOf(scoreByFloats(trained), held.texts, truth)
    assert.ok(Math.abs(bytes - floats) <= 0.5, `${bytes.toFixed(2)} in bytes, ${floats.toFixed(2)} in floating point`)
  })

  it('sums up known words to exactly what their n-grams are worth one by one', () => {
    const trained = trainOnce()
    const description = describeModel(trained, smallSettings, '20260101')
    const summed = modelOf(trained, description)
    const plain = { ...summed, dictionary: trained.space.dictionary }
    const texts = [...corpus.texts.slice(0, 500), 'unheard-of wordsmithery 👍 :) great!!! gooood', 'not great', '']
    assert.deepEqual(scoreByBytes(summed)(texts, undefined), scoreByBytes(plain)(texts, undefined))
    assert.deepEqual(scoreByBytes(summed)(texts, 'shared'), scoreByBytes(plain)(texts, 'shared'))
  })
})

describe('the model that ships', () => {
  it('is named after its files and constants', () => {
    const description = readDescription()
    const files = ['weights.bin', 'words.bin'].map(
      (file) => [file, readFileSync(path.join(root, 'analysis/model', file))] as const,
    )
    assert.equal(nameOf(description, files, description.trainedAt), description.name)
    for (const [file, bytes] of files) assert.ok(bytes.length <= 4_194_304, `${file}: ${bytes.length} bytes`)
  })

  it('has the card that its training wrote, with its name and every file', () => {
    const card = readFileSync(path.join(root, 'analysis/model/model-card.md'), 'utf8')
    assert.ok(card.startsWith(`# Model card: ${linear.model}\n`))
    for (const file of ['weights.bin', 'words.bin'])
      assert.ok(card.includes(digest(readFileSync(path.join(root, 'analysis/model', file)))), file)
  })

  for (const { folder, name, recall = 0, f1 = 0 } of measuredSets)
    it(`reaches its goal on ${name}: recall ${recall}, F1 ${f1}`, function () {
      if (!existsSync(path.join(data, folder, `${name}.ndjson.gz`)))
        skipOrFail(this, `needs the labelled posts at ${path.relative(root, data)}`)
      const posts = readSet(path.join(data, folder), name)
      const said = posts.map(({ text }) => (labels as readonly string[]).indexOf(linear.judge(text).sentiment.label))
      const figures = figuresOf(
        posts.map(({ label }) => label),
        said,
      )
      assert.ok(100 * figures.macroRecall >= recall, `macro recall ${(100 * figures.macroRecall).toFixed(1)}`)
      assert.ok(100 * figures.macroF1 >= f1, `macro F1 ${(100 * figures.macroF1).toFixed(1)}`)
      assert.ok(said.filter((label) => label === -1).length <= 0.02 * posts.length)
    })

  it('loses at most 0.3 points by its bytes, on a quarter of the training posts and the held-out ones', function () {
    if (!existsSync(path.join(data, 'train')))
      skipOrFail(this, `needs the labelled posts at ${path.relative(root, data)}`)
    const all = readCorpus(path.join(data, 'train'), settings)
    const some = Array.from(all.texts.keys()).filter((i) => i % 4 === 0)
    const corpus = {
      texts: some.map((i) => all.texts[i] as string),
      labelOf: Int32Array.from(some, (i) => all.labelOf[i] as number),
      kindOf: Int32Array.from(some, (i) => all.kindOf[i] as number),
      collected: some.filter((i) => i < all.collected).length,
      sets: [],
    }
    const vocabulary = vocabularyOf(readLexicon(path.join(data, 'lexicon')), corpus.texts)
    const trained = train(corpus, vocabulary, smallSettings)
    const byBytes = scoreByBytes(modelOf(trained, describeModel(trained, smallSettings, '20260101')))
    const byFloats = scoreByFloats(trained)
    for (const name of ['tweeteval', 'goemotions', 'jira', 'pr']) {
      const posts = readSet(path.join(data, 'val'), name)
      const texts = posts.map(({ text }) => text)
      const truth = posts.map(({ label }) => label)
      const lost = recallOf(byFloats, texts, truth) - recallOf(byBytes, texts, truth)
      assert.ok(lost <= 0.3, `${name} loses ${lost.toFixed(2)}`)
    }
  })
})
