// Raises alerts: looks at every story that changed, by every rule over it, and appends what is news. The log says what was told.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { alertStream } from '../events/alert.ts'
import {
  alertStateOf,
  decideAlerts,
  decideRaising,
  decideWithdrawals,
  decideWithdrawing,
  heldBy,
  type WatchingRule,
} from '../events/alert-decisions.ts'
import { isOver } from '../events/alert-rules.ts'
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { liveFrom } from '../projections/activity.ts'
import { alertRuleOf, alertRulesIn } from '../projections/alert-rules.ts'
import { alertOf, toldOf } from '../projections/alerts.ts'
import type { Changed, KeepUp } from '../projections/keep-up.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { type Story, storiesOf } from '../projections/stories.ts'
import type { ToldOccasion } from './alerts/occasion.ts'
import { sourceOccasions, troublesIn } from './alerts/source-occasions.ts'
import { storyNews } from './alerts/story-news.ts'
import { tellAlert } from './alerts/tell-alert.ts'

export type RaiseAlertsLimits = {
  /** Between two looks at what no event tells, such as the end of a cooldown. */
  readonly alertsEveryMs: number
  /** Between two looks at channels and at numbers over hours, of which each reads much. */
  readonly measuredAlertsEveryMs: number
}

type Parts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly readModel: ReadModel
  readonly keepUp: Pick<KeepUp, 'version' | 'isCaughtUp' | 'subscribe'>
  readonly now: () => number
  readonly limits: RaiseAlertsLimits
  readonly onProblem: (words: string, error: unknown) => void
}

export type RaiseAlerts = {
  /** Until aborted; what fails is tried again at the next look. */
  readonly run: (signal: AbortSignal) => Promise<void>
  /** Everything once, as the read model is now. @throws what reading and appending throw */
  readonly look: () => Promise<void>
}

/** What tells of something that may be news: of one story, or of all of them. */
const ofStory = ['phases', 'statements', 'phrases', 'told-alerts']
const ofAll = ['alert-rules', 'stories']

export const createRaiseAlerts = ({ log, readModel, keepUp, now, limits, onProblem }: Parts): RaiseAlerts => {
  /** Slugs to look at soon; 'all'. */
  let due: Set<string> | 'all' = 'all'
  let wake = () => {}
  /** Of what was appended last: before it is folded nothing is decided, for it decides too. */
  let appended = 0
  let measuredAtMs = Number.NEGATIVE_INFINITY

  const isReady = () => (due === 'all' || due.size > 0) && keepUp.isCaughtUp() && keepUp.version() >= appended

  const notice = ({ changed }: Changed) => {
    if (ofAll.some((name) => changed.has(name))) due = 'all'
    else if (due !== 'all') for (const name of ofStory) for (const slug of changed.get(name) ?? []) due.add(slug)
    if (isReady()) wake()
  }

  const append = async (id: string, decide: Parameters<typeof carryOut<ReturnType<typeof alertStateOf>>>[3]) => {
    const { version = 0 } = await carryOut(log, alertStream(id), alertStateOf, decide)
    appended = Math.max(appended, version)
  }

  const withdraw = async ({ slug }: Story, lost: readonly { readonly cause: string; readonly why: string }[]) => {
    for (const { id, why } of decideWithdrawals(toldOf(readModel, slug), lost)) {
      const { to = [], rule = '' } = alertOf(readModel, id) ?? {}
      const held = heldBy(alertRuleOf(readModel, rule)?.rule ?? {}, now())
      await append(id, (state) => decideWithdrawing(state, { id, slug, why, to, ...held }))
    }
  }

  const raise = async (story: Story, watching: WatchingRule, occasions: readonly ToldOccasion[], nowMs: number) => {
    const fromVersion = Math.max(watching.fromVersion, liveFrom(readModel, story.slug) ?? 0)
    const { raise } = decideAlerts({ ...watching, fromVersion }, occasions, toldOf(readModel, story.slug), nowMs)
    for (const decided of raise) {
      const alert = tellAlert(readModel, story, watching.rule, decided)
      await append(alert.id, (state) => decideRaising(state, alert))
    }
  }

  /** Also when a clock was put back. */
  const isToMeasure = (nowMs: number): boolean => {
    if (Math.abs(nowMs - measuredAtMs) < limits.measuredAlertsEveryMs) return false
    measuredAtMs = nowMs
    return true
  }

  const look = async (slugs: ReadonlySet<string> | 'all', signal: AbortSignal) => {
    const rules = alertRulesIn(readModel)
    const stories = storiesOf(readModel).filter(({ slug }) => liveFrom(readModel, slug) !== undefined)
    const open = stories.filter(({ closedAt }) => closedAt === undefined)
    const nowMs = now()
    const measures = slugs === 'all' && isToMeasure(nowMs)
    const asksForChannels = measures && rules.some(({ rule }) => rule.on.includes('source-silent'))
    const troubles = asksForChannels ? troublesIn(readModel, nowMs) : []
    const sources = new Map(
      rules.map(({ rule }) => [
        rule.id,
        rule.on.includes('source-silent')
          ? sourceOccasions(
              troubles,
              open.filter(({ slug }) => isOver(rule, slug)),
            )
          : [],
      ]),
    )
    for (const story of stories) {
      const { slug } = story
      if (signal.aborted) return
      if (slugs !== 'all' && !slugs.has(slug)) continue
      const news = storyNews(readModel, story, { nowMs, measures })
      await withdraw(story, news.lost)
      for (const watching of rules.filter(({ rule }) => isOver(rule, slug))) {
        const channels = (sources.get(watching.rule.id) ?? []).filter((occasion) => occasion.slug === slug)
        await raise(story, watching, [...news.forRule(watching.rule), ...channels], nowMs)
      }
      await nextTurn()
    }
  }

  /** Answers whether it may go on at once. */
  const lookSafely = async (signal: AbortSignal): Promise<boolean> => {
    if (!isReady()) return false
    const slugs = due
    due = new Set()
    try {
      if (alertRulesIn(readModel).length > 0) await look(slugs, signal)
      return isReady()
    } catch (error) {
      due = 'all'
      onProblem('looking for what raises an alert failed; it is tried again', error)
      return false
    }
  }

  const waitFor = (ms: number, signal: AbortSignal) =>
    new Promise<boolean>((resolve) => {
      const done = (isWoken: boolean) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', aborted)
        wake = () => {}
        resolve(isWoken)
      }
      const aborted = () => done(false)
      const timer = setTimeout(() => done(false), ms)
      signal.addEventListener('abort', aborted)
      wake = () => done(true)
      if (signal.aborted) done(false)
    })

  return {
    look: () => look('all', new AbortController().signal),
    run: async (signal) => {
      const unsubscribe = keepUp.subscribe(notice)
      let allDueAt = performance.now() + limits.alertsEveryMs
      while (!signal.aborted) {
        const goesOn = await lookSafely(signal)
        const leftMs = allDueAt - performance.now()
        // However often events wake it.
        if (leftMs > 0 && (goesOn || (await waitFor(leftMs, signal)))) continue
        due = 'all'
        allDueAt = performance.now() + limits.alertsEveryMs
      }
      unsubscribe()
    },
  }
}
