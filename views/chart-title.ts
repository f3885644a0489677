// The title of the chart: says what it shows, by rule from the facts. True, or less.
import type { StoryFacts } from './facts.ts'
import { peaksOf } from './phase-moments.ts'
import { countedPhase, heardMs } from './phase-now.ts'
import { inWords } from './phrases.ts'
import { fewest, madeBy, posts, scored } from './summary.ts'
import { dayMs, dayOf, hourMs, timeOf, whole } from './wording.ts'

const inHours = (hours: number) => `${inWords(hours)} ${hours === 1 ? 'hour' : 'hours'}`
/** The peak is the middle of three hours. */
const justNowMs = 3 * hourMs

const announcementBefore = (facts: StoryFacts, ms: number) =>
  madeBy(facts).find(({ kind, at }) => kind === 'announcement' && Date.parse(at) <= ms)

/** Of the announcement, where its hour is known, else of the estimated beginning. */
const peaked = (facts: StoryFacts, peakMs: number, onset: string | undefined) => {
  const announced = announcementBefore(facts, peakMs)
  const from = announced?.precision === 'minute' ? announced.at : onset
  const hours =
    from === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil((peakMs - Date.parse(from)) / hourMs))
  return hours <= 48 ? `Criticism peaked within ${inHours(hours)}` : `Criticism peaked on ${timeOf(peakMs)}`
}

/** "After" is an order in time: the fall was declared later than what was said. */
const fellAfter = (facts: StoryFacts, peakMs: number) => {
  const { changes } = facts.phases
  const reversal = madeBy(facts).find((said) => said.kind === 'reversal' && heardMs(said) > peakMs)
  const fell = changes.some(
    ({ phase, at }) =>
      (phase === 'cooling' || phase === 'recovered') && reversal !== undefined && Date.parse(at) > heardMs(reversal),
  )
  return fell ? ` and fell after ${facts.company} changed course` : ''
}

/** Empty where the engine says too little. */
const byPhase = (facts: StoryFacts): string => {
  const { changes } = facts.phases
  const newest = changes.at(-1)
  const peakMs = peaksOf(facts).at(-1)?.atMs
  const isHighest = peakMs === undefined || facts.nowMs - peakMs < justNowMs
  const onset = changes.findLast((change) => change.onset !== undefined)?.onset
  const all = peakMs === undefined ? '' : peaked(facts, peakMs, onset)
  const after = peakMs === undefined ? '' : fellAfter(facts, peakMs)
  // Nobody knows how it went on.
  if (facts.closedAtMs !== null) return `${all}${after}`
  switch (countedPhase(facts.phases)) {
    case 'learning':
      return ''
    case 'calm':
      if (all !== '') return `${all}${after || ' and is back to normal'}`
      return `No sign of a backlash since ${dayOf(Date.parse(newest?.at ?? ''))}`
    case 'early-signs':
      return `Negative posts have risen since about ${timeOf(Date.parse(newest?.onset ?? newest?.at ?? ''))}`
    case 'backlash':
      return isHighest ? 'Criticism is at its highest so far' : `${all} and is still high`
    case 'cooling':
      return all && `${all}${after || ' and is cooling'}`
    case 'second-wave':
      return isHighest ? 'Criticism is at its highest so far' : `${all} and rises again`
    case 'recovered':
      return all && `${all}${after || ' and is near normal again'}`
  }
}

/** While nothing is known of what is normal, the hour with most posts is all there is to tell. */
const byVolume = (facts: StoryFacts): string => {
  const { peak, nowMs, lastHour, closedAtMs } = facts
  if (!peak) return 'Posts and net sentiment'
  if (posts(peak.bin) < fewest) return closedAtMs === null ? 'Few posts so far' : 'Few posts'
  const isCriticism = peak.bin[0] > scored(peak.bin) / 2
  const what = isCriticism ? 'Criticism' : 'Posts'
  const announced = announcementBefore(facts, peak.atMs + hourMs)
  const reversal = madeBy(facts).find(({ kind, at }) => kind === 'reversal' && Date.parse(at) > peak.atMs)
  const hours = announced ? Math.max(1, Math.ceil((peak.atMs + hourMs - Date.parse(announced.at)) / hourMs)) : 0
  const peaked =
    announced?.precision === 'minute' && hours <= 48
      ? `${what} peaked within ${inHours(hours)}`
      : `Posts peaked at ${whole(posts(peak.bin))} an hour on ${timeOf(peak.atMs)}${isCriticism ? ', most of them negative' : ''}`
  if (closedAtMs === null && nowMs - peak.atMs < 2 * hourMs)
    return `${what} ${isCriticism ? 'is' : 'are'} at ${isCriticism ? 'its' : 'their'} highest so far`
  const fell = reversal && nowMs - Date.parse(reversal.at) > dayMs && posts(lastHour) < posts(peak.bin) / 2
  return `${peaked}${fell ? `${peaked.includes(', most') ? ',' : ''} and fell after ${facts.company} changed course` : ''}`
}

export const chartTitle = (facts: StoryFacts): string => byPhase(facts) || byVolume(facts)
