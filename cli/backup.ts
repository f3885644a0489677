// outcry backup DIR: a copy of the data folder, while a server runs on it or not.
import { Problem } from '../events/problem.ts'
import type { Command } from './command.ts'

export const backupCommand: Command = {
  name: 'backup',
  usage: 'DIR',
  summary: 'copies log, vault and keys into three parts of DIR, while the server runs or not; keep the parts apart',
  run: async ([to, ...more], { backups, stdout }) => {
    if (to === undefined || more.length > 0) throw new Problem('usage', 'backing up: usage: outcry backup DIR')
    const { at } = await backups.take(to)
    stdout.write(`${JSON.stringify({ at, folder: to })}\n`)
    return 0
  },
}
