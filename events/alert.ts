// An alert: something happened in a story that somebody asked to be told of. Raised once; its delivery is another matter (receiver.ts).
import type { Event } from './event.ts'

/** What can raise an alert. */
export const alertTriggers = [
  'phase-change',
  'early-signs',
  'statement',
  'new-topic',
  'volume',
  'negative-share',
  'leaving',
  'source-silent',
] as const
export type AlertTrigger = (typeof alertTriggers)[number]

export const sensitivities = ['sensitive', 'balanced', 'strict'] as const
export type Sensitivity = (typeof sensitivities)[number]

/** Who is told of what, and how often at most. */
export type AlertRule = {
  readonly id: string
  /** Slugs; empty = all. */
  readonly stories: readonly string[]
  readonly on: readonly AlertTrigger[]
  /** Ids of receivers, in no order. */
  readonly to: readonly string[]
  /** Fewer posts than this in the window that decides raise nothing; statements and silent sources need none. */
  readonly minimumPosts: number
  readonly sensitivity: Sensitivity
  /** After an alert of the same story and trigger this rule raises none for so long. */
  readonly cooldownMinutes: number
  /** `from` and `to` as HH:MM in `timeZone` (IANA); what is raised between them is delivered at their end. Absent: none. */
  readonly quietHours?: { readonly from: string; readonly to: string; readonly timeZone: string }
  /** 1 (worth knowing) to 10 (wake somebody). */
  readonly severity: number
}

/** What is counted of one topic, source or phrase in the window that decided. */
export type Counted = { readonly name: string; readonly posts: number }

/** What an alert says; all that was known when it was raised, so that it is the same at every try. Never a post's text. */
export type Alert = {
  /** Made from rule and cause (UUIDv5): the same cause raises it once. Also the `webhook-id`, on every try. */
  readonly id: string
  readonly rule: string
  readonly slug: string
  readonly trigger: AlertTrigger
  readonly severity: number
  /** When it happened on the clock of the story, ISO 8601 UTC. */
  readonly at: string
  /** Since when, where that is known: of a phase its onset. */
  readonly since?: string
  /** A short line such as "Plex: Backlash". */
  readonly title: string
  /** One or two sentences: what, and how unusual. Every number in it can be counted again. */
  readonly reason: string
  /** Why: most posts first, at most five each. */
  readonly topics: readonly Counted[]
  readonly sources: readonly Counted[]
  readonly phrases: readonly Counted[]
  /** Refs of typical posts, at most three; whether their text may be told is decided when it is sent. */
  readonly posts: readonly string[]
  /** Receivers at that time. */
  readonly to: readonly string[]
  /** Not delivered before, because of quiet hours. */
  readonly notBefore?: string
}

export type AlertRuleSet = Event<'AlertRuleSet', AlertRule>
export type AlertRuleRemoved = Event<'AlertRuleRemoved', { readonly id: string }>
export type AlertRaised = Event<'AlertRaised', Alert>
/**
 * What it told of is no longer held to be true, because of late or removed posts; it stays visible with the reason. `to`: the receivers of
 * the alert, of whom those who got it are told, not before the end of quiet hours; absent in older logs: nobody is.
 */
export type AlertWithdrawn = Event<
  'AlertWithdrawn',
  {
    readonly id: string
    readonly slug: string
    readonly why: string
    readonly to?: readonly string[]
    readonly notBefore?: string
  }
>

export type AlertEvent = AlertRuleSet | AlertRuleRemoved | AlertRaised | AlertWithdrawn

/** All rules lie in one stream; every alert has its own. */
export const alertRulesStream = 'alert-rules'
export const alertStream = (id: string) => `alert-${id}`
