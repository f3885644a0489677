// The rules of a story: what opening, changing and closing one add.
import { canonicalJson } from './canonical.ts'
import { decideChoice } from './lane-rules.ts'
import { decideMilestone, decideStatement } from './moment-rules.ts'
import { isSamePhrase } from './phrase-rules.ts'
import { Problem } from './problem.ts'
import { defaultLane, type StoryDefinition, type StoryEvent } from './story.ts'
import { maxPhrasesPerStory, rulesIn, type StoryChange, type TopicEntry } from './story-entry.ts'
import { evolve, type StoryState, unknownStory } from './story-state.ts'
import { reactionsWanted, topicRules } from './topic-rules.ts'

type Wanted = Omit<StoryChange, 'statements' | 'milestones' | 'closed' | 'lane'>

/** What of `wanted` differs; topics get their slugs. */
const differences = (before: StoryDefinition, wanted: Wanted): Partial<StoryDefinition> => {
  const { topics, reactions, ...rest } = wanted
  const changes: Record<string, unknown> = {
    ...rest,
    ...(topics === undefined ? {} : { topics: topicRules(before.topics, topics as TopicEntry[]) }),
    ...(reactions === undefined ? {} : { reactions: reactionsWanted(reactions) }),
  }
  const known = { reactions: true, ...before }
  return Object.fromEntries(
    Object.entries(changes).filter(
      ([name, value]) =>
        value !== undefined && canonicalJson(value) !== canonicalJson(known[name as keyof StoryDefinition]),
    ),
  )
}

const bounded = (definition: StoryDefinition, slug: string) => {
  const phrases = rulesIn(definition)
  if (phrases > maxPhrasesPerStory)
    throw new Problem(
      'invalid',
      `changing story "${slug}": it would have ${phrases} phrases and patterns, at most ${maxPhrasesPerStory} are followed; take some away`,
    )
}

/** A closed story is opened again. @throws Problem `conflict` when it is open */
export const decideOpening = (
  state: StoryState,
  slug: string,
  wanted: Wanted,
  wantedLane = defaultLane,
): readonly StoryEvent[] => {
  if (state.status === 'open')
    throw new Problem('conflict', `opening story "${slug}": there is one already; change it instead`)
  const definition = { ...state.definition, ...differences(state.definition, wanted) }
  bounded(definition, slug)
  const lane = state.status === 'unknown' ? wantedLane : state.lane
  return [{ type: 'StoryOpened', data: { slug, ...definition, lane } }]
}

/** Nothing when nothing differs. @throws Problem `not-found`, `invalid` (too many phrases) */
export const decideChange = (state: StoryState, slug: string, wanted: Wanted): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknownStory('changing a story', slug)
  const changes = differences(state.definition, wanted)
  if (Object.keys(changes).length === 0) return []
  bounded({ ...state.definition, ...changes }, slug)
  return [{ type: 'StoryChanged', data: { slug, ...changes } }]
}

/**
 * One topic more, after those there are.
 * @throws Problem `not-found`, `conflict` (one has this name or one of these phrases), `invalid` (too many phrases)
 */
export const decideTopic = (state: StoryState, slug: string, entry: TopicEntry): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknownStory('adding a topic', slug)
  const { topics } = state.definition
  const known = topics.find(
    ({ name, match }) =>
      name.toLowerCase() === entry.name.toLowerCase() ||
      match.some((phrase) => entry.match.some((one) => isSamePhrase(phrase, one))),
  )
  if (known !== undefined)
    throw new Problem(
      'conflict',
      `adding a topic to story "${slug}": its topic "${known.slug}" has this name or one of these phrases already; change that one instead`,
    )
  return decideChange(state, slug, { topics: [...topics, entry] as TopicEntry[] })
}

/** @throws Problem `not-found` */
export const decideClosing = (state: StoryState, slug: string): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknownStory('closing a story', slug)
  return state.status === 'closed' ? [] : [{ type: 'StoryClosed', data: { slug } }]
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
  const { statements = [], milestones = [], closed, lane, ...wanted } = entry
  const opens =
    manner === 'open' ||
    (manner === 'put' && state.status === 'unknown') ||
    (state.status === 'closed' && closed === false)
  const events = [...(opens ? decideOpening(state, slug, wanted, lane) : decideChange(state, slug, wanted))]
  let next = events.reduce(evolve, state)
  const add = (more: readonly StoryEvent[]) => {
    events.push(...more)
    next = more.reduce(evolve, next)
  }
  if (lane !== undefined) add(decideChoice(next, slug, lane))
  for (const statement of statements) add(decideStatement(next, slug, statement))
  for (const milestone of milestones) add(decideMilestone(next, slug, milestone))
  if (closed === true) add(decideClosing(next, slug))
  return events
}
