// Gathers what a feed is told of a story: its phases, statements and milestones, and nothing that moves with the clock.
import type { StatementEffect } from '../analysis/effects/statement-effects.ts'
import { createMatcher } from '../analysis/matching.ts'
import { compilePatterns } from '../analysis/patterns.ts'
import { saysReaction } from '../analysis/reactions.ts'
import { createFold } from '../analysis/tokens.ts'
import { reactionsOf } from '../events/topic-rules.ts'
import { phasesOf } from '../projections/phases.ts'
import { momentsOf } from '../projections/statements.ts'
import type { Story } from '../projections/stories.ts'
import type { FeedFacts } from '../views/feed-entry.ts'
import { statementEffects } from './statement-effects.ts'
import type { Reading } from './story-reading.ts'

const sayerOf = (story: Story, slug: string): ((words: string) => boolean) => {
  const fold = createFold()
  const reaction = reactionsOf(story).find((one) => one === slug)
  if (reaction !== undefined) {
    const says = saysReaction(reaction)
    return (words) => says(fold(words))
  }
  const { match = [], patterns = [], exclude = [] } = story.topics.find((topic) => topic.slug === slug) ?? {}
  const [matcher, patterned] = [createMatcher([match, exclude]), compilePatterns([patterns])]
  return (words) => {
    const found = matcher(fold(words))
    return (found.includes(0) || patterned(words).size > 0) && !found.includes(1)
  }
}

/** Whether title and text of a moment are about a topic, as a post of these words would be. */
const aboutTopic = (story: Story, slug: string) => {
  const says = sayerOf(story, slug)
  return ({ title, text = '' }: { readonly title: string; readonly text?: string }) => says(`${title}\n${text}`)
}

/**
 * Phases and moments are read each time. What was measured around statements reads weeks of counts, and changes with posts
 * that come late: once a minute is soon enough for feeds.
 */
export const createFeedFacts = ({ readModel, now, version }: Pick<Reading, 'readModel' | 'now' | 'version'>) => {
  const measured = new Map<string, { readonly asked: string; readonly effects: readonly StatementEffect[] }>()
  const effectsOf = (story: Story, said: readonly { readonly id: string; readonly correctedAt?: string }[]) => {
    const nowMs = now()
    const asked = JSON.stringify([Math.floor(nowMs / 60_000), story.lane, said.map((one) => [one.id, one.correctedAt])])
    const known = measured.get(story.slug)
    if (known?.asked === asked) return known.effects
    const effects = statementEffects(readModel, story, { nowMs, version: version() })
    measured.set(story.slug, { asked, effects })
    return effects
  }

  /** @param topic slug: of statements and milestones only those about it. Phases are of the whole story. */
  return (story: Story, topic?: string): FeedFacts => {
    const { slug, title, company, demonstration, openedAt, closings = [] } = story
    const isAbout = topic === undefined ? () => true : aboutTopic(story, topic)
    const all = momentsOf(readModel, slug)
    const moments = all.filter(isAbout)
    return {
      slug,
      title,
      company,
      demonstration,
      openedAtMs: Date.parse(openedAt),
      closings,
      phases: phasesOf(readModel, slug),
      statements: moments.filter((moment) => moment.of === 'statement'),
      milestones: moments.filter((moment) => moment.of === 'milestone'),
      effects: effectsOf(story, all),
    }
  }
}
