// A story's rules: whether a post belongs to it, and about which of its topics it is.
import { hash } from 'node:crypto'
import { canonicalJson } from '../events/canonical.ts'
import type { Membership } from '../events/post.ts'
import { type Calibration, defaultLane, type StoryDefinition } from '../events/story.ts'
import { reactionsOf } from '../events/topic-rules.ts'
import { createMatcher } from './matching.ts'
import { compilePatterns } from './patterns.ts'
import { reactionCues } from './reactions.ts'
import type { Folded } from './tokens.ts'

/** What of a story decides; its title and the names of its topics do not. JSON, so that it can go to a thread. */
export type StoryRules = {
  readonly slug: string
  /** The version of these rules: equal for equal rules. */
  readonly rules: string
  readonly channels: readonly string[]
  readonly match: readonly string[]
  readonly topics: readonly {
    readonly slug: string
    readonly match: readonly string[]
    readonly patterns?: readonly string[]
    readonly exclude?: readonly string[]
  }[]
  /** Slugs of the built-in reactions that are topics of it. */
  readonly reactions: readonly string[]
  /** Every lane that analyses its posts. */
  readonly lanes: readonly string[]
  /** How the probabilities of a lane are read in it. */
  readonly calibrations: readonly Calibration[]
  /** Version of the log at which it was closed: it keeps the posts that came before, and takes no more. */
  readonly closedAt?: number
}

type Beside = {
  readonly lane?: string
  readonly chosen?: string | undefined
  readonly calibrations?: readonly Calibration[]
  readonly closedAt?: number | undefined
}

/** Sorted: their order means nothing, so another order is not another version. */
export const storyRules = (
  slug: string,
  definition: StoryDefinition,
  { lane = defaultLane, chosen = lane, calibrations = [], closedAt }: Beside = {},
): StoryRules => {
  const rules = {
    channels: [...definition.channels].sort(),
    match: [...definition.match].sort(),
    topics: definition.topics
      .map(({ slug, match, patterns, exclude }) => ({
        slug,
        match: [...match].sort(),
        ...(patterns === undefined ? {} : { patterns: [...patterns].sort() }),
        ...(exclude === undefined ? {} : { exclude: [...exclude].sort() }),
      }))
      .sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    reactions: reactionsOf(definition),
  }
  const cues = rules.reactions.length === 0 ? {} : { cues: reactionCues }
  const version = hash('sha256', canonicalJson({ ...rules, ...cues })).slice(0, 12)
  return {
    slug,
    rules: version,
    ...rules,
    lanes: [...new Set([lane, chosen, ...(definition.shadows ?? [])])].sort(),
    calibrations,
    ...(closedAt === undefined ? {} : { closedAt }),
  }
}

/** What of a post its rules read. */
export type Words = {
  readonly folded: Folded
  readonly text: string
  /** The reactions in it, whatever the story. */
  readonly reactions: readonly string[]
}

/** `words` undefined: the text is gone; only a story that takes every post of its channels can then have it. */
type Member = (channel: string, receivedAt: number, words: Words | undefined) => Membership | undefined

export const compileStory = ({ slug, rules, channels, match, topics, reactions, closedAt }: StoryRules): Member => {
  const of = new Set(channels)
  const matcher = createMatcher([match, ...topics.flatMap(({ match, exclude = [] }) => [match, exclude])])
  const patterned = compilePatterns(topics.map(({ patterns = [] }) => patterns))
  const on = new Set(reactions)
  return (channel, receivedAt, words) => {
    if (closedAt !== undefined && receivedAt > closedAt) return undefined
    if (of.size > 0 && !of.has(channel)) return undefined
    const found = words === undefined ? [] : matcher(words.folded)
    const belongs = match.length === 0 || found[0] === 0
    if (!belongs) return undefined
    if (words === undefined) return { slug, rules, topics: [] }
    const byPattern = patterned(words.text)
    const own = topics.filter((_, i) => (found.includes(2 * i + 1) || byPattern.has(i)) && !found.includes(2 * i + 2))
    const reacts = words.reactions.filter((reaction) => on.has(reaction))
    return { slug, rules, topics: [...own.map((topic) => topic.slug), ...reacts] }
  }
}
