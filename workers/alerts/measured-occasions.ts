// What stands out of a story's numbers as occasions of alerts: more posts, a larger negative share, more who say they leave.
import { type MeasuredTrigger, measures } from '../../analysis/alerts/measures.ts'
import { hourMs, type Past, type StandingOut, standingOut } from '../../analysis/alerts/standing-out.ts'
import type { AlertRule } from '../../events/alert.ts'
import { reaches } from '../../events/alert-decisions.ts'
import { remembered } from '../../events/remembered.ts'
import type { ToldOccasion } from './occasion.ts'

const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(of >= 100 ? 1 : 0)} %`
const rate = (perHour: number) => perHour.toFixed(perHour < 10 ? 1 : 0)

const windowWords = (hours: number) => (hours === 1 ? 'in the last hour' : `in the last ${hours} hours`)
const usualWords = ({ of, hours }: StandingOut['usual']) =>
  of === 'hours' ? `in ${hours} usual hours before` : `in ${hours} hours around this time of the ${of}s before`

const shareReason =
  (say: string) =>
  ({ part, whole, window, usual }: StandingOut) =>
    `${part} of ${whole} posts ${windowWords(window)} ${say} (${percent(part, whole)}), ${usual.part} of ${usual.whole} ${usualWords(usual)} (${percent(usual.part, usual.whole)})`

const volumeReason = ({ part, window, usual }: StandingOut) =>
  `${part} posts ${windowWords(window)}, usually ${rate((window * usual.part) / usual.whole)}: ${usual.part} ${usualWords(usual)}`

type Telling = Pick<ToldOccasion, 'words' | 'typical'> & { readonly reasonOf: (found: StandingOut) => string }

const tellings: { readonly [T in MeasuredTrigger]: Telling } = {
  volume: { words: 'many more posts than usual', typical: 'any', reasonOf: volumeReason },
  'negative-share': {
    words: 'more posts than usual are negative',
    typical: 'negative',
    reasonOf: shareReason('are negative'),
  },
  leaving: { words: 'more people say they leave', typical: 'leaving', reasonOf: shareReason('say they leave') },
}

const postsOf = (trigger: MeasuredTrigger, { part, whole }: StandingOut) => (trigger === 'volume' ? part : whole)

/** What stood out at a moment; it may be kept from one look to the next. */
export type StandingAt = (toMs: number) => readonly StandingOut[]

export const createStandingAt = (trigger: MeasuredTrigger, pastUntil: (toMs: number) => Past): StandingAt =>
  remembered((toMs) => standingOut(pastUntil(toMs), measures[trigger], toMs))

type Asked = { readonly slug: string; readonly trigger: MeasuredTrigger; readonly toMs: number }

/** For one rule: of the hours before `toMs` the fewest that stand out for it, with enough posts. */
export const measuredOccasions = (
  { slug, trigger, toMs }: Asked,
  standingAt: StandingAt,
  { sensitivity, minimumPosts }: Pick<AlertRule, 'sensitivity' | 'minimumPosts'>,
): readonly ToldOccasion[] => {
  const foundAt = (ms: number) =>
    standingAt(ms).find((one) => reaches(sensitivity, one.bar) && postsOf(trigger, one) >= minimumPosts)
  const found = foundAt(toMs)
  if (found === undefined) return []
  const { g2, dispersion, bar, window: hours } = found
  const { reasonOf, ...telling } = tellings[trigger]
  const window = { fromMs: toMs - hours * hourMs, toMs }
  return [
    {
      slug,
      cause: `${trigger}|${slug}|${new Date(Math.floor(toMs / hourMs) * hourMs).toISOString()}`,
      trigger,
      at: new Date(toMs).toISOString(),
      since: new Date(window.fromMs).toISOString(),
      bar,
      posts: postsOf(trigger, found),
      isUrgent: false,
      isOver: false,
      goesOn: () =>
        Array.from({ length: 24 }, (_, i) => toMs - (i + 1) * hourMs).some((ms) => foundAt(ms) !== undefined),
      ...telling,
      reason: `${reasonOf(found)}; G² ${g2.toFixed(0)} at dispersion ${dispersion.toFixed(1)}, bar ${measures[trigger].bars[bar].g2}.`,
      window,
    },
  ]
}
