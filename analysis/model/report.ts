// Measures a finished model on every set that is there, and gathers what the model card says.
import { createJudge } from '../sentiment/judge.ts'
import type { Head, Model } from '../sentiment/model.ts'
import type { ScoreAll } from './assemble.ts'
import { checkBias } from './bias.ts'
import type { Card, MeasuredRow, Slice } from './card.ts'
import { figuresOf } from './figures.ts'
import { type ReadSet, readMeasured } from './measured-sets.ts'
import { labels } from './posts.ts'

const sourceOf: Readonly<Record<Head, string>> = {
  tweet: 'x',
  reddit: 'reddit',
  software: 'github',
  shared: 'discourse',
}

/** Of scores against neutral, ties as in rounding.ts. */
const labelOf = (negative: number, positive: number) =>
  negative > 0 && negative >= positive ? 0 : positive > 0 && positive > negative ? 2 : 1

const slicesOf = (sets: readonly ReadSet[], saidOf: (text: string) => number): readonly Slice[] => {
  const posts = sets.flatMap(({ posts: some }) => some)
  const said = new Map(posts.map((post) => [post, saidOf(post.text)]))
  const words = (text: string) => text.split(/\s+/).length
  const tests: readonly (readonly [string, (text: string) => boolean])[] = [
    ['up to 6 words', (text) => words(text) <= 6],
    ['7 to 20 words', (text) => words(text) > 6 && words(text) <= 20],
    ['21 to 60 words', (text) => words(text) > 20 && words(text) <= 60],
    ['over 60 words', (text) => words(text) > 60],
    ['with emoji', (text) => /\p{Extended_Pictographic}/u.test(text)],
    ['with a negation', (text) => /\b(not|no|never|cannot|\w+n['’]?t)\b/i.test(text)],
    ['with "but"', (text) => /\bbut\b/i.test(text)],
    ['with a question mark', (text) => text.includes('?')],
    ['with "thanks" or "thank you"', (text) => /\bthank(s| you)\b/i.test(text)],
  ]
  return tests.map(([name, test]) => {
    const some = posts.filter(({ text }) => test(text))
    return {
      name,
      figures: figuresOf(
        some.map(({ label }) => label),
        some.map((post) => said.get(post) ?? -1),
      ),
    }
  })
}

export type Measured = Pick<Card, 'rows' | 'slices' | 'bias'>

/** @param byFloats scores of the same weights in floating point */
export const measure = (model: Model, byFloats: ScoreAll, data: string): Measured => {
  const judge = createJudge(model)
  const { temperature, negative, positive } = model.description.calibration.mixed
  const sets = readMeasured(data)
  const rows = sets.map((set): MeasuredRow => {
    const texts = set.posts.map(({ text }) => text)
    const truth = set.posts.map(({ label }) => label)
    const said = texts.map((text) => judge(text).sentiment)
    const placeOf = (label: string) => (labels as readonly string[]).indexOf(label)
    const kind = texts.map((text) => placeOf(judge(text, sourceOf[set.head]).sentiment.label))
    const floats = byFloats(texts, undefined)
    let loss = 0
    let scored = 0
    said.forEach((one, i) => {
      if (one.label === 'unscored') return
      scored++
      loss -= Math.log(Math.max(1e-4, one[labels[truth[i] as number] ?? 'neutral']))
    })
    const floatLabels = said.map((one, i) =>
      one.label === 'unscored'
        ? -1
        : labelOf(
            ((floats[2 * i] as number) + negative) / temperature,
            ((floats[2 * i + 1] as number) + positive) / temperature,
          ),
    )
    return {
      set,
      mixed: figuresOf(
        truth,
        said.map(({ label }) => placeOf(label)),
      ),
      kind: figuresOf(truth, kind),
      float: figuresOf(truth, floatLabels).macroRecall,
      unscored: (said.length - scored) / said.length,
      logLoss: loss / scored,
    }
  })
  const slices = slicesOf(sets, (text) => (labels as readonly string[]).indexOf(judge(text).sentiment.label))
  return { rows, slices, bias: checkBias((text) => judge(text).sentiment) }
}
