// outcry rebuild: the read model anew from the log; by the server when it runs, else on the data folder.
import { Problem } from '../events/problem.ts'
import { rebuild } from '../projections/rebuild.ts'
import type { Command, CommandContext } from './command.ts'

const inFolder = async (context: CommandContext) => {
  const { log, readModel, close } = await context.openFolder()
  try {
    const begun = performance.now()
    readModel.clear()
    const { events, version } = await rebuild({ log, readModel })
    return { events, version, tookMs: Math.round(performance.now() - begun), digest: readModel.digest() }
  } finally {
    await close()
  }
}

export const rebuildCommand: Command = {
  name: 'rebuild',
  usage: '',
  summary: 'makes the read model anew from the log; a running server goes on meanwhile',
  run: async (args, context) => {
    if (args.length > 0) throw new Problem('usage', 'rebuilding: it takes no words; usage: outcry rebuild')
    const server = await context.connect()
    const made =
      server === undefined
        ? await inFolder(context)
        : await (await server.fetch('/api/v1/admin/rebuild', { method: 'POST' })).json()
    context.stdout.write(`${JSON.stringify(made)}\n`)
    return 0
  },
}
