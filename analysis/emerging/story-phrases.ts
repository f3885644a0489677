// Emerging phrases of every story at once: who counts a post in which, and which phrases a story has words for already.
import type { EmergingPhrase } from '../../events/story.ts'
import { createFold } from '../tokens.ts'
import type { StoryRules } from '../topics.ts'
import { createEmerging, type Emerging, type Said } from './emerging.ts'

export type StoryPhrases = {
  /** Phrases that a rule has already are not told; what is known of a story that is not there any more, or closed, goes. */
  readonly setStories: (stories: readonly StoryRules[]) => void
  readonly add: (slug: string, said: Said) => void
  /** Of each story with any, as of its newest post. */
  readonly report: () => readonly StoryReport[]
  /** The same of stories whose posts have gone on for an hour since they were looked at: a past that is imported is not skipped. */
  readonly reportDue: () => readonly StoryReport[]
}

export type StoryReport = { readonly slug: string; readonly phrases: readonly EmergingPhrase[] }

/** By the time of the posts; fewer posts than this say nothing new. */
const dueAfterMs = 3_600_000
const duePosts = 50

const iso = (ms: number) => new Date(ms).toISOString()

const createIsKnown = ({ match, topics }: StoryRules): ((phrase: string) => boolean) => {
  const fold = createFold()
  const folded = (phrase: string) => {
    const { units, length } = fold(phrase)
    return String.fromCharCode(...units.subarray(0, length))
  }
  const whole = new Set(match.map(folded))
  const parts = topics.flatMap((topic) => topic.match).map(folded)
  return (phrase) => {
    const words = ` ${phrase} `
    return whole.has(words) || parts.some((part) => words.includes(part) || part.includes(words))
  }
}

const phraseOf = (nowMs: number, { firstSeenMs, g2, ratio, ...said }: Emerging): EmergingPhrase => ({
  ...said,
  since: iso(firstSeenMs),
  at: iso(nowMs),
  g2: Math.round(g2 * 10) / 10,
  ratio: Math.round(ratio * 10) / 10,
})

type Followed = {
  readonly phrases: ReturnType<typeof createEmerging>
  newestMs: number
  reportedMs: number
  posts: number
}

export const createStoryPhrases = (): StoryPhrases => {
  const stories = new Map<string, Followed>()
  let known = new Map<string, ReturnType<typeof createIsKnown>>()

  const reportOf = (slug: string, story: Followed): readonly StoryReport[] => {
    story.reportedMs = story.newestMs
    story.posts = 0
    const found = story.phrases.report(story.newestMs, known.get(slug))
    return found.length === 0 ? [] : [{ slug, phrases: found.map((one) => phraseOf(story.newestMs, one)) }]
  }
  const isDue = ({ newestMs, reportedMs, posts }: Followed) => posts >= duePosts && newestMs - reportedMs >= dueAfterMs

  return {
    setStories: (rules) => {
      known = new Map(
        rules.filter(({ closedAt }) => closedAt === undefined).map((one) => [one.slug, createIsKnown(one)]),
      )
      for (const slug of stories.keys()) if (!known.has(slug)) stories.delete(slug)
    },
    add: (slug, said) => {
      if (!known.has(slug)) return
      const { atMs } = said
      const story = stories.get(slug) ?? { phrases: createEmerging(), newestMs: atMs, reportedMs: atMs, posts: 0 }
      stories.set(slug, story)
      story.newestMs = Math.max(story.newestMs, atMs)
      story.posts++
      story.phrases.add(said)
    },
    report: () => [...stories].flatMap(([slug, story]) => reportOf(slug, story)),
    reportDue: () => [...stories].flatMap(([slug, story]) => (isDue(story) ? reportOf(slug, story) : [])),
  }
}
