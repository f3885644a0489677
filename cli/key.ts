// outcry key: lists API keys, issues one, shown this once, and revokes one.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import type { Command } from './command.ts'
import { perform, print } from './perform.ts'

const usage = 'list | add --name N --scope read|ingest|edit|admin… [--expires TIME] | revoke ID'

const refuse = (why: string): never => {
  throw new Problem('usage', `key: ${why}; usage: outcry key ${usage}`)
}

const options = {
  name: { type: 'string' },
  scope: { type: 'string', multiple: true },
  expires: { type: 'string' },
} as const

export const keyCommand: Command = {
  name: 'key',
  usage,
  summary: 'lists, issues and revokes API keys; a new one is shown once',
  run: async ([verb, ...args], context) => {
    if (verb === 'list' && args.length === 0) {
      const { keys } = (await perform(context, 'listKeys')) as { keys: readonly unknown[] }
      print(context, keys)
    } else if (verb === 'add') {
      const { name, scope, expires } = parseArgs({ args, options }).values
      if (name === undefined || scope === undefined) return refuse('--name and --scope are needed')
      const body = { name, scopes: scope, ...(expires === undefined ? {} : { expiresAt: expires }) }
      print(context, [await perform(context, 'issueKey', { body })])
    } else if (verb === 'revoke' && args.length === 1) {
      await perform(context, 'revokeKey', { params: { id: String(args[0]) } })
    } else refuse('say what to do')
    return 0
  },
}
