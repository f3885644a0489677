// What a person writes of an alert rule: the entries of outcry.yaml and the bodies of the API, checked by the same schemas.
import { z } from 'zod'
import { type AlertRule, type AlertTrigger, alertTriggers, sensitivities } from './alert.ts'
import { isTimeZone } from './quiet-hours.ts'
import { slugSchema } from './story-entry.ts'

/**
 * Up to ten phrases emerge in a story within six hours, and volume and negative share say apart what phases judge together: who wants to
 * hear of each asks for it.
 */
const askedFor: readonly AlertTrigger[] = ['new-topic', 'volume', 'negative-share']
const quietTriggers = alertTriggers.filter((trigger) => !askedFor.includes(trigger))

const duration = /^(0|[1-9]\d{0,4})([mhd])$/
const minutesIn = { m: 1, h: 60, d: 1_440 } as const
const minutesOf = (text: string): number => {
  const [, count = '', unit = 'm'] = duration.exec(text) ?? []
  return Number(count) * minutesIn[unit as 'm' | 'h' | 'd']
}

const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d'
const hours = new RegExp(`^(${clock})-(${clock})(?: +(\\S+))?$`)

const fields = {
  stories: z.array(slugSchema, 'must be a list of stories').max(200).meta({ description: 'Slugs; empty = all.' }),
  on: z
    .array(z.enum(alertTriggers, `must be one of ${alertTriggers.join(', ')}`), 'must be a list')
    .min(1, `must hold at least one of ${alertTriggers.join(', ')}`)
    .meta({ description: 'What raises an alert; all but `new-topic`, `volume` and `negative-share` unless said.' }),
  to: z.array(slugSchema, 'must be a list of receivers').max(50).meta({ description: 'Ids of receivers.' }),
  minimumPosts: z.int('must be a whole number').min(0).max(1_000_000).meta({
    description: 'In the window that decides; fewer raise nothing. Statements, silent sources and ends need none.',
  }),
  sensitivity: z.enum(sensitivities, `must be one of ${sensitivities.join(', ')}`),
  cooldown: z
    .string('must be a duration such as 60m, 2h or 1d')
    .regex(duration, 'must be a duration such as 60m, 2h or 1d')
    .meta({ description: 'After an alert of the same story and trigger none is raised for so long.' }),
  quietHours: z
    .string('must be such as 22:00-07:00 Europe/Berlin')
    .trim()
    .regex(hours, { error: 'must be such as 22:00-07:00 Europe/Berlin', abort: true })
    .refine((text) => isTimeZone(hours.exec(text)?.[3] ?? 'UTC'), 'must end with a time zone such as Europe/Berlin')
    .refine((text) => hours.exec(text)?.[1] !== hours.exec(text)?.[2], 'must not begin and end at the same time')
    .meta({ description: 'What is raised in them is delivered at their end; UTC where no zone is named.' }),
  severity: z.int('must be a whole number from 1 to 10').min(1).max(10),
}

const settings = {
  stories: fields.stories.default([]),
  on: fields.on.default([...quietTriggers]),
  to: fields.to.default([]),
  minimumPosts: fields.minimumPosts.default(20),
  sensitivity: fields.sensitivity.default('balanced'),
  cooldown: fields.cooldown.default('60m'),
  quietHours: fields.quietHours.optional(),
  severity: fields.severity.default(5),
}

export const alertEntry = z.strictObject({ id: slugSchema, ...settings }).meta({ id: 'AlertRuleEntry' })
export type AlertEntry = z.infer<typeof alertEntry>

/** A whole rule whose id stands in the address. */
export const alertSettings = z.strictObject(settings).meta({ id: 'AlertRuleSettings' })

export const alertChange = z
  .strictObject({ ...fields, quietHours: fields.quietHours.nullable() })
  .partial()
  .meta({ id: 'AlertRuleChange', description: 'What is not named stays as it is; null takes the quiet hours away.' })
export type AlertChange = z.infer<typeof alertChange>

/** The rule that an entry says, in the one form that the log keeps. */
export const ruleOf = ({ id, stories, on, to, cooldown, quietHours, ...rest }: AlertEntry): AlertRule => {
  const [, from = '', until = '', timeZone = 'UTC'] = hours.exec(quietHours ?? '') ?? []
  return {
    id,
    stories: [...new Set(stories)].sort(),
    on: alertTriggers.filter((trigger) => on.includes(trigger)),
    to: [...new Set(to)].sort(),
    ...rest,
    cooldownMinutes: minutesOf(cooldown),
    ...(quietHours === undefined ? {} : { quietHours: { from, to: until, timeZone } }),
  }
}

/** The entry that says this rule. */
export const entryOf = ({ cooldownMinutes, quietHours, ...rule }: AlertRule): AlertEntry => ({
  ...rule,
  stories: [...rule.stories],
  on: [...rule.on],
  to: [...rule.to],
  cooldown: `${cooldownMinutes}m`,
  ...(quietHours === undefined ? {} : { quietHours: `${quietHours.from}-${quietHours.to} ${quietHours.timeZone}` }),
})

/** @param change null takes the quiet hours away */
export const changedRule = (rule: AlertRule, change: AlertChange): AlertRule => {
  const { quietHours, ...before } = entryOf(rule)
  const { quietHours: wanted = quietHours, ...said } = change
  const named = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  return ruleOf({ ...before, ...named, ...(wanted === undefined || wanted === null ? {} : { quietHours: wanted }) })
}
