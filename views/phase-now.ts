// Which phase the page names, in words, and where its reason stands.
import type { PagePhase, Stretch } from '../analysis/phases/page-phase.ts'
import type { Phase } from '../events/phase.ts'
import type { PhaseFacts, StoryFacts } from './facts.ts'

export const pageWords = {
  calm: 'Calm',
  backlash: 'Backlash',
  reversal: 'Reversal',
  recovery: 'Recovery',
} as const satisfies { [P in PagePhase]: string }

/** Of the engine. */
export const phaseWords = {
  learning: 'Learning what is normal',
  calm: 'Calm',
  'early-signs': 'Early signs',
  backlash: 'Backlash',
  cooling: 'Cooling',
  'second-wave': 'Second wave',
  recovered: 'Recovered',
} as const satisfies { [P in Phase]: string }

/** Where the rules stand, on the page itself. */
export const rulesLink = '#decided'
/** Of the entry that tells that it is closed. */
export const closedId = 'closed'
/** Of the entry that tells what a person set. */
export const overrideId = 'p-set'
/** Of the entry of a change; one change at most begins with a tick. */
export const changeId = (at: string) => `p-${at.slice(0, 16).replace(/[-:]/g, '')}`

/** What the counts say. */
export const countedPhase = ({ changes }: PhaseFacts): Phase => changes.at(-1)?.phase ?? 'learning'
/** What is shown: the counts, or a person. */
export const shownPhase = (phases: PhaseFacts): Phase => phases.override?.phase ?? countedPhase(phases)
export const pagePhase = ({ stretches }: PhaseFacts): PagePhase => stretches.at(-1)?.phase ?? 'calm'

/** From when posts can have answered it. */
export const heardMs = ({ at, heardAt }: { readonly at: string; readonly heardAt?: string }) =>
  Date.parse(heardAt ?? at)

/** The statement that a stretch of Reversal begins with: the last one of its kind before. */
export const reversalOf = ({ statements }: Pick<StoryFacts, 'statements'>, { fromMs, isPartial }: Stretch) =>
  statements
    .filter((said) => heardMs(said) <= fromMs && said.kind === (isPartial ? 'partial-reversal' : 'reversal'))
    .sort((a, b) => heardMs(a) - heardMs(b))
    .at(-1)

/** What the engine declares where the page names a phase. */
const deciding: { readonly [P in PagePhase]: readonly Phase[] } = {
  calm: ['calm'],
  backlash: ['backlash', 'second-wave'],
  reversal: ['cooling', 'second-wave'],
  recovery: ['recovered'],
}

/** Its entry on this page: the change that was declared, what was said, or what a person set. */
export const whyLink = (facts: StoryFacts, stretch: Stretch): string => {
  const { changes, override } = facts.phases
  if (override !== undefined && Date.parse(override.since) === stretch.fromMs) return `#${overrideId}`
  const said = stretch.phase === 'reversal' ? reversalOf(facts, stretch) : undefined
  if (said !== undefined) return `#m${facts.numbers.indexOf(said.id) + 1}`
  const until = stretch.toMs ?? Number.POSITIVE_INFINITY
  const inside = changes.filter(({ at }) => Date.parse(at) >= stretch.fromMs && Date.parse(at) < until)
  const wanted = inside.find(({ phase }) => deciding[stretch.phase].includes(phase))
  return wanted === undefined ? rulesLink : `#${changeId(wanted.at)}`
}

/** Of the phase that is shown. */
export const whyOf = (facts: StoryFacts) => {
  const stretch = facts.phases.stretches.at(-1)
  return stretch === undefined ? rulesLink : whyLink(facts, stretch)
}
