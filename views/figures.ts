// The four figures, each with its comparison. While learning there is no "normal" to compare with.
import type { StoryFacts } from './facts.ts'
import { counted, dateOf, shares, times } from './phrases.ts'
import { fewest, netOf, posts, scored } from './summary.ts'
import { dayMs, signed, timeOf, whole } from './wording.ts'

const tooFew = 'too few posts'
/** Of a story that is closed: not zero, but unknown. */
const unknown = 'no longer counted'
/** The worst hour is looked for in this many days. */
export const worstHourDays = 90

const net = ({ lastSixHours, sixHoursDayBefore, closedAtMs }: StoryFacts) => {
  if (closedAtMs !== null) return { net: unknown, netChange: '', netThan: `closed on ${dateOf(closedAtMs)}` }
  if (scored(lastSixHours) < fewest)
    return {
      net: tooFew,
      netChange: '',
      netThan: `${counted(scored(lastSixHours), 'post')} in six hours; an average needs ${fewest}`,
    }
  const now = netOf(lastSixHours)
  if (scored(sixHoursDayBefore) < fewest)
    return {
      net: signed(now),
      netChange: '',
      netThan: 'on a scale from −1 to +1; too few posts the day before to compare',
    }
  const before = netOf(sixHoursDayBefore)
  const change = now - before
  if (Math.abs(change) < 0.02)
    return { net: signed(now), netChange: '→ steady', netThan: ` against the day before (${signed(before)})` }
  return {
    net: signed(now),
    netChange: change > 0 ? '↑ better' : '↓ worse',
    netThan: ` than the day before (${signed(before)})`,
  }
}

/** The engine counts scored posts: the normal is one of those. */
const lastHour = ({ lastHour, peak, phases, closedAtMs }: StoryFacts) => {
  const hour = closedAtMs === null ? whole(posts(lastHour)) : unknown
  const highest = peak === null ? 'no peak yet' : `peak ${whole(posts(peak.bin))}`
  const usual = phases.gauge?.usual?.postsPerHour
  if (usual === undefined || closedAtMs !== null)
    return { hour, hourChange: '', hourThan: peak === null ? highest : `${highest} on ${timeOf(peak.atMs)}` }
  const normal = usual < 9.95 ? String(Number(usual.toFixed(1))) : whole(usual)
  if (usual < 0.5 || scored(lastHour) === 0)
    return { hour, hourChange: '', hourThan: `the normal is ${normal}; ${highest}` }
  const of = lastHour[3] > 0 ? `${whole(scored(lastHour))} scored, ` : ''
  return { hour, hourChange: `${of}${times(scored(lastHour) / usual)}`, hourThan: ` the normal ${normal}; ${highest}` }
}

const percent = (share: number) => `${Math.round(100 * share)}%`

const day = (facts: StoryFacts) => {
  const { last24h, last24hCalibrated, worstShare, firstPostMs, nowMs, phases, closedAtMs } = facts
  if (closedAtMs !== null) return { day: unknown, dayThan: `closed on ${dateOf(closedAtMs)}` }
  if (scored(last24h) < fewest)
    return { day: tooFew, dayThan: `${counted(scored(last24h), 'post')} in 24 hours; a share needs ${fewest}` }
  const own = last24hCalibrated !== null && last24hCalibrated.n >= fewest ? last24hCalibrated : null
  const parts = own === null ? last24h.slice(0, 3) : [own.negative, own.neutral, own.positive]
  const [negative, neutral, positive] = shares(parts)
  const where = nowMs - (firstPostMs ?? nowMs) > worstHourDays * dayMs ? ` in ${worstHourDays} days` : ''
  const worst = worstShare === null ? '' : `; worst hour${where} ${percent(worstShare)}`
  const share = phases.gauge?.usual?.negativeShare
  // The usual share is one of labels, never to be held against a calibrated one.
  const byLabel = own === null ? '' : `by label ${percent(last24h[0] / scored(last24h))}, `
  const usual = share === undefined ? '' : `${byLabel}usually ${percent(share)}; `
  const interval = own === null ? '' : `calibrated, ${Math.round(100 * own.lower)} to ${Math.round(100 * own.upper)}%; `
  return { day: `${negative}%`, dayThan: `${interval}${usual}${neutral}% neutral, ${positive}% positive${worst}` }
}

const total = ({ total, removed, sources, firstPostMs, newestPostMs, nowMs }: StoryFacts) => {
  const used = sources.filter(({ counts }) => posts(counts) > 0).length
  const days =
    firstPostMs === null
      ? 0
      : Math.floor(Math.max(nowMs, newestPostMs ?? 0) / dayMs) - Math.floor(firstPostMs / dayMs) + 1
  return {
    total: whole(posts(total)),
    totalThan:
      firstPostMs === null
        ? 'the first one is awaited'
        : `from ${counted(used, 'source')} in ${counted(days, 'day')}${removed > 0 ? `; ${whole(removed)} removed since` : ''}`,
  }
}

const look = (text: string) => (text === tooFew || text === unknown ? 'few' : '')

/** Numbers as text, with what they are compared to. */
export const figureTexts = (facts: StoryFacts) => {
  const texts = { ...net(facts), ...lastHour(facts), ...day(facts), ...total(facts) }
  return { ...texts, netLook: look(texts.net), hourLook: look(texts.hour), dayLook: look(texts.day) }
}

/** The same as numbers, for machines; null where too few posts, or none are counted any more. */
export const figureNumbers = (facts: StoryFacts) => {
  const enough = (bin: StoryFacts['last24h'], value: number) =>
    facts.closedAtMs !== null || scored(bin) < fewest ? null : Number(value.toFixed(4))
  return {
    net: {
      now: enough(facts.lastSixHours, netOf(facts.lastSixHours)),
      dayBefore: enough(facts.sixHoursDayBefore, netOf(facts.sixHoursDayBefore)),
    },
    posts: {
      lastHour: facts.closedAtMs === null ? posts(facts.lastHour) : null,
      peakHour: facts.peak === null ? null : posts(facts.peak.bin),
      total: posts(facts.total),
    },
    shares24h: {
      negative: enough(facts.last24h, facts.last24h[0] / scored(facts.last24h)),
      neutral: enough(facts.last24h, facts.last24h[1] / scored(facts.last24h)),
      positive: enough(facts.last24h, facts.last24h[2] / scored(facts.last24h)),
    },
    /** By the story's own calibration; null without one. */
    calibrated24h: facts.closedAtMs === null ? facts.last24hCalibrated : null,
  }
}
