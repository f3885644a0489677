// The sentence in the phase box: built from facts by rule. What is not known is left out.
import type { Moment, StatementKind } from '../events/story.ts'
import type { Bin } from './chart.ts'
import type { StoryFacts } from './facts.ts'
import { pagePhase } from './phase-now.ts'
import { counted, inWords, spanOf, times } from './phrases.ts'
import { dayMs, whole } from './wording.ts'

const did = {
  announcement: 'announced a change',
  explainer: 'explained its decision',
  apology: 'apologised',
  'partial-reversal': 'partly changed course',
  reversal: 'changed course',
  confirmation: 'confirmed its decision',
  other: 'made a statement',
} as const satisfies { [K in StatementKind]: string }

/** Posts with a label of their own. */
export const scored = ([negative, neutral, positive]: Bin) => negative + neutral + positive
export const posts = (bin: Bin) => scored(bin) + bin[3]
export const netOf = (bin: Bin) => (bin[2] - bin[0]) / scored(bin)

/** A share or a mean of fewer scored posts is not shown. */
export const fewest = 30

export const madeBy = ({ statements, nowMs }: StoryFacts) =>
  statements.filter(({ at }) => Date.parse(at) <= nowMs).toSorted((a, b) => a.at.localeCompare(b.at))

const company = (facts: StoryFacts) => {
  const statements = madeBy(facts)
  const announcement = statements.find(({ kind }) => kind === 'announcement')
  const reversal = statements.findLast(({ kind }) => kind === 'reversal' || kind === 'partial-reversal')
  const last = reversal ?? statements.at(-1)
  if (!last) return ''
  if (last.kind === 'announcement' || !announcement)
    return `${facts.company} ${did[last.kind]} ${spanOf(facts.nowMs - Date.parse(last.at))} ago.`
  return `${facts.company} ${did[last.kind]} ${later(announcement, last)} its announcement.`
}

/** In hours only where both moments are known by the hour; else in days. */
const later = (first: Moment<StatementKind>, second: Moment<StatementKind>) => {
  const [from, to] = [Date.parse(first.at), Date.parse(second.at)]
  if (first.precision === 'minute' && second.precision === 'minute') return `${spanOf(to - from)} after`
  const days = Math.floor(to / dayMs) - Math.floor(from / dayMs)
  return days === 0 ? 'soon after' : days === 1 ? 'the day after' : `${inWords(days)} days after`
}

/** In calm, against what is normal. Too few posts make no peak worth a comparison. */
const volume = ({ peak, lastHour, phases }: StoryFacts) => {
  const usual = phases.gauge?.usual?.postsPerHour ?? 0
  if (usual >= 1 && pagePhase(phases) === 'calm')
    return scored(lastHour) === 0
      ? `no posts in the last hour, normally ${whole(usual)}`
      : `posts are at ${times(scored(lastHour) / usual)} the normal`
  if (!peak || posts(peak.bin) < fewest) return ''
  const fall = Math.round(100 * (1 - posts(lastHour) / posts(peak.bin)))
  return fall < 5 ? 'posts are at their peak' : `posts are down ${fall}% from the peak`
}

/** Where shares are calibrated, the usual one of the engine is none of theirs. */
const mood = ({ lastSixHours, sixHoursDayBefore, last24h, last24hCalibrated, phases }: StoryFacts) => {
  const usual = phases.gauge?.usual?.negativeShare
  if (usual !== undefined && last24hCalibrated === null && scored(last24h) >= fewest)
    return `${Math.round((100 * last24h[0]) / scored(last24h))}% of the day’s posts are negative, usually ${Math.round(100 * usual)}%`
  if (scored(lastSixHours) < fewest || scored(sixHoursDayBefore) < fewest) return ''
  const change = netOf(lastSixHours) - netOf(sixHoursDayBefore)
  return Math.abs(change) < 0.02
    ? 'sentiment is as it was a day ago'
    : `sentiment is ${change > 0 ? 'better' : 'worse'} than a day ago`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** At most 200 characters, as long as the company's name leaves room. */
export const summaryOf = (facts: StoryFacts) => {
  if (facts.firstPostMs === null && facts.closedAtMs !== null) return 'No posts had come in when it was closed.'
  if (facts.firstPostMs === null) return 'No posts have come in yet. The first one appears here by itself.'
  const numbers = (facts.closedAtMs === null ? [volume(facts), mood(facts)] : []).filter((part) => part !== '')
  const second = numbers.length > 0 ? `${capital(numbers.join(' and '))}.` : ''
  const both = [company(facts), second].filter((part) => part !== '')
  if (both.length === 0 && facts.closedAtMs !== null)
    return `${counted(posts(facts.total), 'post')} until it was closed.`
  if (both.length === 0)
    return `${capital(inWords(posts(facts.total)))} ${posts(facts.total) === 1 ? 'post' : 'posts'} so far. Comparisons need at least ${fewest} posts.`
  return both.join(' ').length <= 200 ? both.join(' ') : (both.find((part) => part.length <= 200) ?? '')
}
