// `npm run figures`: measures the shipped model as bench/sentiment.ts does and writes what the page /method shows of it.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { lanes } from '../analysis/lanes.ts'
import type { Measured, MethodFigures } from '../analysis/method-figures.ts'
import { type Accuracy, confusionOf } from '../analysis/model/measure.ts'
import { labels } from '../events/post.ts'
import { defaultLane } from '../events/story.ts'
import { otherLanguages } from './other-languages.ts'
import { judge } from './sentiment-accuracy.ts'
import { draws, hourlyOf, labelsADraw } from './sentiment-hours.ts'
import { type Library, libraries } from './sentiment-libraries.ts'
import { dataFolder, readSet, setsThere } from './sentiment-sets.ts'

const file = path.resolve(import.meta.dirname, '../analysis/model/figures.json')
const lane = lanes.find(({ id }) => id === defaultLane) as (typeof lanes)[number]
const ours: Library = {
  name: lane.id,
  version: lane.model,
  label: (text) => {
    const { label } = lane.judge(text).sentiment
    return label === 'unscored' ? undefined : label
  },
  say: (text, source) => lane.judge(text, source).sentiment,
}

const rounded = (share: number) => Math.round(share * 10_000) / 10_000
const measured = ({ macroRecall, macroF1 }: Accuracy): Measured => ({
  macroRecall: rounded(macroRecall),
  macroF1: rounded(macroF1),
})
const byLibrary = <Value>(of: (library: Library) => Value) =>
  Object.fromEntries(libraries.map((library) => [library.name, of(library)]))

const sets = setsThere()
const unseen = sets.filter((set) => set.unseen)
const airline = sets.find(({ name }) => name === 'airline')
if (airline === undefined) {
  console.error(`figures: there is no ${dataFolder}, so that nothing can be measured`)
  process.exit(1)
}

const setFigures = sets.map((set) => {
  const posts = readSet(set)
  const own = judge(posts, ours)
  return {
    name: set.name,
    unseen: set.unseen,
    posts: own.posts,
    ...measured(own),
    standardError: rounded(own.standardError),
    recalls: {
      negative: rounded(own.recalls.negative),
      neutral: rounded(own.recalls.neutral),
      positive: rounded(own.recalls.positive),
    },
    unscored: own.unscored,
    peers: byLibrary((library) => measured(judge(posts, library))),
  }
})

const hourly = (library: Library) => {
  const { without, calibrated } = hourlyOf(readSet(airline), library)
  return { without: rounded(without), calibrated: rounded(calibrated) }
}
const { hours, constant } = hourlyOf(readSet(airline), ours)
const sentences = Object.values(otherLanguages).flat()
const figures: MethodFigures = {
  lane: lane.id,
  model: lane.model,
  measuredOn: new Date().toISOString().slice(0, 10),
  peers: libraries.map(({ name, version }) => ({ name, version })),
  sets: setFigures,
  confusion: confusionOf(
    unseen.flatMap((set) => readSet(set).map(({ text, label }) => ({ label, said: ours.say(text).label }))),
  ),
  hourly: {
    set: airline.name,
    hours,
    ...hourly(ours),
    constant: rounded(constant),
    labels: labelsADraw,
    draws,
    peers: byLibrary(hourly),
  },
  otherLanguages: {
    languages: Object.keys(otherLanguages).length,
    sentences: sentences.length,
    unscored: sentences.filter((text) => ours.say(text).label === 'unscored').length,
  },
}
writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
console.log(
  `${lane.model}: ${setFigures.map(({ name, macroRecall, macroF1 }) => `${name} ${macroRecall}/${macroF1}`).join(', ')}`,
)
console.log(`${labels.join(', ')}; hourly ${JSON.stringify(figures.hourly)}; ${JSON.stringify(figures.otherLanguages)}`)
