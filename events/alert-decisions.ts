// What of all that happened in a story raises an alert under one rule: each thing once, not too often, and none is swallowed.
import {
  type Alert,
  type AlertRaised,
  type AlertRule,
  type AlertTrigger,
  type AlertWithdrawn,
  alertTriggers,
  type Sensitivity,
  sensitivities,
} from './alert.ts'
import type { RecordedEvent } from './catalogue.ts'
import { uuidOf } from './event-id.ts'
import { quietUntil } from './quiet-hours.ts'

/** Something that happened, as far as it may raise an alert. Times ISO 8601 UTC. */
export type Occasion = {
  readonly slug: string
  /** Names it: the same cause is the same news, whoever finds it and however often. */
  readonly cause: string
  /** Names of before a revision moved it. */
  readonly was?: readonly string[]
  readonly trigger: AlertTrigger
  /** When it happened and since when it is so, on the clock of the story. */
  readonly at: string
  readonly since?: string
  /** Where it stands in the log; absent: it is read off counts and clocks of now. */
  readonly version?: number
  /** The strictest rules that take it. */
  readonly bar: Sensitivity
  /** In the window that decided; absent: it needs none. */
  readonly posts?: number
  /** Raised whatever was raised a short while ago. */
  readonly isUrgent: boolean
  /** Something else took its place since: it is only told of beside that. */
  readonly isOver: boolean
  /** Whether it was seen within the day before: who was told is not told again. Asked only where that matters. */
  readonly goesOn?: () => boolean
}

/** A rule and since when it takes what happens. */
export type WatchingRule = { readonly rule: AlertRule; readonly fromVersion: number; readonly fromAt: string }

/** What was raised, by which rule, and when the log took it. */
export type ToldAlert = Pick<Alert, 'id' | 'rule' | 'trigger'> & {
  readonly raisedAt: string
  readonly isWithdrawn: boolean
}

export type Decided<O extends Occasion> = {
  readonly id: string
  readonly occasion: O
  /** What else happened since the last alert, oldest first; it raises none of its own. */
  readonly also: readonly O[]
  /** End of the quiet hours. */
  readonly notBefore?: string
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** The same cause under the same rule has the same id, whoever asks. */
export const alertId = (rule: string, cause: string): string => uuidOf(`alert\n${rule}\n${cause}`)

/** Names the message that an alert is withdrawn, at every try: the `webhook-id` of it. */
export const withdrawalId = (alert: string): string => uuidOf(`alert withdrawn\n${alert}`)

/** Of a cause under a rule: the alert that told it and stands, or the id of the one to raise. What was withdrawn may be news again. */
const foundOf = (rule: string, cause: string, byId: ReadonlyMap<string, ToldAlert>) => {
  for (let n = 1; ; n++) {
    const id = alertId(rule, n === 1 ? cause : `${cause}|${n}`)
    const known = byId.get(id)
    if (known === undefined) return { isTold: false, id }
    if (!known.isWithdrawn) return { isTold: true, id }
  }
}

const indexed = (told: readonly ToldAlert[]) => new Map(told.map((one) => [one.id, one]))

/** The end of the quiet hours, where it is in them. */
export const heldBy = (
  { quietHours }: Pick<AlertRule, 'quietHours'>,
  nowMs: number,
): { readonly notBefore?: string } => {
  const quietMs = quietHours && quietUntil(quietHours, nowMs)
  return quietMs === undefined ? {} : { notBefore: new Date(quietMs).toISOString() }
}

/** Early signs are a change of phase too. */
const kindOf = (trigger: AlertTrigger) => (trigger === 'early-signs' ? 'phase-change' : trigger)
const kinds = [...new Set(alertTriggers.map(kindOf))]

/** Whether a rule this sensitive takes what needs this bar. */
export const reaches = (sensitivity: Sensitivity, bar: Sensitivity): boolean =>
  sensitivities.indexOf(sensitivity) <= sensitivities.indexOf(bar)

const takes = ({ on, sensitivity }: AlertRule, { trigger, bar }: Occasion): boolean =>
  (on.includes(trigger) || (trigger === 'early-signs' && on.includes('phase-change') && sensitivity === 'sensitive')) &&
  reaches(sensitivity, bar)

/** A clock that was set back says nothing of what was before. */
const isAfter = ({ fromVersion, fromAt }: WatchingRule, { version, at, since = at }: Occasion, nowMs: number) => {
  if (version !== undefined) return version > fromVersion
  const fromMs = Date.parse(fromAt)
  return fromMs > nowMs || Date.parse(since) >= fromMs
}

const isNear = (raisedAt: string, nowMs: number, withinMs: number) => Math.abs(nowMs - Date.parse(raisedAt)) < withinMs

const byNews = (a: Occasion, b: Occasion) =>
  Number(b.isUrgent) - Number(a.isUrgent) || (b.version ?? 0) - (a.version ?? 0) || (a.at < b.at ? 1 : -1)

/**
 * @param occasions of one story, as things stand: those that are over too, where they were not told
 * @param told alerts of this story, oldest first
 * @param nowMs by the clock that `raisedAt` is of; whichever way it jumped, an alert waits for two cooldowns at most
 * @returns one per trigger at most; `untilMs`: when something that waits is to be looked at again
 */
export const decideAlerts = <O extends Occasion>(
  watching: WatchingRule,
  occasions: readonly O[],
  told: readonly ToldAlert[],
  nowMs: number,
): { readonly raise: readonly Decided<O>[]; readonly untilMs: number | undefined } => {
  const { rule } = watching
  const own = told.filter((one) => one.rule === rule.id)
  const byId = indexed(own)
  const wasTold = ({ cause, was = [] }: O) => [cause, ...was].some((one) => foundOf(rule.id, one, byId).isTold)
  const goesOn = ({ trigger, goesOn }: O) => {
    const last = own.findLast((one) => one.trigger === trigger)
    if (goesOn === undefined || last === undefined) return false
    return isNear(last.raisedAt, nowMs, dayMs) || goesOn()
  }
  const hasPosts = ({ posts }: O) => posts === undefined || posts >= rule.minimumPosts

  const raise: Decided<O>[] = []
  const waits: number[] = []
  for (const kind of kinds) {
    const ofKind = occasions.filter((one) => kindOf(one.trigger) === kind)
    // What came before something that was told was told beside it.
    const settled = Math.max(0, ...ofKind.filter(wasTold).map(({ version = 0 }) => version))
    const open = ofKind.filter(
      (one) => takes(rule, one) && isAfter(watching, one, nowMs) && (one.version ?? settled + 1) > settled,
    )
    const news = open.filter((one) => !one.isOver && hasPosts(one) && !wasTold(one) && !goesOn(one)).sort(byNews)
    const occasion = news[0]
    if (occasion === undefined) continue
    const last = own.findLast(({ trigger }) => trigger === occasion.trigger)
    const cooldownMs = rule.cooldownMinutes * minuteMs
    if (!occasion.isUrgent && last !== undefined && isNear(last.raisedAt, nowMs, cooldownMs)) {
      waits.push(Date.parse(last.raisedAt) + cooldownMs)
      continue
    }
    const { version = 0 } = occasion
    const also = open.filter((one) => one.version !== undefined && one.version < version && one !== occasion)
    const { id } = foundOf(rule.id, occasion.cause, byId)
    raise.push({ id, occasion, also: also.sort((a, b) => (a.version ?? 0) - (b.version ?? 0)), ...heldBy(rule, nowMs) })
  }
  return { raise, untilMs: waits.length === 0 ? undefined : Math.min(...waits) }
}

/** What was told and is no longer held to be true, with why. @param lost causes that a revision took away for good */
export const decideWithdrawals = (
  told: readonly ToldAlert[],
  lost: readonly { readonly cause: string; readonly why: string }[],
): readonly { readonly id: string; readonly why: string }[] => {
  const byId = indexed(told)
  const rules = [...new Set(told.map(({ rule }) => rule))]
  return lost.flatMap(({ cause, why }) =>
    rules.flatMap((rule) => {
      const { isTold, id } = foundOf(rule, cause, byId)
      return isTold ? [{ id, why }] : []
    }),
  )
}

/** One alert by its whole stream. */
export type AlertState = 'unknown' | 'raised' | 'withdrawn'

export const alertStateOf = (history: readonly RecordedEvent[]): AlertState => {
  const last = history.at(-1)?.type
  return last === 'AlertRaised' ? 'raised' : last === 'AlertWithdrawn' ? 'withdrawn' : 'unknown'
}

/** Nothing when it was raised before: whoever came first has told it. */
export const decideRaising = (state: AlertState, data: Alert): readonly AlertRaised[] =>
  state === 'unknown' ? [{ type: 'AlertRaised', data }] : []

/** Nothing when it was never raised, or is withdrawn already. */
export const decideWithdrawing = (state: AlertState, data: AlertWithdrawn['data']): readonly AlertWithdrawn[] =>
  state === 'raised' ? [{ type: 'AlertWithdrawn', data }] : []
