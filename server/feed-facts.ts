// Gathers what a feed is told of a story: its phases, statements and milestones, and nothing that moves with the clock.
import { createMatcher } from '../analysis/matching.ts'
import { createFold } from '../analysis/tokens.ts'
import { phasesOf } from '../projections/phases.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { momentsOf } from '../projections/statements.ts'
import type { Story } from '../projections/stories.ts'
import type { FeedFacts } from '../views/feed-entry.ts'
import { statementEffects } from './statement-effects.ts'

/** Whether title and text of a moment are about a topic, by its own phrases. */
const aboutTopic = ({ topics }: Story, slug: string) => {
  const { match = [], exclude = [] } = topics.find((topic) => topic.slug === slug) ?? {}
  const [matcher, fold] = [createMatcher([match, exclude]), createFold()]
  return ({ title, text = '' }: { readonly title: string; readonly text?: string }) => {
    const found = matcher(fold(`${title}\n${text}`))
    return found.includes(0) && !found.includes(1)
  }
}

/** @param topic slug: of statements and milestones only those about it. Phases are of the whole story. */
export const feedFacts = (
  readModel: ReadModel,
  story: Story,
  { topic, nowMs, version }: { readonly topic?: string | undefined; readonly nowMs: number; readonly version: number },
): FeedFacts => {
  const { slug, title, company, demonstration, openedAt } = story
  const isAbout = topic === undefined ? () => true : aboutTopic(story, topic)
  const moments = momentsOf(readModel, slug).filter(isAbout)
  return {
    slug,
    title,
    company,
    demonstration,
    openedAtMs: Date.parse(openedAt),
    phases: phasesOf(readModel, slug),
    statements: moments.filter((moment) => moment.of === 'statement'),
    milestones: moments.filter((moment) => moment.of === 'milestone'),
    effects: statementEffects(readModel, story, { nowMs, version }),
  }
}
