// outcry alert: lists alert rules, adds one, changes it, removes it; lists the alerts of a story.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import type { Command } from './command.ts'
import { perform, print } from './perform.ts'

const usage =
  'list [--story SLUG] | add ID [--SETTING VALUE]… | change ID [--SETTING VALUE]… | remove ID, with --story SLUG… --on TRIGGER… --to RECEIVER… --minimum-posts N --sensitivity WORD --cooldown 60m --quiet-hours "22:00-07:00 Europe/Berlin" --severity N'

const refuse = (why: string): never => {
  throw new Problem('usage', `alert: ${why}; usage: outcry alert ${usage}`)
}

const one = { type: 'string' } as const
const several = { type: 'string', multiple: true } as const
const options = {
  story: several,
  on: several,
  to: several,
  'minimum-posts': one,
  sensitivity: one,
  cooldown: one,
  'quiet-hours': one,
  severity: one,
} as const

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text))
/** `--story ''` is every story. */
const namesOf = (given: readonly string[] | undefined) => given?.filter(Boolean)

const entryOf = (args: readonly string[]) => {
  const { values } = parseArgs({ args: [...args], options })
  const entry = {
    stories: namesOf(values.story),
    on: values.on,
    to: namesOf(values.to),
    minimumPosts: numberOf(values['minimum-posts']),
    sensitivity: values.sensitivity,
    cooldown: values.cooldown,
    quietHours: values['quiet-hours'] === '' ? null : values['quiet-hours'],
    severity: numberOf(values.severity),
  }
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
}

export const alertCommand: Command = {
  name: 'alert',
  usage,
  summary: 'lists, adds, changes and removes alert rules, and lists the alerts of a story, the newest first',
  run: async ([verb, ...args], context) => {
    if (verb === 'list') {
      const { story } = parseArgs({ args, options: { story: one } }).values
      const { rules = [], alerts = [] } = (await (story === undefined
        ? perform(context, 'listAlertRules')
        : perform(context, 'listAlerts', { params: { slug: story } }))) as {
        rules?: readonly unknown[]
        alerts?: readonly unknown[]
      }
      print(context, story === undefined ? rules : alerts)
      return 0
    }
    const [id = '', ...settings] = args
    if (id === '' || id.startsWith('-')) return refuse('say which, by its id')
    if (verb === 'add') print(context, [await perform(context, 'addAlertRule', { body: { id, ...entryOf(settings) } })])
    else if (verb === 'change')
      print(context, [await perform(context, 'changeAlertRule', { params: { id }, body: entryOf(settings) })])
    else if (verb === 'remove' && settings.length === 0) await perform(context, 'removeAlertRule', { params: { id } })
    else refuse('say what to do')
    return 0
  },
}
