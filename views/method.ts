// What is counted, how, and where it ends: true statements about this version, with its numbers from the code.
import { fewestLabels } from '../analysis/calibration/calibration.ts'
import { contrastRules } from '../analysis/contrast.ts'
import { minJaccardOf, defaults as repeats } from '../analysis/duplicates/duplicates.ts'
import { minWords } from '../analysis/duplicates/shingles.ts'
import { fewestHours, roughBelowHours } from '../analysis/effects/half-life.ts'
import { momentsNeeded } from '../analysis/effects/placebo.ts'
import { fewestPosts, halvesByItselfHours } from '../analysis/effects/share-change.ts'
import { effectHours } from '../analysis/effects/statement-effects.ts'
import { defaults as emerging } from '../analysis/emerging/emerging.ts'
import type { Measured, MethodFigures, ReactionFigures, SetFigures } from '../analysis/method-figures.ts'
import { windowRules } from '../analysis/phases/windows.ts'
import { reactions } from '../analysis/reactions.ts'
import { dismissedForMs } from '../events/phrase-rules.ts'
import { labels } from '../events/post.ts'
import { mostPhrases, phraseLivesMs } from '../projections/phrases.ts'
import { fewestForAverage } from './chart.ts'
import type { CalibrationFacts, MethodFacts } from './method-facts.ts'
import { setWords } from './method-sets.ts'
import { ruleNumbers } from './phase-rules.ts'
import { counted, dateOf, spanOf } from './phrases.ts'
import { fewest } from './summary.ts'
import { clockOf, dayMs, hourMs, whole } from './wording.ts'

/** Hundredths with one decimal: `71.5`. */
const points = (share: number) => (100 * share).toFixed(1)
const percent = (share: number) => `${Math.round(100 * share)}%`
const both = ({ macroRecall, macroF1 }: Measured) => `${points(macroRecall)} / ${points(macroF1)}`

const bestPeer = ({ peers }: SetFigures) =>
  Object.entries(peers).toSorted(([, a], [, b]) => b.macroRecall - a.macroRecall)[0]

const setRow = (set: SetFigures) => {
  const [peer, measured] = bestPeer(set) ?? ['', undefined]
  return {
    name: set.name,
    about: setWords(set.name),
    seen: set.unseen ? 'never seen' : 'kind known',
    posts: whole(set.posts),
    ours: both(set),
    error: `± ${points(set.standardError)}`,
    recalls: labels.map((label) => points(set.recalls[label])).join(' / '),
    peer: measured === undefined ? '–' : `${both(measured)} (${peer})`,
  }
}

const answers = [...labels, 'unscored'] as const

const confusionRow = ({ confusion }: MethodFigures, label: (typeof labels)[number]) => {
  const all = answers.reduce((sum, answer) => sum + confusion[label][answer], 0)
  return {
    label,
    cells: answers.map((answer) => ({
      count: whole(confusion[label][answer]),
      share: percent(all === 0 ? 0 : confusion[label][answer] / all),
      right: answer === label,
    })),
    all: whole(all),
  }
}

const hourlyRows = ({ hourly, lane }: MethodFigures) =>
  [[`lane ${lane}`, hourly] as const, ...Object.entries(hourly.peers)].map(([name, { without, calibrated }]) => ({
    name,
    without: points(without),
    calibrated: points(calibrated),
  }))

const figuresView = (figures: MethodFigures) => {
  const { hourly, otherLanguages, peers, model, lane, measuredOn } = figures
  const unseen = figures.sets.filter((set) => set.unseen)
  const recalls = unseen.map(({ macroRecall }) => macroRecall)
  return {
    model,
    lane,
    measuredOn: dateOf(Date.parse(measuredOn)),
    peers: peers.map(({ name, version }) => `${name} ${version}`).join(', '),
    sets: figures.sets.map(setRow),
    worst: points(Math.min(...recalls)),
    best: points(Math.max(...recalls)),
    confusion: labels.map((label) => confusionRow(figures, label)),
    confused: whole(unseen.reduce((sum, { posts }) => sum + posts, 0)),
    hourly: hourlyRows(figures),
    hourlySet: setWords(hourly.set),
    hours: whole(hourly.hours),
    draws: String(hourly.draws),
    labels: String(hourly.labels),
    constant: points(hourly.constant),
    without: points(hourly.without),
    calibrated: points(hourly.calibrated),
    languages: String(otherLanguages.languages),
    sentences: whole(otherLanguages.sentences),
    left: percent(otherLanguages.unscored / otherLanguages.sentences),
  }
}

const calibrationRow = (one: CalibrationFacts) => ({
  storyPath: `/stories/${one.slug}`,
  title: one.title,
  lane: one.lane,
  posts: `${whole(one.n)} (${whole(one.sampled)} drawn at random)`,
  written: `${dateOf(Date.parse(one.from))} to ${dateOf(Date.parse(one.to))}`,
  share: `${percent(one.share)} (${percent(one.lower)} to ${percent(one.upper)})`,
  error: `± ${points(one.error.share)} points`,
  logLoss: `${one.error.uncalibrated.toFixed(2)} → ${one.error.logLoss.toFixed(2)}`,
  fitted: dateOf(one.fittedAtMs),
})

const orDash = (share: number | null) => (share === null ? '–' : percent(share))

const reactionRows = (measured: ReactionFigures | undefined) =>
  reactions.map(({ slug, title }) => {
    const one = measured?.figures.find((figure) => figure.slug === slug)
    return {
      slug,
      title,
      said: one === undefined ? '–' : String(one.said),
      precision: one === undefined ? '–' : orDash(one.precision),
      recall: one === undefined ? '–' : orDash(one.recall),
    }
  })

/** Every threshold that a reader is told, from where the program takes it. */
const thresholds = () => ({
  fewest: String(fewest),
  fewestForAverage: String(fewestForAverage),
  fewestLabels: String(fewestLabels),
  phraseWindow: spanOf(emerging.windowMs),
  halfLife: counted(emerging.halfLifeMs / dayMs, 'day'),
  seasonalAfter: counted(emerging.seasonalAfterMs / dayMs, 'day'),
  g2: String(emerging.minG2),
  documents: String(emerging.minDocuments),
  authors: String(emerging.minAuthors),
  ratio: String(emerging.minRatio),
  baseline: String(emerging.minBaseline),
  mostPhrases: String(mostPhrases),
  phraseLives: counted(phraseLivesMs / hourMs, 'hour'),
  dismissedFor: counted(dismissedForMs / dayMs, 'day'),
  repeatWindow: counted(repeats.windowMs / hourMs, 'hour'),
  jaccard: percent(minJaccardOf(Number.POSITIVE_INFINITY)),
  jaccardShort: percent(minJaccardOf(0)),
  minWords: String(minWords),
})

const effectNumbers = {
  hours: counted(effectHours, 'hour'),
  posts: String(fewestPosts),
  halves: counted(Math.round(halvesByItselfHours), 'hour'),
  moments: String(momentsNeeded),
  fadingFrom: counted(fewestHours, 'hour'),
  roughBelow: counted(roughBelowHours, 'hour'),
}

export const methodView = (facts: MethodFacts) => {
  const { figures, lanes, examples, calibrations, uncalibrated, version, nowMs, address } = facts
  const shown = lanes.filter(({ stories }) => stories > 0).map(({ id, model }) => `${id} (${model})`)
  return {
    ...thresholds(),
    lanes: lanes.map(({ id, model, stories }) => ({
      id,
      model,
      stories: stories === 0 ? 'none' : counted(stories, 'story', 'stories'),
    })),
    phases: ruleNumbers,
    contrasts: { ...contrastRules, ...windowRules },
    effects: effectNumbers,
    linear: lanes.some(({ id }) => id === 'linear'),
    afinn: lanes.some(({ id }) => id === 'afinn'),
    measured: figures !== undefined,
    figures: figures === undefined ? null : figuresView(figures),
    reactions: reactionRows(facts.reactions),
    reactionPosts: facts.reactions === undefined ? '' : whole(facts.reactions.posts),
    hasExamples: examples.length > 0,
    examples,
    hasCalibrations: calibrations.length > 0,
    calibrations: calibrations.map(calibrationRow),
    uncalibrated:
      uncalibrated === 0
        ? ''
        : `${counted(uncalibrated, 'story', 'stories')} shown here without a calibration of its own: `,
    version,
    made: `${dateOf(nowMs)}, ${clockOf(nowMs)} UTC`,
    madeTime: new Date(nowMs).toISOString(),
    citation: `Outcry, “Method and limits”, version ${version}${shown.length === 0 ? '' : `, lane ${shown.join(', ')}`}, ${dateOf(nowMs)}, ${address}/method`,
  }
}
