// Writes the model card: what the model is for, what it was trained on, and every figure, measured on the bytes that ship.
import type { BiasCheck } from './bias.ts'
import { type Figures, points } from './figures.ts'
import type { MeasuredSet } from './measured-sets.ts'
import { labels } from './posts.ts'

export type MeasuredRow = {
  readonly set: MeasuredSet
  /** Without a source, and with the one that its posts would have. */
  readonly mixed: Figures
  readonly kind: Figures
  /** Macro recall of the same weights in floating point, without a source. */
  readonly float: number
  readonly unscored: number
  readonly logLoss: number
}
export type Slice = { readonly name: string; readonly figures: Figures }
export type TrainedOn = { readonly name: string; readonly kind: string; readonly counts: readonly number[] }
export type Card = {
  readonly name: string
  readonly date: string
  readonly seeds: readonly number[]
  readonly recipe: string
  readonly files: readonly { readonly file: string; readonly bytes: number; readonly sha256: string }[]
  readonly trainedOn: readonly TrainedOn[]
  readonly rows: readonly MeasuredRow[]
  readonly slices: readonly Slice[]
  readonly bias: BiasCheck
  readonly calibration: readonly string[]
}

const licences: Readonly<Record<string, string>> = {
  tweeteval: 'cbaziotis/datastories-semeval2017-task4, MIT (repository; the posts came from Twitter under its terms)',
  goemotions: 'monologg/GoEmotions-pytorch, Apache-2.0',
  senti4sd: 'collab-uniba/Senti4SD, MIT',
  github: 'disa-lab/DeepSentimentSECrossPlatform, CC0-1.0',
  jira: 'disa-lab/DeepSentimentSECrossPlatform, CC0-1.0',
  'so-lin': 'disa-lab/DeepSentimentSECrossPlatform, CC0-1.0',
  codereview: 'disa-lab/DeepSentimentSECrossPlatform, CC0-1.0',
  pr: 'opus-research/sentiment-dataset, MIT',
  'vader-amazon': 'cjhutto/vaderSentiment, MIT',
  written: 'our own, this repository (written-patterns.ts), MIT',
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const pair = ({ macroRecall, macroF1 }: Figures) => `${points(macroRecall)} / ${points(macroF1)}`
const goalOf = ({ recall, f1 }: MeasuredSet) =>
  [recall === undefined ? '' : `recall ${recall}`, f1 === undefined ? '' : `F1 ${f1}`].filter(Boolean).join(', ')
const reached = ({ set, mixed }: MeasuredRow) =>
  100 * mixed.macroRecall >= (set.recall ?? 0) && 100 * mixed.macroF1 >= (set.f1 ?? 0)

export const writeCard = (card: Card): string => `# Model card: ${card.name}

Written by \`npm run -s train\`; do not edit. Trained on ${card.date}, seeds ${card.seeds.join(', ')} (the mean of the weights of all
seeds ships).

${table(
  ['file', 'bytes', 'SHA-256'],
  card.files.map(({ file, bytes, sha256 }) => [`\`${file}\``, String(bytes), `\`${sha256}\``]),
)}

## What it is for

Shares of negative, neutral and positive among public English posts about a company's decision. Not for judging a person, moderation,
hiring, medical or legal matters, nor for other languages: those posts are left unscored. The label of one post is wrong for about one
post in three from vendors it has never seen; shares need the calibration of the story (analysis of about 200 labelled posts).

## Training data

${table(
  ['set', 'kind', 'origin and licence', 'posts', 'negative', 'neutral', 'positive'],
  card.trainedOn.map(({ name, kind, counts }) => [
    name,
    kind,
    licences[name] ?? '',
    String(counts.reduce((sum, one) => sum + one, 0)),
    ...counts.map(String),
  ]),
)}

Words and emoji: the VADER lexicon (MIT, © 2016 C.J. Hutto; notice in docs/notices/vader.txt) and lists written by hand. The posts are not in
the repository. Conventions differ: tweets and Reddit comments are labelled by what is felt, software comments are neutral unless they
are heated, reviews by sentence. Crowd labels hold plainly wrong ones. The written posts are invented patterns of complaint, mockery,
thanks and questions, filled in by a seeded generator; no measured post was used for them, but whoever wrote them knew which kinds of
companies the measured sets are about.

## Recipe

${card.recipe}

## Figures

Macro recall / macro F1 in hundredths on what ships (8-bit), unscored posts counted as wrong. "±" is the standard error of the macro
recall without a source. "Peers" is the best of sentiment 5.0.2, vader-sentiment 1.1.3 and wink-sentiment 5.0.2 at default thresholds.
Sets in *italics* are vendors and collections of which no post was trained on; they chose between recipes as a whole.

${table(
  [
    'set',
    'posts',
    'peers',
    'no source',
    '±',
    'source given',
    'goal',
    'reached',
    'float − 8-bit',
    'unscored %',
    'log-loss',
  ],
  card.rows.map((row) => [
    row.set.folder === 'val' ? row.set.name : `*${row.set.name}*`,
    String(row.mixed.posts),
    row.set.best,
    pair(row.mixed),
    points(row.mixed.standardError),
    pair(row.kind),
    goalOf(row.set),
    reached(row) ? 'yes' : '**no**',
    (100 * (row.float - row.mixed.macroRecall)).toFixed(2),
    points(row.unscored),
    row.logLoss.toFixed(3),
  ]),
)}

### Recall of each class, and the confusion matrix (rows: true, columns: said negative, neutral, positive)

${table(
  ['set', ...labels, 'true negative', 'true neutral', 'true positive'],
  card.rows.map(({ set, mixed }) => [
    set.name,
    ...mixed.recalls.map(points),
    ...mixed.confusion.map((line) => line.join(' ')),
  ]),
)}

### By what is in a post (all sets above together, no source)

${table(
  ['posts', 'number', 'macro recall / macro F1', ...labels],
  card.slices.map(({ name, figures }) => [name, String(figures.posts), pair(figures), ...figures.recalls.map(points)]),
)}

## Calibration

${card.calibration.join('\n')}

## Bias

${card.bias.sentences} sentences that differ only in a name, an identity or a spelling. Mean distance of the negative probability from
the mean of the same sentence (goal 0.05): ${card.bias.means.map(([group, mean]) => `${group} ${mean.toFixed(3)}`).join(', ')}. The ten furthest:

${table(
  ['sentence', 'distance'],
  card.bias.worst.map(({ sentence, by }) => [sentence, by.toFixed(3)]),
)}

## Known failures

- Sarcasm without a cue ("great, another price increase"), irony over several sentences, quotations of others.
- Neutral news about unhappy things is often called negative, product names with feeling in them (Doom, Angry Birds) count as feeling.
- Which brand is meant is not looked at: praise of a rival is praise.
- Negation reaches four words; "not that I would ever call it bad" is lost.
- Posts of tags alone are unscored, and so are short lists of names; a foreign post of three words is taken for English.
- Two words with the same 32-bit hash are one word to the model.

## Speed

\`npm run -s bench:sentiment\` measures posts per second beside the peers in one run; results with machine in bench/results.

## Changes and notices

The first model of this product. Notices of what is in it: docs/notices/vader.txt (lexicon and emoji list).
`
