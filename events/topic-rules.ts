// How the topics a person lists become rules with slugs that stay, whatever a topic is called later.
import { createHash } from 'node:crypto'
import type { TopicRule } from './story.ts'
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

/**
 * An entry is the topic before it that has its slug, else the one that has its name. Any other is new: its slug is the one
 * given, or made from its name. Two entries of one name share nothing: the second gets a slug of its own.
 */
export const topicRules = (before: readonly TopicRule[], entries: readonly TopicEntry[]): readonly TopicRule[] => {
  const taken = new Set<string>()
  return entries.map(({ slug, name, match }) => {
    const same = (other: TopicRule) => other.name.toLowerCase() === name.toLowerCase() && !taken.has(other.slug)
    const own = slug ?? before.find(same)?.slug ?? slugOf(name)
    const kept = free(own, taken)
    taken.add(kept)
    return { slug: kept, name, match: [...new Set(match)] }
  })
}
