// The four steps of a story, how long each lasted, and earlier waves of it.
import type { PagePhase, Stretch } from '../analysis/phases/page-phase.ts'
import type { StoryFacts } from './facts.ts'
import { pageWords, rulesLink, shownPhase, whyLink } from './phase-now.ts'
import { dateOf, spanOf } from './phrases.ts'
import { dayOf } from './wording.ts'

const order = ['calm', 'backlash', 'reversal', 'recovery'] as const satisfies readonly PagePhase[]

/** A wave begins with the calm before it, or where a backlash follows a recovery at once. */
const wavesOf = (stretches: readonly Stretch[]): Stretch[][] => {
  const waves: Stretch[][] = []
  for (const stretch of stretches) {
    const wave = waves.at(-1)
    const before = wave?.find(({ phase }) => phase !== 'calm')
    const isNew = before !== undefined && (stretch.phase === 'calm' || stretch.episode !== before.episode)
    if (wave === undefined || isNew) waves.push([stretch])
    else wave.push(stretch)
  }
  return waves
}

const stepOf = (facts: StoryFacts, wave: readonly Stretch[], phase: PagePhase) => {
  const { stretches } = facts.phases
  const parts = wave.filter((part) => part.phase === phase)
  const [first] = parts
  const isNow = stretches.at(-1)?.phase === phase && wave.at(-1) === stretches.at(-1)
  const isOver = wave.at(-1) !== stretches.at(-1) || wave.some((part) => part.phase === 'recovery')
  const word = first === undefined && phase === 'reversal' && isOver ? 'No reversal' : pageWords[phase]
  const step = { word, look: phase, current: isNow ? 'step' : 'false' }
  if (first === undefined) return { ...step, look: `${phase} todo`, text: '', href: rulesLink }
  const href = whyLink(facts, first)
  // Nobody knows how long it was calm before the first post.
  if (first === stretches[0] && !isNow) return { ...step, href, text: `until ${dayOf(first.toMs ?? facts.nowMs)}` }
  const untilMs = Math.min(facts.nowMs, facts.closedAtMs ?? facts.nowMs)
  const lastedMs = parts.reduce((sum, { fromMs, toMs }) => sum + Math.max(0, (toMs ?? untilMs) - fromMs), 0)
  const span = isNow && shownPhase(facts.phases) === 'learning' ? 'learning' : spanOf(lastedMs)
  const partly = parts.every(({ isPartial }) => isPartial) ? 'partly, ' : ''
  return {
    ...step,
    href,
    text: `${partly}${span}${isNow ? (facts.closedAtMs === null ? ', now' : ', then closed') : ''}`,
  }
}

const ordinals = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth']

const dates = (wave: readonly Stretch[]) => {
  const told = wave.filter(({ phase }) => phase !== 'calm')
  return `${dayOf(told[0]?.fromMs ?? 0)} to ${dateOf(told.at(-1)?.toMs ?? 0)}`
}

/** `steps` of the wave that is now; `waves` before it, the newest first. */
export const stripOf = (facts: StoryFacts) => {
  const waves = wavesOf(facts.phases.stretches)
  const steps = (wave: readonly Stretch[]) => order.map((phase) => stepOf(facts, wave, phase))
  return {
    steps: steps(waves.at(-1) ?? []),
    waves: waves
      .slice(0, -1)
      .map((wave, i) => ({
        wave: `${ordinals[i] ?? `${i + 1}th`} wave`,
        dates: dates(wave),
        steps: steps(wave),
      }))
      .reverse(),
  }
}

export const blankStep = { word: '', look: '', current: 'false', text: '', href: '' }
export const blankWave = { wave: '', dates: '', steps: [] }
