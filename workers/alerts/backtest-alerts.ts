// Which alerts a rule would have raised over a story's own past: what decides is the code that raises them.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isMeasured } from '../../analysis/alerts/measures.ts'
import { hourMs } from '../../analysis/alerts/standing-out.ts'
import { type AlertRule, type AlertTrigger, alertTriggers } from '../../events/alert.ts'
import { decideAlerts, type ToldAlert } from '../../events/alert-decisions.ts'
import { isOver } from '../../events/alert-rules.ts'
import type { PhaseChange } from '../../events/phase.ts'
import { isLive } from '../../projections/activity.ts'
import { channelsRead, watchedBy } from '../../projections/coverage.ts'
import { emergingIn, type Phrases, tellPhrase } from '../../projections/phrases.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { type Story, storiesOf } from '../../projections/stories.ts'
import { type Distinct, distinctPosts } from '../../projections/timeline.ts'
import { phrasesToldIn } from '../../projections/told-phrases.ts'
import { createStandingAt, measuredOccasions } from './measured-occasions.ts'
import type { ToldOccasion } from './occasion.ts'
import { phaseOccasions } from './phase-occasions.ts'
import { sourceOccasions, type Trouble, troublesUntil } from './source-occasions.ts'
import { statementsOf } from './story-news.ts'
import { phraseOccasions, type SaidStatement, statementOccasions } from './story-occasions.ts'
import { type CountedLine, createPasts, createUsual, hasLeaving } from './story-past.ts'
import { reasonOf, titleOf } from './tell-alert.ts'

const tickMs = 300_000
const dayMs = 24 * hourMs
/** A change is declared when its five minutes are over and closed. */
const declaredAfterMs = 15 * 60_000
/** Between two looks at how channels do: what comes and goes in between is not seen. */
const lookMs = 30_000
const turnMs = 5

/** What there is to decide on from `ms` on. */
type Step = { readonly ms: number; readonly occasionsFor: (rule: AlertRule) => readonly ToldOccasion[] }
/** `holds`: what waits for the end of a cooldown is still true then. */
type Steps = { readonly steps: readonly Step[]; readonly holds: boolean }

type Range = { readonly fromMs: number; readonly toMs: number }

export type SimulatedAlert = {
  /** When it would have been raised, ISO 8601 UTC. */
  readonly raisedAt: string
  readonly at: string
  readonly trigger: AlertTrigger
  readonly title: string
  readonly reason: string
  readonly notBefore?: string
}

const iso = (ms: number) => new Date(ms).toISOString()

const declaredLater = (change: PhaseChange) => ({
  ...change,
  declaredAt: iso(Date.parse(change.at) + declaredAfterMs),
})

const phaseSteps = ({ slug }: Story, changes: readonly PhaseChange[]): Steps => {
  const declared = changes.map(declaredLater).map((change, i) => ({ ...change, version: i + 1, isRevised: false }))
  const steps = declared.map(({ declaredAt }, i) => {
    const { occasions } = phaseOccasions(slug, { changes: declared.slice(0, i + 1), revisions: [] })
    return { ms: Date.parse(declaredAt), occasionsFor: () => occasions }
  })
  return { steps, holds: true }
}

/** As if each had been recorded when it was said. */
const statementSteps = ({ slug }: Story, statements: readonly SaidStatement[]): Steps => {
  const said = statements.map((one, i) => ({ ...one, recordedAt: one.at, version: i + 1 }))
  const steps = said.map(({ at }, i) => {
    const occasions = statementOccasions(slug, said.slice(0, i + 1))
    return { ms: Date.parse(at), occasionsFor: () => occasions }
  })
  return { steps, holds: true }
}

const phraseSteps = (readModel: ReadModel, story: Story): Steps => {
  let kept: Phrases = []
  const steps = phrasesToldIn(readModel, story.slug).map((found, i) => {
    kept = tellPhrase(kept, found, i + 1)
    const ms = Date.parse(found.at)
    const emerging = emergingIn(kept, story, ms)
    return { ms, occasionsFor: (rule: AlertRule) => phraseOccasions(story.slug, emerging, rule) }
  })
  return { steps, holds: true }
}

/** As each look finds it: the last of what came until then, and nothing after `toMs`. */
const looksIn = (steps: readonly Step[], { fromMs, toMs }: Range): readonly Step[] =>
  steps
    .map((step) => ({ ...step, ms: Math.max(fromMs, lookMs * (Math.floor(step.ms / lookMs) + 1)) }))
    .filter(({ ms }, i, all) => ms < toMs && all[i + 1]?.ms !== ms)

/** As channels did by the clock of the service, as if it had always run. */
const sourceSteps = (readModel: ReadModel, { slug }: Story, range: Range): Steps => {
  const isTold = (one: Story) => one.slug === slug || (one.closedAt === undefined && isLive(readModel, one.slug))
  const told = storiesOf(readModel).filter(isTold)
  const found = watchedBy(readModel, slug).flatMap((channel) => troublesUntil(channel, range.toMs))
  const now = new Map<string, readonly Trouble[]>()
  const steps = found
    .sort((a, b) => a.ms - b.ms)
    .map(({ ms, channel, troubles }) => {
      now.set(channel, troubles)
      const all = [...now.values()].flat()
      const occasionsFor = (rule: AlertRule) => {
        const stories = told.filter((one) => one.slug === slug || isOver(rule, one.slug))
        return sourceOccasions(all, stories).filter((occasion) => occasion.slug === slug)
      }
      return { ms, occasionsFor }
    })
  return { steps: looksIn(steps, range), holds: true }
}

type Sums = { readonly [Name in keyof Distinct]: Float64Array }
const names = ['posts', 'scored', 'negative'] as const

/** Sums up to the end of each five minutes. */
const sumsOf = async (
  readModel: ReadModel,
  line: Parameters<typeof distinctPosts>[1],
  { fromMs, toMs }: Range,
): Promise<CountedLine> => {
  const length = Math.max(0, Math.ceil((toMs - fromMs) / tickMs)) + 1
  const sums: Sums = {
    posts: new Float64Array(length),
    scored: new Float64Array(length),
    negative: new Float64Array(length),
  }
  const placeOf = (ms: number) => Math.min(length - 1, Math.max(0, Math.round((ms - fromMs) / tickMs)))
  for (let ms = fromMs; ms < toMs; ms += dayMs) {
    for (const { startMs, ...distinct } of distinctPosts(readModel, line, '5m', ms, Math.min(toMs, ms + dayMs)))
      for (const name of names) sums[name][placeOf(startMs + tickMs)] = distinct[name]
    await nextTurn()
  }
  for (const name of names) for (let i = 1; i < length; i++) (sums[name][i] as number) += sums[name][i - 1] as number
  const between = (fromMs: number, toMs: number): Distinct => {
    const [from, to] = [placeOf(fromMs), placeOf(toMs)]
    const sum = (name: keyof Distinct) => (sums[name][to] as number) - (sums[name][from] as number)
    return { posts: sum('posts'), scored: sum('scored'), negative: sum('negative') }
  }
  return { between, of: (hour) => between(hour * hourMs, (hour + 1) * hourMs) }
}

const measuredSteps = async (
  readModel: ReadModel,
  story: Story,
  range: Range,
  changes: readonly PhaseChange[],
): Promise<readonly Steps[]> => {
  const { slug, lane } = story
  const fromMs = Math.floor(range.fromMs / tickMs) * tickMs
  const sums = (topic: { readonly topic?: string }) =>
    sumsOf(readModel, { story: slug, lane, ...topic }, { ...range, fromMs })
  const pastOf = createPasts({
    firstMs: range.fromMs,
    all: await sums({}),
    leaving: hasLeaving(story) ? await sums({ topic: 'leaving' }) : undefined,
    usualUntil: createUsual(changes.map(declaredLater), channelsRead(readModel, slug, range.toMs)),
  })
  const all: Steps[] = []
  for (const trigger of alertTriggers.filter(isMeasured)) {
    const pastUntil = pastOf(trigger)
    if (pastUntil === undefined) continue
    const standingAt = createStandingAt(trigger, pastUntil)
    const steps: Step[] = []
    let turnEndsAt = performance.now() + turnMs
    for (let toMs = fromMs + hourMs; toMs <= range.toMs; toMs += tickMs) {
      if (standingAt(toMs).length > 0)
        steps.push({ ms: toMs, occasionsFor: (rule) => measuredOccasions({ slug, trigger, toMs }, standingAt, rule) })
      if (performance.now() < turnEndsAt) continue
      await nextTurn()
      turnEndsAt = performance.now() + turnMs
    }
    all.push({ steps, holds: false })
  }
  return all
}

const raisedBy = (rule: AlertRule, story: Story, { steps, holds }: Steps, endMs: number): readonly SimulatedAlert[] => {
  const told: ToldAlert[] = []
  const raised: SimulatedAlert[] = []
  /** Answers when it is to be looked at again. */
  const decideAt = (ms: number, occasions: readonly ToldOccasion[]): number | undefined => {
    const watching = { rule, fromVersion: 0, fromAt: iso(0) }
    const { raise, untilMs } = decideAlerts(watching, occasions, told, ms)
    const raisedAt = iso(ms)
    for (const decided of raise) {
      const { id, occasion, notBefore } = decided
      const { trigger, at } = occasion
      told.push({ id, rule: rule.id, trigger, raisedAt, isWithdrawn: false })
      const [title, reason] = [titleOf(story, occasion), reasonOf(decided)]
      raised.push({ raisedAt, at, trigger, title, reason, ...(notBefore === undefined ? {} : { notBefore }) })
    }
    return untilMs
  }
  for (const [i, { ms, occasionsFor }] of steps.entries()) {
    const occasions = occasionsFor(rule)
    const nextMs = steps[i + 1]?.ms ?? endMs
    let untilMs = decideAt(ms, occasions)
    while (holds && untilMs !== undefined && untilMs < nextMs) untilMs = decideAt(untilMs, occasions)
  }
  return raised
}

/**
 * For each rule, in the order of raising. As if all posts had been live.
 * @param changes of phase, as they are found over the story
 */
export const backtestAlerts = async (
  readModel: ReadModel,
  story: Story,
  rules: readonly AlertRule[],
  { changes, ...range }: Range & { readonly changes: readonly PhaseChange[] },
): Promise<readonly (readonly SimulatedAlert[])[]> => {
  const all = [
    phaseSteps(story, changes),
    statementSteps(story, statementsOf(readModel, story.slug)),
    phraseSteps(readModel, story),
    sourceSteps(readModel, story, range),
    ...(await measuredSteps(readModel, story, range, changes)),
  ]
  const found: (readonly SimulatedAlert[])[] = []
  for (const rule of rules) {
    const raised = all.flatMap((steps) => raisedBy(rule, story, steps, range.toMs))
    found.push(raised.sort((a, b) => (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : 0)))
    await nextTurn()
  }
  return found
}
