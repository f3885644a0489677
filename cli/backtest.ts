// outcry backtest: over the log of a story, when would which tier have been declared, and how many alarms a month.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import type { Command } from './command.ts'
import { perform, print } from './perform.ts'

const usage = '--story SLUG [--bar N]'

type Tier = { readonly alarms: number; readonly perMonth: number | null; readonly at: readonly string[] }
type Answer = {
  readonly watchedDays: number
  readonly marks: { readonly earlySigns: number; readonly backlash: number }
  readonly earlySigns: Tier
  readonly backlash: Tier
  readonly changes: readonly { readonly at: string; readonly phase: string; readonly reason: string }[]
}

const tierLine = (name: string, bar: number, { alarms, perMonth }: Tier) => {
  const often = perMonth === null ? '' : `, ${perMonth.toFixed(2)} in 30 days`
  return `${name.padEnd(12)} bar ${bar}: ${alarms} ${alarms === 1 ? 'alarm' : 'alarms'}${often}`
}

const tableOf = ({ watchedDays, marks, earlySigns, backlash, changes }: Answer) => [
  ...changes.map(({ at, phase, reason }) => `${at}  ${phase.padEnd(12)} ${reason}`),
  `watched for ${watchedDays.toFixed(1)} days, after it was learnt what is usual`,
  tierLine('early signs', marks.earlySigns, earlySigns),
  tierLine('backlash', marks.backlash, backlash),
]

export const backtestCommand: Command = {
  name: 'backtest',
  usage,
  summary: 'when which phase of a story would have been declared with this bar, and how many alarms a month; JSON',
  run: async (args, context) => {
    const { story, bar } = parseArgs({
      args: [...args],
      options: { story: { type: 'string' }, bar: { type: 'string' } },
    }).values
    if (story === undefined) throw new Problem('usage', `backtest: say which --story; usage: outcry backtest ${usage}`)
    const query = bar === undefined ? {} : { bar }
    const answer = (await perform(context, 'backtest', { params: { slug: story }, query })) as Answer
    print(context, [answer])
    context.stderr.write(`${tableOf(answer).join('\n')}\n`)
    return 0
  },
}
