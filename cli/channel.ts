// outcry channel: lists channels, opens one, changes, closes or opens it again. Secrets come from the environment.
import { parseArgs } from 'node:util'
import { secretNames } from '../events/channel-entry.ts'
import { Problem } from '../events/problem.ts'
import type { Trial } from '../workers/try-channel.ts'
import type { Command, Terminal } from './command.ts'
import { fromEnvironment } from './from-environment.ts'
import { perform, print } from './perform.ts'
import { trialWords } from './trial-words.ts'

const usage =
  'list | show ID | test ID | add ID --kind KIND [--SETTING VALUE]… | change ID [--SETTING VALUE]… [--close | --reopen]'
const more =
  'settings as in outcry.yaml; secrets from the environment, as --secret $NAME in quotes; an empty value takes one away'

const refuse = (why: string): never => {
  throw new Problem('usage', `channel: ${why}; usage: outcry channel ${usage}`)
}

const one = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = {
  kind: one,
  url: one,
  authUrl: one,
  baseUrl: one,
  subreddit: one,
  community: one,
  tag: one,
  query: one,
  clientId: one,
  pollEvery: one,
  retentionDays: one,
  maxReadsPerDay: one,
  secret: { type: 'string', multiple: true },
  clientSecret: one,
  token: one,
  close: flag,
  reopen: flag,
} as const

const settingOf = (terminal: Terminal, name: string, given: string | readonly string[] | boolean): unknown => {
  if (name === 'retentionDays' || name === 'maxReadsPerDay') return given === '' ? null : Number(given)
  if (!(secretNames as readonly string[]).includes(name)) return given === '' ? null : given
  const all = [given].flat().map(String)
  if (all.length === 1 && all[0] === '') return null
  const secrets = all.map((text) => fromEnvironment(terminal, 'channel', name, text))
  return secrets.length === 1 ? secrets[0] : secrets
}

const entryOf = (terminal: Terminal, args: readonly string[]) => {
  const { close, reopen, ...given } = parseArgs({ args: [...args], options }).values
  const closed = close ? { closed: true } : reopen ? { closed: false } : {}
  const settings = Object.entries(given).map(([name, value]) => [name, settingOf(terminal, name, value)])
  return { ...Object.fromEntries(settings), ...closed }
}

export const channelCommand: Command = {
  name: 'channel',
  usage,
  summary: `lists, opens and changes channels; ${more}`,
  run: async ([verb, id, ...args], context) => {
    if (verb === 'list' && id === undefined) {
      const { channels } = (await perform(context, 'listChannels')) as { channels: readonly unknown[] }
      print(context, channels)
      return 0
    }
    if (id === undefined || id.startsWith('-')) return refuse('say which, by its id')
    if (verb === 'show' && args.length === 0) print(context, [await perform(context, 'getChannel', { params: { id } })])
    else if (verb === 'test' && args.length === 0) {
      const trial = (await perform(context, 'testChannel', { params: { id } })) as Trial
      context.stdout.write(`${trialWords(trial).join('\n')}\n`)
      return trial.problem === undefined ? 0 : 1
    } else if (verb === 'add')
      print(context, [await perform(context, 'openChannel', { body: { id, ...entryOf(context, args) } })])
    else if (verb === 'change')
      print(context, [await perform(context, 'changeChannel', { params: { id }, body: entryOf(context, args) })])
    else refuse('say what to do')
    return 0
  },
}
