// A change of phase as it is declared: what decided, in numbers and in one sentence.
import type { Evidence, PhaseChange, SetAside } from '../../events/phase.ts'
import { type Finding, shareOf } from './alarm.ts'
import { highestOf, onsetRange, ratioOf } from './episode.ts'
import { peakTick } from './peak.ts'
import { countsText, percent, rangeText, sourcesText, timeText } from './reason.ts'
import { lastHours, lastTicks, ticksKept } from './rings.ts'
import { learning, type Marks, recovery } from './settings.ts'
import { setAsideOf } from './sources.ts'
import type { EngineState, Known } from './state.ts'
import { tickMs } from './tick.ts'

const time = (tick: number) => new Date(tick * tickMs).toISOString().replace('.000Z', 'Z')
const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** Whose posts count, and whose do not. */
export const countedOf = ({ sources }: EngineState) => {
  const setAside = sources.flatMap((source): SetAside[] => {
    const aside = setAsideOf(source)
    return aside === undefined ? [] : [aside]
  })
  const isOut = new Set(setAside.map(({ source }) => source))
  return { sources: sources.map(({ name }) => name).filter((name) => !isOut.has(name)), setAside }
}

/** What the phase is read from: the window that raised an alarm, three hours of the course, or a day at its end. */
const windowOf = (
  { tick }: EngineState,
  { rings, learntAt }: Known,
  phase: PhaseChange['phase'],
  finding: Finding | undefined,
) => {
  if (finding !== undefined) return { sums: finding.window, minutes: finding.minutes }
  if (phase === 'cooling' || phase === 'second-wave')
    return { sums: lastTicks(rings, tick, ticksKept), minutes: 5 * Math.min(ticksKept, tick - learntAt) }
  return { sums: lastHours(rings, Math.floor(tick / 12), 24), minutes: 5 * (23 * 12 + (tick % 12) + 1) }
}

const sentence = (
  state: EngineState,
  known: Known,
  phase: PhaseChange['phase'],
  counts: string,
  { finding, bar }: { readonly finding: Finding | undefined; readonly bar: number },
): readonly string[] => {
  const { episode, dispersion } = known
  const { sources, setAside } = countedOf(state)
  const counted = sourcesText(sources, setAside, finding?.copied)
  switch (phase) {
    case 'early-signs':
    case 'backlash': {
      return [
        counts,
        `over-dispersion ${dispersion.negatives.toFixed(1)}`,
        ...(finding === undefined ? [] : [`evidence ${finding.evidence.toFixed(0)} (bar ${bar.toFixed(0)})`]),
        ...(episode === undefined ? [] : [`began ${rangeText(onsetRange(episode))}`]),
        counted,
      ]
    }
    case 'cooling':
      return [
        counts,
        `highest ×${(episode?.highest ?? 0).toFixed(1)} in the three hours to ${timeText(episode?.highestAt ?? state.tick)}`,
        counted,
      ]
    case 'second-wave':
      return [counts, `risen from ×${(episode?.lowest ?? 0).toFixed(1)}`, counted]
    case 'recovered':
      return [counts, `under ×${recovery.ratio} with a probability above ${percent(recovery.probability)}`, counted]
    case 'calm':
      return state.phase === 'learning'
        ? [`Learnt what is normal from ${learning.days} days and ${state.learning.posts} posts`, counted]
        : state.phase === 'recovered'
          ? [`${recovery.probationHours} h without new signs`, counts, counted]
          : ['The early signs did not become a backlash', counts, counted]
  }
}

/** @param finding what raised an alarm; absent for every other change */
export const tellChange = (
  state: EngineState,
  known: Known,
  phase: PhaseChange['phase'],
  finding: Finding | undefined,
  marks: Marks,
): PhaseChange => {
  const { episode, rings, dispersion, rising } = known
  const { tick } = state
  const { sums, minutes } = windowOf(state, known, phase, finding)
  const bar = finding?.bar ?? marks.earlySigns
  const { share, usual } = shareOf(sums, dispersion.share)
  const peak = episode === undefined ? undefined : time(peakTick(episode.peak, rings, tick, episode.onset))
  const range = episode === undefined ? undefined : onsetRange(episode)
  const evidence: Evidence = {
    evidence: rounded(finding?.evidence ?? Math.max(...rising.sums), 1),
    bar: rounded(bar, 1),
    minutes,
    negative: sums.negatives,
    usual: rounded(sums.usualNegatives, 1),
    posts: sums.posts,
    share: rounded(share, 3),
    usualShare: rounded(usual, 3),
    overdispersion: rounded(dispersion.negatives, 1),
    ...(episode === undefined ? {} : { peakRatio: rounded(Math.max(highestOf(episode), ratioOf(rings.recent)), 1) }),
    ...(range === undefined ? {} : { onsetFrom: time(range[1]), onsetTo: time(range[2]) }),
    ...countedOf(state),
  }
  const parts = sentence(state, known, phase, countsText(sums, minutes), { finding, bar })
  return {
    at: time(tick),
    phase,
    ...(episode === undefined ? {} : { onset: time(episode.onset) }),
    ...(peak === undefined ? {} : { peak }),
    reason: `${parts.filter(Boolean).join('; ')}.`,
    evidence,
  }
}
