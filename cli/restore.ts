// outcry restore DIR: a backup put back; usable only when all that has gone since then is gone again.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import { rebuild } from '../projections/rebuild.ts'
import { runHistoryTask } from '../server/history-task.ts'
import { createErasing } from '../workers/erasing.ts'
import { restoreContent } from '../workers/restore-content.ts'
import type { Command } from './command.ts'

const usage = 'DIR [--ledger FILE] [--force]'

const read = (args: readonly string[]) => {
  const options = { ledger: { type: 'string' }, force: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [from, ...more] = positionals
  if (from === undefined || more.length > 0) throw new Problem('usage', `restoring: usage: outcry restore ${usage}`)
  return { from, ...values }
}

export const restoreCommand: Command = {
  name: 'restore',
  usage,
  summary: 'puts a backup back, repeats every erasure of the ledger, rebuilds and verifies; only then the folder opens',
  run: async (args, { backups, connect, stdout }) => {
    const { from, ...options } = read(args)
    if (await connect())
      throw new Problem('conflict', 'restoring: a server runs on the data folder; stop it, and move the folder away')
    const { at } = await backups.putBack(from, options)
    const folder = await backups.openRestored()
    try {
      const restored = await restoreContent({ ...folder, erasing: createErasing(folder) })
      folder.readModel.clear()
      const { events } = await rebuild(folder)
      const { log } = await runHistoryTask({
        name: 'verify',
        files: folder.files,
        built: `${folder.files.readModel}.new`,
      })
      if (log.damage)
        throw new Problem('damaged', `restoring: the log of this backup is damaged at event ${log.damage.version}`)
      await backups.finish()
      stdout.write(`${JSON.stringify({ at, events, ...restored })}\n`)
      return 0
    } finally {
      await folder.close()
    }
  },
}
