// All that could raise an alert in one story now, as the read model knows it.

import type { CountLeaving } from '../../analysis/alerts/leaving.ts'
import { hourMs } from '../../analysis/alerts/leaving.ts'
import type { AlertRule } from '../../events/alert.ts'
import { reactionsOf } from '../../events/topic-rules.ts'
import { floorTo } from '../../projections/intervals.ts'
import { phasesOf } from '../../projections/phases.ts'
import { toldPhrasesOf } from '../../projections/phrases.ts'
import { firstAndLastAt } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { momentsOf } from '../../projections/statements.ts'
import type { Story } from '../../projections/stories.ts'
import { countsBetween } from '../../projections/timeline.ts'
import type { ToldOccasion } from './occasion.ts'
import { phaseOccasions } from './phase-occasions.ts'
import { leavingOccasions, phraseOccasions, statementOccasions } from './story-occasions.ts'

/** Of posts of a story, each text once. */
const countLeaving =
  (readModel: ReadModel, { slug: story, lane }: Pick<Story, 'slug' | 'lane'>): CountLeaving =>
  (fromMs, toMs) => {
    const all = countsBetween(readModel, { story, lane }, fromMs, toMs)
    const leaving = countsBetween(readModel, { story, lane, topic: 'leaving' }, fromMs, toMs)
    return { posts: all.posts - all.duplicates, leaving: leaving.posts - leaving.duplicates }
  }

export const leavingNews = (readModel: ReadModel, story: Story, nowMs: number): readonly ToldOccasion[] => {
  if (!reactionsOf(story).includes('leaving')) return []
  const first = firstAndLastAt(readModel, story.slug, story.lane)?.first
  if (first === undefined) return []
  const toMs = floorTo(nowMs, '5m')
  const firstMs = Math.min(Date.parse(first), toMs - hourMs)
  return leavingOccasions(story.slug, countLeaving(readModel, story), { firstMs, toMs })
}

export const statementsOf = (readModel: ReadModel, slug: string) =>
  momentsOf(readModel, slug).filter((moment) => moment.of === 'statement')

export type StoryNews = {
  readonly forRule: (rule: AlertRule) => readonly ToldOccasion[]
  /** Causes that a revision took away. */
  readonly lost: readonly { readonly cause: string; readonly why: string }[]
}

export const storyNews = (readModel: ReadModel, story: Story, nowMs: number): StoryNews => {
  const { slug } = story
  const { occasions, lost } = phaseOccasions(slug, phasesOf(readModel, slug))
  const said = statementOccasions(slug, statementsOf(readModel, slug))
  const phrases = toldPhrasesOf(readModel, story, nowMs)
  let leaving: readonly ToldOccasion[] | undefined
  return {
    lost,
    forRule: (rule) => {
      leaving ??= rule.on.includes('leaving') ? leavingNews(readModel, story, nowMs) : undefined
      return [...occasions, ...said, ...phraseOccasions(slug, phrases, rule), ...(leaving ?? [])]
    },
  }
}
