// Phases as entries of a feed: a change keeps its entry while it is computed again, ends, or is withdrawn.
import type { DeclaredChange, StoryPhases } from '../projections/phases.ts'
import { entryOf, type FeedEntry, type FeedFacts, momentOf, named, type Update } from './feed-entry.ts'
import { computed, titleOf } from './phase-moments.ts'
import { changeId, overrideId, phaseWords } from './phase-now.ts'

const sentence = (words: string) => (words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`)

/** Of the change that began a thread of changes, each in the place of the one before. */
const threadOf = ({ phase, first, at }: DeclaredChange) => `${changeId(first?.at ?? at)}-${phase}`

const hasEnd = (phase: DeclaredChange['phase']) => phase === 'early-signs' || phase === 'backlash'

/** Early signs end with the next change, an episode with its recovery. */
const endOf = (changes: readonly DeclaredChange[], at: number): Update | undefined => {
  const { phase } = changes[at] as DeclaredChange
  const isNext = (later: DeclaredChange) => phase === 'early-signs' || ['recovered', 'backlash'].includes(later.phase)
  const next = changes.slice(at + 1).find(isNext)
  if (!hasEnd(phase) || next === undefined || next.phase === phase) return undefined
  const when = `${phaseWords[next.phase]} since ${momentOf(Date.parse(next.at))}.`
  return { atMs: Date.parse(next.declaredAt), text: `It ended: ${when} ${next.reason}` }
}

/** An end that was told and does not hold: who read of it is told that, too. */
const undoneEnds = ({ changes, revisions }: StoryPhases, at: number): readonly Update[] => {
  const { phase, at: from } = changes[at] as DeclaredChange
  const standing = new Set(changes.map(threadOf))
  const later = changes.slice(at + 1)
  const until = (phase === 'early-signs' ? later[0] : later.find((one) => one.phase === 'backlash'))?.at ?? '9'
  const isEnd = (end: DeclaredChange) =>
    (phase === 'early-signs' || end.phase === 'recovered') &&
    end.at > from &&
    end.at < until &&
    !standing.has(threadOf(end))
  if (!hasEnd(phase)) return []
  return revisions
    .filter(({ replaced }) => replaced.some(isEnd))
    .map((revision) => ({
      atMs: Date.parse(revision.at),
      text: `Computed again: the end that had been declared does not hold. ${sentence(revision.why)}`.trim(),
    }))
}

const declaredFirst = ({ first, declaredAt }: DeclaredChange) => first?.declaredAt ?? declaredAt

/** What a person said when this change was the newest that had ever been declared: that stays so. */
const wordsAgainst = (
  { changes, revisions, overrides = [] }: StoryPhases,
  change: DeclaredChange,
): readonly Update[] => {
  const all = [...changes, ...revisions.flatMap(({ replaced }) => replaced)]
  const newestAt = (since: string) =>
    all
      .filter((one) => declaredFirst(one) <= since)
      .map((one) => declaredFirst(one) + threadOf(one))
      .sort()
      .at(-1)
  return overrides
    .filter(({ since }) => newestAt(since) === declaredFirst(change) + threadOf(change))
    .map(({ phase, since, reason }) => ({
      atMs: Date.parse(since),
      text: `A person says otherwise: ${phaseWords[phase]}. ${reason}`,
    }))
}

/** Of itself alone: what it follows may be computed again. */
const headingOf = (phase: DeclaredChange['phase']) => (phase === 'calm' ? phaseWords.calm : titleOf(phase, 'learning'))

const phaseEntry = (facts: FeedFacts, at: number): FeedEntry => {
  const { changes, revisions } = facts.phases
  const change = changes[at] as DeclaredChange
  const why = revisions.find((revision) => revision.at === change.declaredAt)?.why
  return entryOf({
    id: threadOf(change),
    kind: 'phase',
    title: named(facts, headingOf(change.phase)),
    anchor: changeId(change.at),
    publishedMs: Date.parse(declaredFirst(change)),
    updates: [
      change.isRevised
        ? { atMs: Date.parse(change.declaredAt), text: `Computed again. ${sentence(why ?? '')}`.trim() }
        : undefined,
      endOf(changes, at),
      ...undoneEnds(facts.phases, at),
      ...wordsAgainst(facts.phases, change),
    ],
    text: [`Since ${momentOf(Date.parse(change.at))}. ${change.reason}`, computed(change)],
    source: null,
  })
}

/** Declared once, and taken back by the counts: nobody who read it is left with it. */
const withdrawnEntries = (facts: FeedFacts): FeedEntry[] => {
  const { changes, revisions } = facts.phases
  const standing = new Set(changes.map(threadOf))
  const newest = new Map<string, FeedEntry>()
  for (const { at, why, replaced } of revisions)
    for (const change of replaced) {
      const id = threadOf(change)
      if (standing.has(id)) continue
      const entry = entryOf({
        id,
        kind: 'phase',
        title: named(facts, `${phaseWords[change.phase]} (withdrawn)`),
        anchor: 'happened',
        publishedMs: Date.parse(declaredFirst(change)),
        updates: [
          ...wordsAgainst(facts.phases, change),
          { atMs: Date.parse(at), text: `Withdrawn: computed again, it does not hold. ${sentence(why)}` },
        ],
        text: [`Said to be since ${momentOf(Date.parse(change.at))}. ${change.reason}`],
        source: null,
      })
      newest.set(id, entry)
    }
  return [...newest.values()]
}

const overrideEntries = (facts: FeedFacts): FeedEntry[] =>
  (facts.phases.overrides ?? []).map(({ phase, reason, since, until, why }) => {
    const isOpen = facts.phases.override?.since === since
    const ended = why === undefined ? 'Another word took its place.' : `Taken back: ${why}`
    return entryOf({
      id: `set-${since.replace(/\D/g, '')}`,
      kind: 'phase',
      title: named(facts, `${phaseWords[phase]}, set by a person`),
      anchor: isOpen ? overrideId : 'happened',
      publishedMs: Date.parse(since),
      updates: [until === undefined ? undefined : { atMs: Date.parse(until), text: ended }],
      text: [reason],
      source: null,
    })
  })

/** In no order. */
export const phaseEntries = (facts: FeedFacts): readonly FeedEntry[] => [
  ...facts.phases.changes.map((_, i) => phaseEntry(facts, i)),
  ...withdrawnEntries(facts),
  ...overrideEntries(facts),
]
