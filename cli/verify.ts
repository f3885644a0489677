// outcry verify: reads the whole log, checks every event of it, and compares the read model with a rebuild.
import path from 'node:path'
import { Problem } from '../events/problem.ts'
import { runHistoryTask, type TaskAnswer } from '../server/history-task.ts'
import type { Command, CommandContext } from './command.ts'

type Verified = TaskAnswer['verify']

const ofFolder = async ({ openFolder }: CommandContext): Promise<Verified> => {
  const opened = await openFolder()
  try {
    const built = path.join(opened.folder, 'verify.db')
    return await runHistoryTask({ name: 'verify', files: opened.files, built })
  } finally {
    await opened.close()
  }
}

/** What is wrong, in a sentence; `undefined` when nothing is. */
const wordsOf = ({ log, readModel }: Verified): string | undefined => {
  if (log.damage) return `the log is damaged at event ${log.damage.version}: ${log.damage.detail}; restore a backup`
  if (readModel && !readModel.equal) return 'the read model differs from a rebuild; run "outcry rebuild"'
  return undefined
}

export const verifyCommand: Command = {
  name: 'verify',
  usage: '',
  summary: 'check the whole log and the read model; says as JSON what was checked, exits 1 when something is wrong',
  run: async (args, context) => {
    if (args.length > 0) throw new Problem('usage', `verifying: "${args[0]}" is not known; usage: outcry verify`)
    const server = await context.connect()
    const found = server
      ? ((await (await server.fetch('/api/v1/admin/verify', { method: 'POST' })).json()) as Verified)
      : await ofFolder(context)
    context.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
    const words = wordsOf(found)
    if (words === undefined) return 0
    context.stderr.write(`outcry: ${words}\n`)
    return 1
  },
}
