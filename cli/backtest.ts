// outcry backtest: over the log of a story, when would which tier have been declared and which alert raised, and how many a month.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import type { Command } from './command.ts'
import { perform, print } from './perform.ts'

const usage = '--story SLUG [--bar N] [--rule ID]'

type Tier = { readonly alarms: number; readonly perMonth: number | null; readonly at: readonly string[] }
type Answer = {
  readonly watchedDays: number
  readonly marks: { readonly earlySigns: number; readonly backlash: number }
  readonly earlySigns: Tier
  readonly backlash: Tier
  readonly alerts: readonly {
    readonly rule: string
    readonly sensitivity: string
    readonly isSet: boolean
    readonly alerts: number
    readonly perMonth: number | null
    readonly raised: readonly { readonly raisedAt: string; readonly title: string; readonly notBefore: string | null }[]
  }[]
  readonly changes: readonly { readonly at: string; readonly phase: string; readonly reason: string }[]
}

const oftenWords = (perMonth: number | null) => (perMonth === null ? '' : `, ${perMonth.toFixed(2)} in 30 days`)

const tierLine = (name: string, bar: number, { alarms, perMonth }: Tier) => {
  const often = oftenWords(perMonth)
  return `${name.padEnd(12)} bar ${bar}: ${alarms} ${alarms === 1 ? 'alarm' : 'alarms'}${often}`
}

const alertLines = ({ alerts }: Pick<Answer, 'alerts'>) => [
  ...alerts
    .filter(({ isSet }) => isSet)
    .flatMap(({ rule, raised }) =>
      raised.map(({ raisedAt, title, notBefore }) => {
        const held = notBefore === null ? '' : `, delivered ${notBefore}`
        return `${raisedAt}  alert ${rule}: ${title}${held}`
      }),
    ),
  ...alerts.map(({ rule, sensitivity, isSet, alerts, perMonth }) => {
    const count = `${alerts} ${alerts === 1 ? 'alert' : 'alerts'}${oftenWords(perMonth)}`
    return `rule ${rule}, ${sensitivity}: ${count}${isSet ? ' (as it is set)' : ''}`
  }),
]

const tableOf = ({ watchedDays, marks, earlySigns, backlash, changes, alerts }: Answer) => [
  ...changes.map(({ at, phase, reason }) => `${at}  ${phase.padEnd(12)} ${reason}`),
  `watched for ${watchedDays.toFixed(1)} days, after it was learnt what is usual`,
  tierLine('early signs', marks.earlySigns, earlySigns),
  tierLine('backlash', marks.backlash, backlash),
  ...alertLines({ alerts }),
]

export const backtestCommand: Command = {
  name: 'backtest',
  usage,
  summary:
    'when which phase of a story would have been declared with this bar, and which alerts would have come, and how many a month; JSON',
  run: async (args, context) => {
    const { story, bar, rule } = parseArgs({
      args: [...args],
      options: { story: { type: 'string' }, bar: { type: 'string' }, rule: { type: 'string' } },
    }).values
    if (story === undefined) throw new Problem('usage', `backtest: say which --story; usage: outcry backtest ${usage}`)
    const query = { ...(bar === undefined ? {} : { bar }), ...(rule === undefined ? {} : { rule }) }
    const answer = (await perform(context, 'backtest', { params: { slug: story }, query })) as Answer
    print(context, [answer])
    context.stderr.write(`${tableOf(answer).join('\n')}\n`)
    return 0
  },
}
