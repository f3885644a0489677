// outcry erase: one post, one author or a whole channel, for good; prints the receipt once no byte is left.
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ErasureRequest } from '../events/erase-posts.ts'
import { Problem } from '../events/problem.ts'
import { createErasing } from '../workers/erasing.ts'
import type { Command, CommandContext, RunningServer } from './command.ts'

const usage = '--source S --id I [--channel C] | --author A [--source S] | --channel C'
const askAgainMs = 100
const giveUpAfterMs = 10 * 60_000

const read = (args: readonly string[]): ErasureRequest => {
  const text = { type: 'string' } as const
  const options = { source: text, id: text, author: text, channel: text }
  const { source, id, author, channel } = parseArgs({ args: [...args], options }).values
  if (id !== undefined && source !== undefined && author === undefined)
    return { source, id, ...(channel === undefined ? {} : { channel }) }
  if (author !== undefined && id === undefined && channel === undefined)
    return { author, ...(source === undefined ? {} : { source }) }
  if (channel !== undefined && id === undefined && author === undefined && source === undefined) return { channel }
  throw new Problem('usage', `erasing: say what, in one of these ways: outcry erase ${usage}`)
}

type Shown = { readonly id: string; readonly completedAt?: string | null }

const inFolder = async (request: ErasureRequest, { openFolder }: CommandContext): Promise<Shown> => {
  const folder = await openFolder()
  try {
    const { completed } = await createErasing(folder).erase(request)
    const { refs, authorRefs: _, ...receipt } = await completed
    return { ...receipt, ...{ posts: refs.length } }
  } finally {
    await folder.close()
  }
}

const throughServer = async (request: ErasureRequest, server: RunningServer): Promise<Shown> => {
  const headers = { 'content-type': 'application/json' }
  const begun = await server.fetch('/api/v1/erasures', { method: 'POST', headers, body: JSON.stringify(request) })
  if (!begun.ok) throw new Problem('invalid', `erasing: the server did not understand; usage: outcry erase ${usage}`)
  let shown = (await begun.json()) as Shown
  for (let waitedMs = 0; !shown.completedAt; waitedMs += askAgainMs) {
    if (waitedMs >= giveUpAfterMs)
      throw new Problem('unavailable', `erasing: entered as ${shown.id} but not completed; the server carries it on`)
    await wait(askAgainMs)
    shown = (await (await server.fetch(`/api/v1/erasures/${shown.id}`)).json()) as Shown
  }
  return shown
}

export const eraseCommand: Command = {
  name: 'erase',
  usage,
  summary: 'erases a post, an author (without --source in every source) or a channel for good; prints the receipt',
  run: async (args, context) => {
    const request = read(args)
    const server = await context.connect()
    const receipt = server ? await throughServer(request, server) : await inFolder(request, context)
    context.stdout.write(`${JSON.stringify(receipt)}\n`)
    return 0
  },
}
