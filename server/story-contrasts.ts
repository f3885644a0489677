// What was different around each peak and in each stretch of a story, against the calm before: for page, API and report the same.
import { type Part, type Risen, risenOf } from '../analysis/contrast.ts'
import { type Span, type Window, windowsOf } from '../analysis/phases/windows.ts'
import type { EmergingPhrase } from '../events/story.ts'
import { reactionsOf } from '../events/topic-rules.ts'
import { type Counts, countsOf, type Tally } from '../projections/counts.ts'
import { type ListedPost, postsBetween } from '../projections/posts.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { sourcesOf } from '../projections/sources.ts'
import type { Story } from '../projections/stories.ts'
import { countsBetween, type Line } from '../projections/timeline.ts'
import { phrasesBetween } from '../projections/told-phrases.ts'
import { byTypical } from '../projections/typical.ts'
import type { PhaseFacts } from '../views/facts.ts'
import { peaksOf } from '../views/phase-moments.ts'

export type Contrast = Window & {
  /** Which posts the shares below are of: critics where criticism rose, all that have a sentiment once it was answered. */
  readonly among: 'negative' | 'scored'
  readonly counts: Counts
  /** In as many hours of the calm days, on average; absent without any. */
  readonly usual?: { readonly scored: number; readonly negative: number }
  readonly topics: readonly Risen<string>[]
  readonly sources: readonly Risen<string>[]
  readonly phrases: readonly EmergingPhrase[]
  /** For each of up to three examples: posts to take, the most typical first. */
  readonly examples: readonly (readonly ListedPost[])[]
}

const mostTopics = 40
const mostSources = 20
const mostTold = 5

const mostExamples = 3
const candidates = 4
/** Posts are looked at from the beginning of each part of a stretch. */
const sampleParts = 8
const samplePerPart = 50

const scoredIn = ({ negative, neutral, positive }: Counts) => negative + neutral + positive
const hoursOf = (spans: readonly Span[]) =>
  spans.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0) / 3_600_000

/** Those with most posts ever. */
const topicsOf = (readModel: ReadModel, { slug, lane, ...story }: Story): readonly string[] => {
  const all = [...story.topics.map((topic) => topic.slug), ...reactionsOf(story)]
  const keyOf = (topic: string) => `${slug}|${lane}|${topic}`
  const totals = readModel.load('topics', all.map(keyOf))
  return all
    .flatMap((topic) => {
      const tally = totals.get(keyOf(topic)) as Tally | undefined
      return tally === undefined ? [] : [{ topic, posts: countsOf(tally).posts }]
    })
    .sort((a, b) => b.posts - a.posts)
    .slice(0, mostTopics)
    .map(({ topic }) => topic)
}

const sampleOf = (readModel: ReadModel, line: Line, { fromMs, toMs }: Span): readonly ListedPost[] => {
  const partMs = (toMs - fromMs) / sampleParts
  return Array.from({ length: sampleParts }, (_, i) =>
    postsBetween(readModel, line, fromMs + i * partMs, fromMs + (i + 1) * partMs, samplePerPart),
  )
    .flat()
    .filter(({ duplicate }) => !duplicate)
}

/** One for each topic that rose most, then of any. */
const examplesOf = (sample: readonly ListedPost[], among: Contrast['among'], topics: readonly Risen<string>[]) => {
  const said = sample.filter(({ corrected, sentiment }) => {
    const label = corrected ?? sentiment.label
    return among === 'negative' ? label === 'negative' : label !== 'unscored'
  })
  const groups = [...topics.map(({ name }) => said.filter((post) => post.topics.includes(name))), said, said, said]
  const taken = new Set<string>()
  return groups.slice(0, mostExamples).map((group) => {
    const some = byTypical(group.filter(({ ref }) => !taken.has(ref))).slice(0, candidates)
    for (const { ref } of some) taken.add(ref)
    return some
  })
}

/** Counts of a line in a stretch, and in the calm before its episode; the calm is read once for all stretches of an episode. */
const createCounting = (readModel: ReadModel, { slug, lane }: Story) => {
  const calm = new Map<string, Counts>()
  const lineOf = (more: Pick<Line, 'source' | 'topic'>): Line => ({ story: slug, lane, ...more })
  return {
    inside: (more: Pick<Line, 'source' | 'topic'>, { fromMs, toMs }: Span) =>
      countsBetween(readModel, lineOf(more), fromMs, toMs),
    before: (more: Pick<Line, 'source' | 'topic'>, { episode, baseline }: Window) => {
      const key = `${episode}|${more.source ?? ''}|${more.topic ?? ''}`
      const known = calm.get(key)
      if (known !== undefined) return known
      const parts = baseline.map(({ fromMs, toMs }) => countsBetween(readModel, lineOf(more), fromMs, toMs))
      const counts = parts.reduce(
        (sum, one) => ({
          ...sum,
          negative: sum.negative + one.negative,
          neutral: sum.neutral + one.neutral,
          positive: sum.positive + one.positive,
        }),
        countsOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      )
      calm.set(key, counts)
      return counts
    },
  }
}
type Counting = ReturnType<typeof createCounting>

const contrastOf = (
  readModel: ReadModel,
  story: Story,
  { counting, topics, sources }: { counting: Counting; topics: readonly string[]; sources: readonly string[] },
  window: Window,
): Contrast => {
  const among = window.of === 'reversal' || window.of === 'recovery' ? 'scored' : 'negative'
  const size = (counts: Counts) => (among === 'negative' ? counts.negative : scoredIn(counts))
  const counts = counting.inside({}, window)
  const calm = counting.before({}, window)
  const all = { count: size(counts), calmCount: size(calm) }
  const partOf = (name: string, more: Pick<Line, 'source' | 'topic'>): Part<string> => ({
    name,
    count: size(counting.inside(more, window)),
    calmCount: size(counting.before(more, window)),
  })
  const risenTopics = risenOf(
    topics.map((topic) => partOf(topic, { topic })),
    all,
  ).slice(0, mostTold)
  const hours = hoursOf(window.baseline)
  const times = hours === 0 ? 0 : hoursOf([window]) / hours
  const line = { story: story.slug, lane: story.lane }
  return {
    ...window,
    among,
    counts,
    ...(hours === 0 ? {} : { usual: { scored: times * scoredIn(calm), negative: times * calm.negative } }),
    topics: risenTopics,
    sources: risenOf(
      sources.map((source) => partOf(source, { source })),
      all,
    ).slice(0, mostTold),
    phrases: phrasesBetween(readModel, story.slug, window.fromMs, window.toMs).slice(0, mostTold),
    examples: examplesOf(sampleOf(readModel, line, window), among, risenTopics),
  }
}

export const storyContrasts = (
  readModel: ReadModel,
  story: Story,
  { phases, nowMs }: { readonly phases: PhaseFacts; readonly nowMs: number },
): readonly Contrast[] => {
  const windows = windowsOf({ ...phases, peaks: peaksOf({ phases }) }, nowMs)
  if (windows.length === 0) return []
  const made = {
    counting: createCounting(readModel, story),
    topics: topicsOf(readModel, story),
    sources: sourcesOf(readModel, story.slug, story.lane)
      .slice(0, mostSources)
      .map(({ source }) => source),
  }
  return windows.map((window) => contrastOf(readModel, story, made, window))
}
