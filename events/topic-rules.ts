// How the topics a person lists become rules with slugs that stay, whatever a topic is called later.
import { createHash } from 'node:crypto'
import { type ReactionSlug, reactionSlugs, type StoryDefinition, type TopicRule } from './story.ts'
import type { TopicEntry } from './story-entry.ts'

const maxSlugLength = 48

/** `Removed opt-out` → `removed-opt-out`. A name without any Latin letter or digit gets a hash. */
const slugOf = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxSlugLength)
    .replace(/^-+|-+$/g, '')
  return plain || `topic-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

const free = (slug: string, taken: ReadonlySet<string>): string => {
  let one = slug
  for (let n = 2; taken.has(one); n++) one = `${slug}-${n}`
  return one
}

const reserved: ReadonlySet<string> = new Set(reactionSlugs)

/**
 * An entry is the topic before it that has its slug, else the one that has its name. Any other is new: its slug is the one
 * given, or made from its name, but not that of a reaction. Two entries of one name share nothing: the second gets a slug of its own.
 */
export const topicRules = (before: readonly TopicRule[], entries: readonly TopicEntry[]): readonly TopicRule[] => {
  const taken = new Set<string>()
  return entries.map(({ slug, name, match, patterns = [], exclude = [] }) => {
    const same = (other: TopicRule) => other.name.toLowerCase() === name.toLowerCase() && !taken.has(other.slug)
    const own = slug ?? before.find(same)?.slug ?? slugOf(name)
    const isNew = before.every((topic) => topic.slug !== own)
    const kept = free(own, isNew ? taken.union(reserved) : taken)
    taken.add(kept)
    return {
      slug: kept,
      name,
      match: [...new Set(match)],
      ...(patterns.length === 0 ? {} : { patterns: [...new Set(patterns)] }),
      ...(exclude.length === 0 ? {} : { exclude: [...new Set(exclude)] }),
    }
  })
}

/** All named are `true`, none is `false`. */
export const reactionsWanted = (wanted: boolean | readonly ReactionSlug[]): boolean | readonly ReactionSlug[] => {
  if (typeof wanted === 'boolean') return wanted
  const named = reactionSlugs.filter((slug) => wanted.includes(slug))
  return named.length === 0 ? false : named.length === reactionSlugs.length ? true : named
}

/** The reactions that are topics of a story: those it has not switched off, but for a topic of its own of the same slug. */
export const reactionsOf = ({
  reactions = true,
  topics,
}: Pick<StoryDefinition, 'reactions' | 'topics'>): readonly ReactionSlug[] => {
  const on = typeof reactions === 'boolean' ? (reactions ? reactionSlugs : []) : reactions
  return on.filter((slug) => topics.every((topic) => topic.slug !== slug))
}
