// The phase box: the word and since when, with its icon and notes.
import type { PagePhase } from '../analysis/phases/page-phase.ts'
import type { StoryFacts } from './facts.ts'
import { notesOf } from './phase-notes.ts'
import { pagePhase, pageWords, phaseWords, reversalOf, shownPhase, whyOf } from './phase-now.ts'
import { dateOf } from './phrases.ts'
import { timeOf, weekdayOf } from './wording.ts'

const icons = {
  calm: 'M3 12h18',
  'early-signs': 'M3 15h18M11 8a1 1 0 1 0 2 0a1 1 0 1 0-2 0',
  backlash: 'M13 3L5 14h6l-1 7 8-11h-6z',
  reversal: 'M8 5L4 9l4 4M4 9h11a5 5 0 0 1 0 10h-5',
  recovery: 'M3 17l6-6 4 4 8-9M15 6h6v6',
} as const satisfies { [P in PagePhase | 'early-signs']: string }

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
      const { precision = 'minute', heardAt } = reversalOf(facts, stretch) ?? {}
      const began = at(stretch.fromMs, precision === 'window' || heardAt !== undefined)
      return precision === 'minute' || heardAt !== undefined ? began : { ...began, text: weekdayOf(stretch.fromMs) }
    }
    case 'recovery':
      return at(stretch.fromMs)
  }
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

/** Where it stands alone, with what the word leaves open: calm is also what is still learnt, and what shows early signs. */
export const phaseInWords = (facts: Pick<StoryFacts, 'phases' | 'statements'>): string => {
  const { look, phase } = phaseName(facts)
  const shown = shownPhase(facts.phases)
  return look === 'calm' && (shown === 'learning' || shown === 'early-signs')
    ? `${phase}, ${phaseWords[shown].toLowerCase()}`
    : phase
}

/** Empty while it is watched. */
export const closedWords = ({ closedAtMs }: Pick<StoryFacts, 'closedAtMs'>): string =>
  closedAtMs === null ? '' : `closed on ${dateOf(closedAtMs)}`

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
