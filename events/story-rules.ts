// The rules of a story: what its history says, and what opening, changing, closing and recording a moment add.
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { RecordedEvent } from './catalogue.ts'
import { Problem } from './problem.ts'
import type { MilestoneKind, Moment, StatementKind, StoryDefinition, StoryEvent } from './story.ts'
import {
  type MilestoneEntry,
  maxPhrasesPerStory,
  type StatementEntry,
  type StoryChange,
  type TopicEntry,
} from './story-entry.ts'
import { topicRules } from './topic-rules.ts'

export type StoryState = {
  readonly status: 'unknown' | 'open' | 'closed'
  readonly definition: StoryDefinition
  /** Statements and milestones by id. */
  readonly moments: { readonly [id: string]: Moment<StatementKind | MilestoneKind> }
}

export const initial: StoryState = {
  status: 'unknown',
  definition: { title: '', company: '', about: '', channels: [], match: [], topics: [], demonstration: false },
  moments: {},
}

export const evolve = (state: StoryState, event: StoryEvent): StoryState => {
  const { slug: _, ...data } = event.data
  switch (event.type) {
    case 'StoryOpened':
    case 'StoryChanged': {
      const definition = { ...state.definition, ...data } as StoryDefinition
      return { ...state, status: event.type === 'StoryOpened' ? 'open' : state.status, definition }
    }
    case 'StoryClosed':
      return { ...state, status: 'closed' }
    case 'StatementRecorded':
    case 'StatementCorrected':
    case 'MilestoneRecorded':
    case 'MilestoneCorrected': {
      const moment = data as Moment<StatementKind | MilestoneKind>
      return { ...state, moments: { ...state.moments, [moment.id]: moment } }
    }
  }
}

/** The state of a story by its whole stream. */
export const storyStateOf = (history: readonly RecordedEvent[]): StoryState =>
  history.reduce(
    (state, event) => (event.stream.startsWith('story-') ? evolve(state, event as StoryEvent) : state),
    initial,
  )

const unknown = (operation: string, slug: string) =>
  new Problem('not-found', `${operation}: there is no story "${slug}"; open it first`)

type Wanted = Omit<StoryChange, 'statements' | 'milestones' | 'closed'>

/** What of `wanted` differs; topics get their slugs. */
const differences = (before: StoryDefinition, wanted: Wanted): Partial<StoryDefinition> => {
  const { topics, ...rest } = wanted
  const changes: Record<string, unknown> =
    topics === undefined ? rest : { ...rest, topics: topicRules(before.topics, topics as TopicEntry[]) }
  return Object.fromEntries(
    Object.entries(changes).filter(
      ([name, value]) =>
        value !== undefined && canonicalJson(value) !== canonicalJson(before[name as keyof StoryDefinition]),
    ),
  )
}

const bounded = (definition: StoryDefinition, slug: string) => {
  const phrases = definition.match.length + definition.topics.reduce((sum, { match }) => sum + match.length, 0)
  if (phrases > maxPhrasesPerStory)
    throw new Problem(
      'invalid',
      `changing story "${slug}": it would have ${phrases} phrases, at most ${maxPhrasesPerStory} are followed; take some away`,
    )
}

/** A closed story is opened again. @throws Problem `conflict` when it is open */
export const decideOpening = (state: StoryState, slug: string, wanted: Wanted): readonly StoryEvent[] => {
  if (state.status === 'open')
    throw new Problem('conflict', `opening story "${slug}": there is one already; change it instead`)
  const definition = { ...state.definition, ...differences(state.definition, wanted) }
  bounded(definition, slug)
  return [{ type: 'StoryOpened', data: { slug, ...definition } }]
}

/** Nothing when nothing differs. @throws Problem `not-found`, `invalid` (too many phrases) */
export const decideChange = (state: StoryState, slug: string, wanted: Wanted): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknown('changing a story', slug)
  const changes = differences(state.definition, wanted)
  if (Object.keys(changes).length === 0) return []
  bounded({ ...state.definition, ...changes }, slug)
  return [{ type: 'StoryChanged', data: { slug, ...changes } }]
}

/** @throws Problem `not-found` */
export const decideClosing = (state: StoryState, slug: string): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknown('closing a story', slug)
  return state.status === 'closed' ? [] : [{ type: 'StoryClosed', data: { slug } }]
}

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
  if (state.status === 'unknown') throw unknown(operation, slug)
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

/** `open`: a new story, or a closed one again; `change`: one that is there; `put`: whichever it takes. */
export type Manner = 'open' | 'change' | 'put'

/** Everything that makes a story as an entry says. @throws Problem `conflict`, `not-found`, `invalid` */
export const decideStory = (
  state: StoryState,
  slug: string,
  entry: StoryChange,
  manner: Manner,
): readonly StoryEvent[] => {
  const { statements = [], milestones = [], closed, ...wanted } = entry
  const opens =
    manner === 'open' ||
    (manner === 'put' && state.status === 'unknown') ||
    (state.status === 'closed' && closed === false)
  const events = [...(opens ? decideOpening(state, slug, wanted) : decideChange(state, slug, wanted))]
  let next = events.reduce(evolve, state)
  const add = (more: readonly StoryEvent[]) => {
    events.push(...more)
    next = more.reduce(evolve, next)
  }
  for (const statement of statements) add(decideStatement(next, slug, statement))
  for (const milestone of milestones) add(decideMilestone(next, slug, milestone))
  if (closed === true) add(decideClosing(next, slug))
  return events
}
