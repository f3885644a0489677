// The phase box: the word, since when, and what must be known beside it.
import type { PagePhase } from '../analysis/phases/page-phase.ts'
import { recovery } from '../analysis/phases/settings.ts'
import type { StatementKind } from '../events/story.ts'
import type { PhaseFacts, StoryFacts } from './facts.ts'
import { statementWords, whenOf } from './moments.ts'
import {
  changeId,
  countedPhase,
  overrideId,
  pagePhase,
  pageWords,
  phaseWords,
  reversalOf,
  rulesLink,
  shownPhase,
  whyLink,
} from './phase-now.ts'
import { counted, dateOf } from './phrases.ts'
import { dayMs, timeOf } from './wording.ts'

const icons = {
  calm: 'M3 12h18',
  'early-signs': 'M3 15h18M11 8a1 1 0 1 0 2 0a1 1 0 1 0-2 0',
  backlash: 'M13 3L5 14h6l-1 7 8-11h-6z',
  reversal: 'M8 5L4 9l4 4M4 9h11a5 5 0 0 1 0 10h-5',
  recovery: 'M3 17l6-6 4 4 8-9M15 6h6v6',
} as const satisfies { [P in PagePhase | 'early-signs']: string }

/** How much of what is needed has been learnt, as far as it is missing: `3 of 7 days`. */
export const learntOf = ({ phases: { gauge }, firstPostMs, nowMs }: StoryFacts): string => {
  if (gauge === undefined) {
    const days = firstPostMs === null ? 0 : Math.floor((nowMs - firstPostMs) / dayMs)
    return counted(days, 'day')
  }
  const { days, neededDays, posts, neededPosts } = gauge.learnt
  const parts = [
    ...(days < neededDays ? [`${Math.floor(days)} of ${neededDays} days`] : []),
    ...(posts < neededPosts ? [`${posts} of ${neededPosts} posts`] : []),
  ]
  return parts.join(', ')
}

const last = ({ changes }: PhaseFacts, phase: string) => changes.findLast((change) => change.phase === phase)

/** `about`: estimated from counts. */
const beginning = (facts: Pick<StoryFacts, 'phases' | 'statements'>) => {
  const { phases } = facts
  const stretch = phases.stretches.at(-1)
  const at = (ms: number, about = false) => ({ about, ms, text: timeOf(ms) })
  if (stretch === undefined) return null
  if (phases.override !== undefined) return at(Date.parse(phases.override.since))
  switch (stretch.phase) {
    case 'calm': {
      if (phases.stretches.length > 1) return at(stretch.fromMs)
      const first = phases.changes[0]
      return first === undefined ? null : at(Date.parse(first.at))
    }
    case 'backlash':
      return at(stretch.fromMs, true)
    case 'reversal': {
      const said = reversalOf(facts, stretch)
      return said === undefined ? at(stretch.fromMs) : { ...at(stretch.fromMs), text: whenOf(said) }
    }
    case 'recovery':
      return at(stretch.fromMs)
  }
}

/** Seven days after the last statement or peak the rate of negative posts is still surely above the usual. */
export const unrecoveredAfterDays = 7
const nouns = { ...statementWords, other: 'last statement' } as const satisfies { [K in StatementKind]: string }

/** A line of text, not a phase; empty where it does not hold. */
export const unrecovered = ({ phases, statements, nowMs }: StoryFacts): string => {
  const { gauge, override } = phases
  const phase = pagePhase(phases)
  const isOpen = override === undefined && (phase === 'backlash' || phase === 'reversal')
  if (!isOpen || gauge?.ratio48h === undefined || gauge.ratio48h.lower <= recovery.ratio) return ''
  const made = statements.filter(({ at }) => Date.parse(at) <= nowMs)
  const marks = [
    ...(gauge.peak === undefined ? [] : [{ ms: gauge.peak.atMs, what: 'peak' }]),
    ...made.map(({ at, kind }) => ({ ms: Date.parse(at), what: nouns[kind] })),
  ].sort((a, b) => b.ms - a.ms)
  const [newest] = marks
  if (newest === undefined || nowMs - newest.ms < unrecoveredAfterDays * dayMs) return ''
  const days = Math.floor((nowMs - newest.ms) / dayMs)
  return `No recovery yet: still ${gauge.ratio48h.ratio.toFixed(1)} times the usual, ${counted(days, 'day')} after the ${newest.what}`
}

type Note = { readonly note: string; readonly href: string }

const sinceChange = (phases: PhaseFacts, phase: string, words: string): Note[] => {
  const change = last(phases, phase)
  if (change === undefined) return []
  return [{ note: `${words} since ${timeOf(Date.parse(change.at))}`, href: `#${changeId(change.at)}` }]
}

/** What the counts say beside the page's word. */
const countedNotes = (facts: StoryFacts): Note[] => {
  const { phases } = facts
  const page = pagePhase(phases)
  const partly = phases.stretches.at(-1)?.isPartial ? [{ note: 'Partly', href: whyOf(facts) }] : []
  switch (countedPhase(phases)) {
    case 'learning': {
      const learnt = learntOf(facts)
      return [{ note: `${phaseWords.learning}${learnt === '' ? '' : `: ${learnt}`}`, href: rulesLink }]
    }
    case 'calm': {
      if (page === 'recovery') return sinceChange(phases, 'calm', 'Back to normal')
      const recovered = last(phases, 'recovered')
      if (recovered === undefined) return []
      return [{ note: `Recovered on ${dateOf(Date.parse(recovered.at))}`, href: `#${changeId(recovered.at)}` }]
    }
    case 'early-signs': {
      const change = last(phases, 'early-signs')
      const onset = change?.onset ?? change?.at ?? ''
      return [{ note: `Early signs since about ${timeOf(Date.parse(onset))}`, href: `#${changeId(change?.at ?? '')}` }]
    }
    case 'cooling':
      return [...partly, ...sinceChange(phases, 'cooling', 'Cooling')]
    case 'second-wave':
      return [
        ...partly,
        ...sinceChange(phases, 'second-wave', page === 'reversal' ? 'Criticism rising again' : 'Second wave'),
      ]
    case 'backlash':
      return partly
    case 'recovered':
      return []
  }
}

const notesOf = (facts: StoryFacts): Note[] => {
  const { override } = facts.phases
  if (override === undefined) {
    const still = unrecovered(facts)
    return [...countedNotes(facts), ...(still === '' ? [] : [{ note: still, href: rulesLink }])]
  }
  const shown = phaseWords[override.phase]
  const counts = phaseWords[countedPhase(facts.phases)]
  return [
    ...(override.phase === 'recovered' || shown === pageWords[pagePhase(facts.phases)]
      ? []
      : [{ note: shown, href: `#${overrideId}` }]),
    {
      note: `Set by a person: ${override.reason.replace(/[.\s]+$/, '')}. The counts say: ${counts}`,
      href: `#${overrideId}`,
    },
  ]
}

const whyOf = (facts: StoryFacts) => {
  const stretch = facts.phases.stretches.at(-1)
  return stretch === undefined ? rulesLink : whyLink(facts, stretch)
}

/** The word and since when. */
export const phaseName = (facts: Pick<StoryFacts, 'phases' | 'statements'>) => {
  const page = pagePhase(facts.phases)
  const began = beginning(facts)
  return {
    look: page,
    phase: pageWords[page],
    sinceWord: began === null ? '' : began.about ? 'since about ' : 'since ',
    since: began === null ? '' : began.text,
    sinceTime: began === null ? '' : new Date(began.ms).toISOString(),
  }
}

/** The left half of the box, but for its sentence. */
export const phaseTexts = (facts: StoryFacts) => {
  const { look, ...name } = phaseName(facts)
  const isEarly = shownPhase(facts.phases) === 'early-signs' && look === 'calm'
  return {
    ...name,
    boxLook: `now ${look}`,
    icon: icons[isEarly ? 'early-signs' : look],
    whyLink: whyOf(facts),
    notes: notesOf(facts),
  }
}

export const blankNote: Note = { note: '', href: '' }
