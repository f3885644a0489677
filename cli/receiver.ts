// outcry receiver: lists those who are told of alerts, adds, changes, tries and removes one. Addresses and secrets come from the environment.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import type { ReceiverTrial } from '../workers/try-receiver.ts'
import type { Command, Terminal } from './command.ts'
import { fromEnvironment } from './from-environment.ts'
import { perform, print } from './perform.ts'

const usage =
  'list | deliveries ID | test ID | add ID --kind KIND [--name N] [--url $V | --address $V] [--secret $V]… [--quotes] | change ID [--name N] [--url $V | --address $V] [--secret $V]… | secret ID | on ID | off ID | resend ID ALERT | remove ID'

const refuse = (why: string): never => {
  throw new Problem('usage', `receiver: ${why}; usage: outcry receiver ${usage}`)
}

const one = { type: 'string' } as const
const options = {
  kind: one,
  name: one,
  url: one,
  address: one,
  secret: { type: 'string', multiple: true },
  quotes: { type: 'boolean' },
} as const

const entryOf = (terminal: Terminal, args: readonly string[]) => {
  const { secret, url, address, ...given } = parseArgs({ args: [...args], options }).values
  const read = (name: string, text: string) => fromEnvironment(terminal, 'receiver', name, text)
  return {
    ...given,
    ...(url === undefined ? {} : { url: read('url', url) }),
    ...(address === undefined ? {} : { address: read('address', address) }),
    ...(secret === undefined ? {} : { secret: secret.map((text) => read('secret', text)) }),
  }
}

export const receiverCommand: Command = {
  name: 'receiver',
  usage,
  summary:
    "lists, adds, changes, tries and removes receivers of alerts; addresses and secrets from the environment, as --url '$NAME'",
  run: async ([verb, id, ...args], context) => {
    if (verb === 'list' && id === undefined) {
      const { receivers } = (await perform(context, 'listReceivers')) as { receivers: readonly unknown[] }
      print(context, receivers)
      return 0
    }
    if (id === undefined || id.startsWith('-')) return refuse('say which, by its id')
    const params = { id }
    if (verb === 'add')
      print(context, [await perform(context, 'addReceiver', { body: { id, ...entryOf(context, args) } })])
    else if (verb === 'change')
      print(context, [await perform(context, 'changeReceiver', { params, body: entryOf(context, args) })])
    else if (verb === 'resend' && args.length === 1)
      print(context, [await perform(context, 'resendDelivery', { params: { id, alert: args[0] ?? '' } })])
    else if (args.length > 0) refuse('say what to do')
    else if (verb === 'deliveries') {
      const { deliveries } = (await perform(context, 'listDeliveries', { params })) as {
        deliveries: readonly unknown[]
      }
      print(context, deliveries)
    } else if (verb === 'test') {
      const trial = (await perform(context, 'testReceiver', { params })) as ReceiverTrial
      print(context, [trial])
      return trial.problem === null ? 0 : 1
    } else if (verb === 'secret') print(context, [await perform(context, 'renewReceiverSecret', { params })])
    else if (verb === 'on' || verb === 'off')
      print(context, [await perform(context, 'changeReceiver', { params, body: { off: verb === 'off' } })])
    else if (verb === 'remove') await perform(context, 'removeReceiver', { params })
    else refuse('say what to do')
    return 0
  },
}
