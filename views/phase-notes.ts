// What must be known beside the phase's word: what the counts say more exactly, that it does not recover, that a person set it.
import { learning, recovery } from '../analysis/phases/settings.ts'
import type { StatementKind } from '../events/story.ts'
import type { PhaseFacts, StoryFacts } from './facts.ts'
import { statementWords } from './moments.ts'
import {
  changeId,
  closedId,
  countedPhase,
  heardMs,
  overrideId,
  pagePhase,
  pageWords,
  phaseWords,
  rulesLink,
  whyOf,
} from './phase-now.ts'
import { counted, dateOf } from './phrases.ts'
import { scored } from './summary.ts'
import { dayMs, timeOf } from './wording.ts'

/** How much of what is needed has been learnt, as far as it is missing: `3 of 7 days`. */
export const learntOf = ({ phases: { gauge }, firstPostMs, nowMs, total }: StoryFacts): string => {
  const counts = {
    days: firstPostMs === null ? 0 : Math.floor((nowMs - firstPostMs) / dayMs),
    posts: scored(total),
    neededDays: learning.days,
    neededPosts: learning.posts,
  }
  const { days, neededDays, posts, neededPosts } = gauge?.learnt ?? counts
  const parts = [
    ...(days < neededDays ? [`${Math.floor(days)} of ${neededDays} days`] : []),
    ...(posts < neededPosts ? [`${posts} of ${neededPosts} posts`] : []),
  ]
  return parts.join(', ')
}

const last = ({ changes }: PhaseFacts, phase: string) => changes.findLast((change) => change.phase === phase)

/** Seven days after the last statement or peak the rate of negative posts is still surely above the usual. */
export const unrecoveredAfterDays = 7
const nouns = { ...statementWords, other: 'last statement' } as const satisfies { [K in StatementKind]: string }

/** A line of text, not a phase; empty where it does not hold. */
export const unrecovered = ({ phases, statements, nowMs, closedAtMs }: StoryFacts): string => {
  const { gauge, override } = phases
  const phase = pagePhase(phases)
  const isOpen = override === undefined && (phase === 'backlash' || phase === 'reversal')
  if (!isOpen || closedAtMs !== null || gauge?.ratio48h === undefined || gauge.ratio48h.lower <= recovery.ratio)
    return ''
  const made = statements.filter(({ at }) => Date.parse(at) <= nowMs)
  const marks = [
    ...(gauge.peak === undefined ? [] : [{ ms: gauge.peak.atMs, what: 'peak' }]),
    ...made.map((said) => ({ ms: heardMs(said), what: nouns[said.kind] })),
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
      const learnt = facts.closedAtMs === null ? learntOf(facts) : ''
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

const closedNotes = ({ closedAtMs }: StoryFacts): Note[] =>
  closedAtMs === null ? [] : [{ note: `Closed on ${dateOf(closedAtMs)}: no longer watched`, href: `#${closedId}` }]

/** A story that is watched no longer does not go on unrecovered. */
export const notesOf = (facts: StoryFacts): Note[] => [...closedNotes(facts), ...phaseNotes(facts)]

const phaseNotes = (facts: StoryFacts): Note[] => {
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

export const blankNote: Note = { note: '', href: '' }
