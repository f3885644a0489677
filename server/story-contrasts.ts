// What was different around each peak and in each stretch of a story, against the calm before: for page, API and report the same.

import { type Risen, risenOf } from '../analysis/contrast.ts'
import { type Span, type Window, windowsOf } from '../analysis/phases/windows.ts'
import { once } from '../events/once.ts'
import type { EmergingPhrase } from '../events/story.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { Story } from '../projections/stories.ts'
import { phrasesBetween } from '../projections/told-phrases.ts'
import type { PhaseFacts } from '../views/facts.ts'
import { peaksOf } from '../views/phase-moments.ts'
import { type Counting, createCounting, namesIn, type Sizes } from './contrast-counts.ts'
import { type Among, type Candidates, exampleCandidates } from './contrast-examples.ts'
import { createRested } from './rested.ts'

export type Contrast = Window &
  Sizes & {
    /** Which posts the shares below are of: critics where criticism rose, all that have a sentiment once it was answered. */
    readonly among: Among
    /** In all of the calm days. */
    readonly calm: Sizes
    /** In as many hours of them, on average; absent without any. */
    readonly usual?: Sizes
    /** By slug. */
    readonly topics: readonly Risen[]
    readonly sources: readonly Risen[]
    readonly phrases: readonly EmergingPhrase[]
    /** One for each of at most three examples; looked for when somebody asks first. */
    readonly examples: () => readonly Candidates[]
  }

const mostTold = 5

const lengthMs = (spans: readonly Span[]) => spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)

type Names = ReturnType<typeof namesIn>

const contrastOf = (
  readModel: ReadModel,
  story: Story,
  { topics, sources, counting }: Names & { readonly counting: Counting },
  window: Window,
): Contrast => {
  const among = window.of === 'reversal' || window.of === 'recovery' ? 'scored' : 'negative'
  const sizes = counting.inside({}, window)
  const calm = counting.before({}, window)
  const risen = (of: 'topic' | 'source', names: readonly string[]) =>
    risenOf(
      names.map((name) => ({
        name,
        count: counting.inside({ [of]: name }, window)[among],
        calmCount: counting.before({ [of]: name }, window)[among],
      })),
      { count: sizes[among], calmCount: calm[among] },
    ).slice(0, mostTold)
  const risenTopics = risen('topic', topics)
  const calmMs = lengthMs(window.baseline)
  const times = lengthMs([window]) / calmMs
  return {
    ...window,
    ...sizes,
    among,
    calm,
    ...(calmMs === 0 ? {} : { usual: { negative: times * calm.negative, scored: times * calm.scored } }),
    topics: risenTopics,
    sources: risen('source', sources),
    phrases: phrasesBetween(readModel, story, window.fromMs, window.toMs).slice(0, mostTold),
    examples: once(() => exampleCandidates(readModel, story, window, { among, topics: risenTopics })),
  }
}

type Asked = { readonly phases: PhaseFacts; readonly nowMs: number; readonly version: number }

/** Made anew when the version is another one, in at most a fortieth of the time. */
const comparing = (isWanted: (window: Window) => boolean) => {
  const rested = createRested<readonly Contrast[]>({ cheapMs: 5, restFactor: 40 })
  return (readModel: ReadModel, story: Story, { phases, nowMs, version }: Asked): readonly Contrast[] => {
    const windows = windowsOf({ ...phases, peaks: peaksOf({ phases }) }, nowMs).filter(isWanted)
    if (windows.length === 0) return []
    const asked = JSON.stringify([windows, story.revision])
    return rested(readModel, story.slug, { asked, version }, () => {
      const compared = { ...namesIn(readModel, story), counting: createCounting(readModel, story) }
      return windows.map((window) => contrastOf(readModel, story, compared, window))
    })
  }
}

/** In the order of time. For each topic and source some 15 rows of calm days are read, and at most 60 for each stretch. */
export const storyContrasts = comparing(() => true)

/** Peaks alone, which a story's page names: six rows for each. */
export const peakContrasts = comparing(({ of }) => of === 'peak')
