// outcry statement: lists what a company said and what happened, records it, corrects it.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import type { Command } from './command.ts'
import { perform, print } from './perform.ts'

const usage =
  'list SLUG | add SLUG --at TIME --kind KIND --title T [--text T] [--url U] [--until TIME] [--precision minute|day|window] [--heard-at TIME] [--milestone]'

const refuse = (why: string): never => {
  throw new Problem('usage', `statement: ${why}; usage: outcry statement ${usage}`)
}

const one = { type: 'string' } as const
const options = {
  at: one,
  kind: one,
  title: one,
  text: one,
  url: one,
  until: one,
  precision: one,
  'heard-at': one,
  milestone: { type: 'boolean' },
} as const

export const statementCommand: Command = {
  name: 'statement',
  usage,
  summary: 'lists and records statements, and milestones; the same time and kind again corrects the words',
  run: async ([verb, slug, ...args], context) => {
    if (slug === undefined || slug.startsWith('-')) return refuse('say of which story, by its slug')
    const params = { slug }
    if (verb === 'list' && args.length === 0) {
      const said = (await perform(context, 'listStatements', { params })) as { statements: readonly object[] }
      const happened = (await perform(context, 'listMilestones', { params })) as { milestones: readonly object[] }
      print(context, [
        ...said.statements.map((statement) => ({ of: 'statement', ...statement })),
        ...happened.milestones.map((milestone) => ({ of: 'milestone', ...milestone })),
      ])
      return 0
    }
    if (verb !== 'add' && verb !== 'change') return refuse('say what to do')
    const { milestone = false, 'heard-at': heardAt, ...said } = parseArgs({ args: [...args], options }).values
    const body = { ...said, ...(heardAt === undefined ? {} : { heardAt }) }
    print(context, [await perform(context, milestone ? 'recordMilestone' : 'recordStatement', { params, body })])
    return 0
  },
}
