// outcry story: lists stories, opens one, changes, closes or opens it again, shows its phases and says another.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import type { Command, CommandContext } from './command.ts'
import { perform, print } from './perform.ts'

const usage =
  'list | show SLUG | add SLUG --title T … | change SLUG [--title T] [--company C] [--about A] [--channel ID]… [--match PHRASE]… [--topic "NAME: PHRASE; -EXCLUDED; /PATTERN/"]… [--reactions all|none|SLUG,SLUG] [--close | --reopen] | topic SLUG (--phrase EMERGING | "NAME: PHRASE; …") | dismiss SLUG --phrase EMERGING | phase SLUG [PHASE --reason WHY | --withdraw --reason WHY]'

const refuse = (why: string): never => {
  throw new Problem('usage', `story: ${why}; usage: outcry story ${usage}`)
}

const topicOf = (text: string) => {
  const [, name = '', rules = ''] = /^([^:]+):(.*)$/s.exec(text) ?? refuse(`"${text}" is not "NAME: PHRASE; PHRASE"`)
  const topic = { name: name.trim(), match: [] as string[], patterns: [] as string[], exclude: [] as string[] }
  for (const rule of rules.split(';').map((rule) => rule.trim()))
    if (/^\/.+\/$/.test(rule)) topic.patterns.push(rule.slice(1, -1))
    else if (rule.startsWith('-')) topic.exclude.push(rule.slice(1).trim())
    else if (rule !== '') topic.match.push(rule)
  return topic
}

const reactionsOf = (text: string) => (text === 'all' ? true : text === 'none' ? false : text.split(','))

const one = { type: 'string' } as const
const several = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const
const options = {
  title: one,
  company: one,
  about: one,
  channel: several,
  match: several,
  topic: several,
  reactions: one,
  close: flag,
  reopen: flag,
}

const entryOf = (args: readonly string[]) => {
  const { title, company, about, channel, match, topic, reactions, close, reopen } = parseArgs({
    args: [...args],
    options,
  }).values
  const entry = {
    title,
    company,
    about,
    channels: channel,
    match,
    topics: topic?.map(topicOf),
    reactions: reactions === undefined ? undefined : reactionsOf(reactions),
    closed: close ? true : reopen ? false : undefined,
  }
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
}

const phraseIn = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: { phrase: one } }).values.phrase ?? refuse('say which --phrase')

const additionOf = (args: readonly string[]) => {
  const [words = '', ...more] = args
  return words.startsWith('-') || words === ''
    ? { phrase: phraseIn(args) }
    : more.length === 0
      ? topicOf(words)
      : refuse(`"${more[0]}" is one too many`)
}

/** Its phases; with a phase or `--withdraw`, after saying so. */
const phasesOf = (context: CommandContext, slug: string, args: readonly string[]) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { reason: one, withdraw: flag },
    allowPositionals: true,
  })
  const { reason, withdraw = false } = values
  const [phase, ...more] = positionals
  const params = { slug }
  if (more.length > 0 || (withdraw && phase !== undefined)) return refuse('say one phase, or --withdraw')
  if (phase === undefined && !withdraw)
    return reason === undefined ? perform(context, 'listPhases', { params }) : refuse('say which phase')
  if (reason === undefined) return refuse('say why, with --reason')
  return withdraw
    ? perform(context, 'withdrawPhase', { params, body: { reason } })
    : perform(context, 'setPhase', { params, body: { phase, reason } })
}

export const storyCommand: Command = {
  name: 'story',
  usage,
  summary: 'lists, opens and changes stories; a list that is given replaces the one before',
  run: async ([verb, slug, ...args], context) => {
    if (verb === 'list' && slug === undefined) {
      const { stories } = (await perform(context, 'listStories')) as { stories: readonly unknown[] }
      print(context, stories)
      return 0
    }
    if (slug === undefined || slug.startsWith('-')) return refuse('say which, by its slug')
    if (verb === 'show' && args.length === 0) print(context, [await perform(context, 'getStory', { params: { slug } })])
    else if (verb === 'add') print(context, [await perform(context, 'openStory', { body: { slug, ...entryOf(args) } })])
    else if (verb === 'change')
      print(context, [await perform(context, 'changeStory', { params: { slug }, body: entryOf(args) })])
    else if (verb === 'topic')
      print(context, [await perform(context, 'addTopic', { params: { slug }, body: additionOf(args) })])
    else if (verb === 'dismiss') await perform(context, 'dismissPhrase', { params: { slug, phrase: phraseIn(args) } })
    else if (verb === 'phase') print(context, [await phasesOf(context, slug, args)])
    else refuse('say what to do')
    return 0
  },
}
