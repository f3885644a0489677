// An entry of a feed: one moment of a story. Its id stays for ever; what is learnt of it later is added to it.
import type { StatementEffect } from '../analysis/effects/statement-effects.ts'
import type { MilestoneKind, Moment, StatementKind } from '../events/story.ts'
import type { StoryPhases } from '../projections/phases.ts'
import type { Closing } from '../projections/stories.ts'
import { dateOf } from './phrases.ts'
import { clockOf } from './wording.ts'

/** `closing`: of the story itself; every feed has it, whatever it is of. */
export const entryKinds = ['phase', 'statement', 'milestone', 'closing'] as const
export type EntryKind = (typeof entryKinds)[number]

export type Told<Kind> = Moment<Kind> & {
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
  readonly closings: readonly Closing[]
  readonly phases: StoryPhases
  readonly statements: readonly Told<StatementKind>[]
  readonly milestones: readonly Told<MilestoneKind>[]
  readonly effects: readonly StatementEffect[]
}

export type Update = { readonly atMs: number; readonly text: string }

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

/** Of whom it tells. */
export const named = ({ company, title }: Pick<FeedFacts, 'company' | 'title'>, what: string) =>
  `${company === '' ? title : company}: ${what}`

/** `Mon 21 Aug 2017` would be read years later: with the year. */
export const momentOf = (ms: number) => `${dateOf(ms)}, ${clockOf(ms)} UTC`

/** What was known when it was published is no update of it. */
export const entryOf = (draft: Draft): FeedEntry => {
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
