// `summary.json`: a story in numbers and words for machines. Fields are only added, never renamed.
import type { StoryFacts } from './facts.ts'
import { figureNumbers } from './figures.ts'
import { latestStatement } from './moments.ts'
import { phaseName } from './phase-box.ts'
import { learntOf } from './phase-notes.ts'
import { countedPhase, pagePhase, phaseWords, shownPhase } from './phase-now.ts'
import { webAddress } from './quote.ts'

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

const reasonOf = (facts: StoryFacts): string => {
  const { override, changes } = facts.phases
  const learnt = learntOf(facts)
  if (override !== undefined) return override.reason
  if (countedPhase(facts.phases) === 'learning') return `${phaseWords.learning}${learnt === '' ? '' : `: ${learnt}`}.`
  return changes.at(-1)?.reason ?? ''
}

/** When a reader could last see another phase: by the clock of recording. */
const phaseChangedAt = ({ phases: { changes, overrides = [] } }: StoryFacts): string | null =>
  [
    ...changes.map(({ declaredAt }) => declaredAt),
    ...overrides.flatMap(({ since, until }) => (until === undefined ? [since] : [since, until])),
  ]
    .sort()
    .at(-1) ?? null

const statementOf = (facts: StoryFacts) => {
  const { number, moment } = latestStatement(facts) ?? {}
  if (moment === undefined) return null
  const { kind, at, title, text = title, url } = moment
  return { kind, at, title, text, url: webAddress(url), number }
}

/** @param normalNet net sentiment of calm days, −1 to +1; null while too little is known of them */
export const machineSummary = (facts: StoryFacts, address: string, normalNet: number | null) => {
  const { phases } = facts
  const { phase, sinceTime } = phaseName(facts)
  const { net, posts, shares24h, calibrated24h } = figureNumbers(facts)
  const { lastHour, peakHour, total } = posts
  return {
    story: facts.slug,
    title: facts.title,
    company: facts.company,
    url: `${address}/stories/${facts.slug}`,
    demonstration: facts.demonstration,
    closedAt: isoOf(facts.closedAtMs),
    phase: {
      id: pagePhase(phases),
      label: phase,
      since: sinceTime === '' ? null : sinceTime,
      detail: shownPhase(phases),
      reason: reasonOf(facts),
    },
    net: { ...net, normal: normalNet },
    posts: { lastHour, normalHour: phases.gauge?.usual?.postsPerHour ?? null, peakHour, total },
    shares24h,
    calibrated24h,
    statement: statementOf(facts),
    sources: facts.sources.map(({ source, state, lastReadMs, lastPostMs }) => ({
      id: source,
      state,
      lastRead: isoOf(lastReadMs ?? lastPostMs),
    })),
    version: facts.version,
    dataTo: isoOf(facts.newestPostMs),
    checkedAt: new Date(facts.nowMs).toISOString(),
    phaseChangedAt: phaseChangedAt(facts),
    asOf: isoOf(facts.asOfMs),
  }
}
