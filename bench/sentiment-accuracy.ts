// Macro recall and macro F1 of every library on every set of labelled posts that is there.
import { type Accuracy, accuracyOf, confusionOf } from '../analysis/model/measure.ts'
import type { Library } from './sentiment-libraries.ts'
import { type LabelledPost, type LabelledSet, readSet } from './sentiment-sets.ts'
import { type Result, type Row, round } from './table.ts'

export const judge = (posts: readonly LabelledPost[], library: Library, source?: string): Accuracy =>
  accuracyOf(confusionOf(posts.map(({ text, label }) => ({ label, said: library.say(text, source).label }))))

/** Shares of the posts; the sets are English but for a few posts. */
const unscoredOf = (posts: readonly LabelledPost[], library: Library) => {
  let [foreign, empty] = [0, 0]
  for (const { text } of posts) {
    const said = library.say(text)
    if (said.label !== 'unscored') continue
    if (said.reason === 'empty') empty++
    else foreign++
  }
  return { foreign: foreign / posts.length, empty: empty / posts.length }
}

const percent = (share: number) => (100 * share).toFixed(1)
const both = ({ macroRecall, macroF1 }: Accuracy) => `${percent(macroRecall)}/${percent(macroF1)}`

/** @param ours without a source being given, which is what the goals are about; with it in a column of its own */
export const accuracy = (sets: readonly LabelledSet[], ours: Library, others: readonly Library[]): Result => {
  let reached = true
  let mostUnscored = 0
  const rows = sets.map((set): Row => {
    const texts = readSet(set)
    const own = judge(texts, ours)
    const { recall = 0, f1 = 0 } = set.goal
    const met = 100 * own.macroRecall >= recall && 100 * own.macroF1 >= f1
    if (!met) reached = false
    const { foreign, empty } = unscoredOf(texts, ours)
    mostUnscored = Math.max(mostUnscored, foreign)
    return {
      set: set.unseen ? `${set.name} (unseen)` : set.name,
      posts: texts.length,
      ...Object.fromEntries(others.map((library) => [library.name, both(judge(texts, library))])),
      [ours.name]: both(own),
      '±': percent(own.standardError),
      'source given': both(judge(texts, ours, set.source)),
      'not English %': round(100 * foreign, 2),
      'empty %': round(100 * empty, 2),
      goal: [recall > 0 ? `recall ${recall}` : '', f1 > 0 ? `F1 ${f1}` : ''].filter(Boolean).join(', '),
      met: recall + f1 === 0 ? '' : met ? 'met' : 'NOT MET',
    }
  })
  return {
    name: 'sentiment: macro recall / macro F1, in hundredths; an unscored post counts as missed; ± standard error of recall',
    goal: `every goal of the column, without a source; at most 1 % of any set left unscored as not English`,
    reached: reached && mostUnscored <= 0.01,
    rows,
  }
}
