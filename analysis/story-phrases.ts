// Emerging phrases of every story at once: who counts a post in which, and which phrases a story has words for already.
import type { EmergingPhrase } from '../events/story.ts'
import { createEmerging, type Emerging, type Said } from './emerging.ts'
import { createFold } from './tokens.ts'
import type { StoryRules } from './topics.ts'

export type StoryPhrases = {
  /** Phrases that a rule has already are not told; what is known of a story that is not there any more, or closed, goes. */
  readonly setStories: (stories: readonly StoryRules[]) => void
  readonly add: (slug: string, said: Said) => void
  /** Of each story with any, as of its newest post. */
  readonly report: () => readonly { readonly slug: string; readonly phrases: readonly EmergingPhrase[] }[]
}

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

export const createStoryPhrases = (): StoryPhrases => {
  const stories = new Map<string, { readonly phrases: ReturnType<typeof createEmerging>; newestMs: number }>()
  let known = new Map<string, ReturnType<typeof createIsKnown>>()
  return {
    setStories: (rules) => {
      known = new Map(
        rules.filter(({ closedAt }) => closedAt === undefined).map((one) => [one.slug, createIsKnown(one)]),
      )
      for (const slug of stories.keys()) if (!known.has(slug)) stories.delete(slug)
    },
    add: (slug, said) => {
      if (!known.has(slug)) return
      const story = stories.get(slug) ?? { phrases: createEmerging(), newestMs: said.atMs }
      stories.set(slug, story)
      story.newestMs = Math.max(story.newestMs, said.atMs)
      story.phrases.add(said)
    },
    report: () =>
      [...stories].flatMap(([slug, { phrases, newestMs }]) => {
        const found = phrases.report(newestMs, known.get(slug))
        return found.length === 0 ? [] : [{ slug, phrases: found.map((one) => phraseOf(newestMs, one)) }]
      }),
  }
}
