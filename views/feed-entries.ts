// What a feed tells of a story: one entry a moment. Its id stays for ever; what is learnt of it later is added to it.
import type { StatementEffect } from '../analysis/effects/statement-effects.ts'
import type { MilestoneKind, Moment, StatementKind } from '../events/story.ts'
import type { DeclaredChange, StoryPhases } from '../projections/phases.ts'
import { changeText } from './effect.ts'
import { milestoneWords, statementWords, whenOf } from './moments.ts'
import { computed, titleOf } from './phase-moments.ts'
import { changeId, overrideId, phaseWords } from './phase-now.ts'
import { dateOf } from './phrases.ts'
import { webAddress } from './quote.ts'
import { clockOf } from './wording.ts'

export const entryKinds = ['phase', 'statement', 'milestone'] as const
export type EntryKind = (typeof entryKinds)[number]

type Told<Kind> = Moment<Kind> & {
  /** Its number on the page. */
  readonly number: number
  readonly recordedAt: string
  readonly correctedAt?: string
}

export type FeedFacts = {
  readonly slug: string
  readonly title: string
  readonly company: string
  readonly demonstration: boolean
  readonly openedAtMs: number
  readonly phases: StoryPhases
  readonly statements: readonly Told<StatementKind>[]
  readonly milestones: readonly Told<MilestoneKind>[]
  readonly effects: readonly StatementEffect[]
}

type Update = { readonly atMs: number; readonly text: string }

export type FeedEntry = {
  /** Within its story. */
  readonly id: string
  readonly kind: EntryKind
  readonly title: string
  /** Its place on the story's page. */
  readonly anchor: string
  readonly publishedMs: number
  readonly updatedMs: number
  /** The newest first. */
  readonly updates: readonly Update[]
  /** Paragraphs; none is empty. */
  readonly text: readonly string[]
  /** Where what it tells of can be read. */
  readonly source: string | null
}

type Draft = Omit<FeedEntry, 'updatedMs' | 'updates' | 'text'> & {
  readonly updates: readonly (Update | undefined)[]
  readonly text: readonly (string | undefined)[]
}

/** `Mon 21 Aug 2017` would be read years later: with the year. */
export const momentOf = (ms: number) => `${dateOf(ms)}, ${clockOf(ms)} UTC`

/** What was known when it was published is no update of it. */
const entryOf = (draft: Draft): FeedEntry => {
  const known = draft.updates.filter((update) => update !== undefined)
  const updates = known.filter(({ atMs }) => atMs > draft.publishedMs).sort((a, b) => b.atMs - a.atMs)
  const first = known.filter((update) => !updates.includes(update)).map(({ text }) => text)
  return {
    ...draft,
    updates,
    updatedMs: updates[0]?.atMs ?? draft.publishedMs,
    text: [...draft.text, ...first].filter((text) => text !== undefined).filter((text) => text !== ''),
  }
}

const named = ({ company, title }: FeedFacts, what: string) => `${company === '' ? title : company}: ${what}`

const sentence = (words: string) => (words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`)

/** Of the change that began a thread of changes, each in the place of the one before. */
const threadOf = ({ phase, first, at }: DeclaredChange) => `${changeId(first?.at ?? at)}-${phase}`

/** Early signs end with the next change, an episode with its recovery. */
const endOf = (changes: readonly DeclaredChange[], at: number): Update | undefined => {
  const { phase } = changes[at] as DeclaredChange
  const ends = phase === 'early-signs' || phase === 'backlash'
  const next = changes.slice(at + 1).find((later) => phase === 'early-signs' || later.phase === 'recovered')
  if (!ends || next === undefined) return undefined
  const when = `${phaseWords[next.phase]} since ${momentOf(Date.parse(next.at))}.`
  return { atMs: Date.parse(next.declaredAt), text: `It ended: ${when} ${next.reason}` }
}

/** An end that was declared and did not hold: who read of it is told. */
const goesOn = ({ changes, revisions }: StoryPhases, at: number): readonly Update[] => {
  const { phase, at: from } = changes[at] as DeclaredChange
  const until = changes.slice(at + 1).find((later) => later.phase === 'backlash')?.at ?? '9'
  const isEnd = (end: DeclaredChange) =>
    end.phase === 'recovered' &&
    end.at > from &&
    end.at < until &&
    !changes.some((one) => threadOf(one) === threadOf(end))
  if (phase !== 'backlash') return []
  return revisions
    .filter(({ replaced }) => replaced.some(isEnd))
    .map((revision) => ({
      atMs: Date.parse(revision.at),
      text: `It goes on: computed again, the end that had been declared does not hold. ${sentence(revision.why)}`,
    }))
}

const declaredFirst = ({ first, declaredAt }: DeclaredChange) => first?.declaredAt ?? declaredAt

const phaseEntry = (facts: FeedFacts, at: number): FeedEntry => {
  const { changes, revisions, overrides = [] } = facts.phases
  const change = changes[at] as DeclaredChange
  const next = changes[at + 1]
  const why = revisions.find((revision) => revision.at === change.declaredAt)?.why
  // Somebody's word stands instead of the change that was the newest then.
  const said = overrides.filter(
    ({ since }) => since >= declaredFirst(change) && (next === undefined || since < declaredFirst(next)),
  )
  return entryOf({
    id: threadOf(change),
    kind: 'phase',
    title: named(facts, titleOf(change, changes[at - 1]?.phase ?? 'learning')),
    anchor: changeId(change.at),
    publishedMs: Date.parse(declaredFirst(change)),
    updates: [
      change.isRevised
        ? { atMs: Date.parse(change.declaredAt), text: `Computed again. ${sentence(why ?? '')}`.trim() }
        : undefined,
      endOf(changes, at),
      ...goesOn(facts.phases, at),
      ...said.map(({ phase, since, reason }) => ({
        atMs: Date.parse(since),
        text: `A person says otherwise: ${phaseWords[phase]}. ${reason}`,
      })),
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
        updates: [{ atMs: Date.parse(at), text: `Withdrawn: computed again, it does not hold. ${sentence(why)}` }],
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

const momentEntry = (
  kind: Exclude<EntryKind, 'phase'>,
  moment: Told<unknown>,
  words: readonly string[],
  effect?: StatementEffect,
): FeedEntry => {
  const publishedMs = Date.parse(moment.recordedAt)
  const said = effect === undefined || effect.change === undefined ? '' : changeText(effect)
  return entryOf({
    id: `m${moment.number}`,
    kind,
    title: moment.title,
    anchor: `m${moment.number}`,
    publishedMs,
    updates: [
      moment.correctedAt === undefined
        ? undefined
        : { atMs: Date.parse(moment.correctedAt), text: 'Corrected: this is how it reads now.' },
      effect === undefined || said === ''
        ? undefined
        : { atMs: effect.knownFromMs, text: `Effect on posts is known. ${said}` },
    ],
    text: [`${words.filter((word) => word !== '').join(', ')}. ${whenOf(moment)}.`, moment.text],
    source: webAddress(moment.url),
  })
}

/** The one that changed last first. */
export const byUpdate = (
  a: Pick<FeedEntry, 'updatedMs' | 'publishedMs' | 'id'>,
  b: Pick<FeedEntry, 'updatedMs' | 'publishedMs' | 'id'>,
) => b.updatedMs - a.updatedMs || b.publishedMs - a.publishedMs || (a.id < b.id ? 1 : -1)

export const entriesOf = (facts: FeedFacts): FeedEntry[] =>
  [
    ...facts.phases.changes.map((_, i) => phaseEntry(facts, i)),
    ...withdrawnEntries(facts),
    ...overrideEntries(facts),
    ...facts.statements.map((said) =>
      momentEntry(
        'statement',
        said,
        ['Company statement', statementWords[said.kind]],
        facts.effects.find(({ id }) => id === said.id),
      ),
    ),
    ...facts.milestones.map((one) => momentEntry('milestone', one, [milestoneWords[one.kind]])),
  ].sort(byUpdate)
