// How well the built-in reactions are found, on posts that a person read and labelled, and how long they take.
// `npm run bench -- reactions` writes the figures that the method page shows. The posts lie beside the repository.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { lanes } from '../analysis/lanes.ts'
import { createReactions, needsNotNegative, reactions } from '../analysis/reactions.ts'
import { createFold } from '../analysis/tokens.ts'
import { defaultLane } from '../events/story.ts'
import { dataFolder } from './sentiment-sets.ts'
import { type Result, round } from './table.ts'

type Half = 'develop' | 'held-out'
type Labelled = {
  readonly set: string
  readonly id: string
  readonly reactions: readonly string[]
  readonly half: Half
}
/** Of `n` posts `said` have the reaction by their label; null where nothing can be said. */
type Figure = {
  readonly slug: string
  readonly n: number
  readonly said: number
  readonly found: number
  readonly right: number
  readonly precision: number | null
  readonly recall: number | null
}

const labelsFile = path.join(import.meta.dirname, '../test/analysis/reaction-labels.ndjson')
export const figuresFile = path.join(import.meta.dirname, '../analysis/reaction-figures.json')

export const labelledPosts = (): readonly Labelled[] =>
  readFileSync(labelsFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Labelled)

const fileOf = (set: string) => path.join(dataFolder, `${set}.ndjson.gz`)

/** By set and id, of the sets that the labels name; undefined: they are not there. */
const readTexts = (labelled: readonly Labelled[]): ReadonlyMap<string, string> | undefined => {
  const sets = [...new Set(labelled.map(({ set }) => set))]
  if (!sets.every((set) => existsSync(fileOf(set)))) return undefined
  const wanted = new Set(labelled.map(({ set, id }) => `${set}|${id}`))
  const texts = new Map<string, string>()
  for (const set of sets)
    for (const line of gunzipSync(readFileSync(fileOf(set)))
      .toString()
      .split('\n')) {
      if (line === '') continue
      const { id, text } = JSON.parse(line) as { id: string; text: string }
      if (wanted.has(`${set}|${id}`)) texts.set(`${set}|${id}`, text)
    }
  return texts
}

const lane = lanes.find(({ id }) => id === defaultLane)

/** As they are counted: by the lane that new stories show. */
const createFind = () => {
  const fold = createFold()
  const reactionsIn = createReactions()
  return (text: string): readonly string[] => {
    const negative = lane?.judge(text).sentiment.label === 'negative'
    return reactionsIn(fold(text)).filter((slug) => !negative || !needsNotNegative.has(slug))
  }
}

const share = (part: number, all: number) => (all === 0 ? null : round(part / all, 2))

/** Undefined: the posts are not there. */
export const measureReactions = (half: Half): readonly Figure[] | undefined => {
  const labelled = labelledPosts()
  const texts = readTexts(labelled)
  if (texts === undefined) return undefined
  const find = createFind()
  const posts = labelled
    .filter((post) => post.half === half)
    .map(({ set, id, reactions }) => ({ reactions, found: find(texts.get(`${set}|${id}`) ?? '') }))
  return reactions.map(({ slug }) => {
    const said = posts.filter((post) => post.reactions.includes(slug)).length
    const found = posts.filter((post) => post.found.includes(slug)).length
    const right = posts.filter((post) => post.reactions.includes(slug) && post.found.includes(slug)).length
    return { slug, n: posts.length, said, found, right, precision: share(right, found), recall: share(right, said) }
  })
}

/** Time of the processor in µs a post, the best of 12 rounds: folding it and finding its reactions. */
const microseconds = (texts: readonly string[]) => {
  const fold = createFold()
  const reactionsIn = createReactions()
  let best = Number.POSITIVE_INFINITY
  let kept = 0
  for (let round = 0; round < 12; round++) {
    const began = process.cpuUsage()
    for (const text of texts) kept += reactionsIn(fold(text)).length
    best = Math.min(best, process.cpuUsage(began).user)
  }
  return kept < 0 ? 0 : best / texts.length
}

export const reactionFigures = (report: (result: Result) => void): void => {
  const held = measureReactions('held-out')
  const developed = measureReactions('develop')
  if (held === undefined || developed === undefined) {
    console.log('\nreactions: skipped, needs the shared data folder beside the project')
    return
  }
  const texts = gunzipSync(readFileSync(fileOf('val/tweeteval')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text)
  const took = microseconds(texts)
  for (const [name, figures] of [
    ['reactions, posts held out', held],
    ['reactions, posts they were made with', developed],
  ] as const)
    report({
      name,
      goal: 'reported, no goal',
      reached: true,
      rows: figures.map((figure) => ({ ...figure, precision: figure.precision ?? '-', recall: figure.recall ?? '-' })),
    })
  report({
    name: 'reactions, time',
    goal: 'folding and finding ≤ 8 µs a tweet',
    reached: took <= 8,
    rows: [{ 'µs a tweet': round(took, 2), tweets: texts.length }],
  })
  writeFileSync(figuresFile, `${JSON.stringify({ posts: held[0]?.n, figures: held }, null, 2)}\n`)
}
