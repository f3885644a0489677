// Statements and milestones of a story: what recording one adds, new or in other words.
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Moment, StoryEvent } from './story.ts'
import type { MilestoneEntry, StatementEntry } from './story-entry.ts'
import { type StoryState, unknownStory } from './story-state.ts'

/** The same moment told in other words has the same id. */
export const momentId = (slug: string, { at, kind }: { readonly at: string; readonly kind: string }) =>
  createHash('sha256').update([slug, at, kind].join('\0')).digest('hex').slice(0, 16)

// An entry has `undefined` where the log has nothing at all.
const momentOf = <Entry extends StatementEntry | MilestoneEntry>(slug: string, entry: Entry) =>
  ({
    id: momentId(slug, entry),
    ...Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)),
  }) as unknown as Moment<Entry['kind']>

/** What recording an entry adds; `undefined` when it is known in these words. */
const newsOf = <Entry extends StatementEntry | MilestoneEntry>(
  operation: string,
  state: StoryState,
  slug: string,
  entry: Entry,
) => {
  if (state.status === 'unknown') throw unknownStory(operation, slug)
  const moment = momentOf(slug, entry)
  const known = state.moments[moment.id]
  if (known !== undefined && canonicalJson(known) === canonicalJson(moment)) return undefined
  return { isNew: known === undefined, data: { slug, ...moment } }
}

/** Nothing when it is known in these words. @throws Problem `not-found` */
export const decideStatement = (state: StoryState, slug: string, entry: StatementEntry): readonly StoryEvent[] => {
  const news = newsOf('recording a statement', state, slug, entry)
  return news ? [{ type: news.isNew ? 'StatementRecorded' : 'StatementCorrected', data: news.data }] : []
}

/** Nothing when it is known in these words. @throws Problem `not-found` */
export const decideMilestone = (state: StoryState, slug: string, entry: MilestoneEntry): readonly StoryEvent[] => {
  const news = newsOf('recording a milestone', state, slug, entry)
  return news ? [{ type: news.isNew ? 'MilestoneRecorded' : 'MilestoneCorrected', data: news.data }] : []
}
