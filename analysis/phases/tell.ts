// A change of phase as it is declared: what decided, in numbers and in one sentence.
import type { Evidence, PhaseChange, SetAside } from '../../events/phase.ts'
import { type Finding, shareOf } from './alarm.ts'
import { highestRatio, onsetRange, ratioOf } from './episode.ts'
import { peakTick } from './peak.ts'
import { againstText, countsText, percent, rangeText, sourcesText, timeText } from './reason.ts'
import { lastHours, lastTicks, ticksKept } from './rings.ts'
import { forgetAfterDays, type Marks, recovery } from './settings.ts'
import { setAsideOf } from './sources.ts'
import type { EngineState, Known } from './state.ts'
import { tickMs } from './tick.ts'

const time = (tick: number) => new Date(tick * tickMs).toISOString().replace('.000Z', 'Z')
const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** Whose posts count, and whose do not. @param copied left out of what is told */
export const countedOf = ({ sources }: EngineState, copied: readonly SetAside[] = []) => {
  const setAside = sources.flatMap(
    (source) => copied.find((one) => one.source === source.name) ?? setAsideOf(source) ?? [],
  )
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
  // Nothing is counted before it is learnt what is usual.
  const minutes = (ticks: number) => 5 * Math.min(ticks, tick - learntAt)
  if (phase === 'cooling' || phase === 'second-wave')
    return { sums: lastTicks(rings, tick, ticksKept), minutes: minutes(ticksKept) }
  return { sums: lastHours(rings, Math.floor(tick / 12), 24), minutes: minutes(23 * 12 + (tick % 12) + 1) }
}

const sentence = (
  state: EngineState,
  known: Known,
  phase: PhaseChange['phase'],
  { counts, counted }: { readonly counts: string; readonly counted: string },
  { finding, bar }: { readonly finding: Finding | undefined; readonly bar: number },
): readonly string[] => {
  const { episode, dispersion } = known
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
        `at most ${againstText(episode?.highestOf)}, in the three hours to ${timeText(episode?.highestAt ?? state.tick)}`,
        counted,
      ]
    case 'second-wave':
      return [counts, `risen from ${againstText(episode?.lowestOf)}`, counted]
    case 'recovered':
      return [counts, `under ×${recovery.ratio} with a probability above ${percent(recovery.probability)}`, counted]
    case 'calm':
      if (state.tick - state.lastPost > 288 * forgetAfterDays)
        return [`No post for ${forgetAfterDays} days: what is normal is learnt anew`]
      return state.phase === 'learning'
        ? [
            `Learnt what is normal from ${Math.floor(state.learning.ticks / 288)} days and ${state.learning.posts} posts`,
            counted,
          ]
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
  const counted = countedOf(state, finding?.copied)
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
    ...(episode === undefined ? {} : { peakRatio: rounded(Math.max(highestRatio(episode), ratioOf(rings.recent)), 1) }),
    ...(range === undefined ? {} : { onsetFrom: time(range[1]), onsetTo: time(range[2]) }),
    ...counted,
  }
  const words = { counts: countsText(sums, minutes), counted: sourcesText(counted.sources, counted.setAside) }
  const parts = sentence(state, known, phase, words, { finding, bar })
  return {
    at: time(tick),
    phase,
    ...(episode === undefined ? {} : { onset: time(episode.onset) }),
    ...(peak === undefined ? {} : { peak }),
    reason: `${parts.filter(Boolean).join('; ')}.`,
    evidence,
  }
}
