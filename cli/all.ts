// The list of commands; a new one is one file here and one line there.
import { analyseCommand } from './analyse.ts'
import { backtestCommand } from './backtest.ts'
import { backupCommand } from './backup.ts'
import { channelCommand } from './channel.ts'
import type { Command } from './command.ts'
import { eraseCommand } from './erase.ts'
import { importCommand } from './import.ts'
import { keyCommand } from './key.ts'
import { phasesCommand } from './phases.ts'
import { reanalyseCommand } from './reanalyse.ts'
import { rebuildCommand } from './rebuild.ts'
import { reportCommand } from './report.ts'
import { restoreCommand } from './restore.ts'
import { statementCommand } from './statement.ts'
import { storyCommand } from './story.ts'
import { verifyCommand } from './verify.ts'

export const commands: readonly Command[] = [
  importCommand,
  analyseCommand,
  phasesCommand,
  reportCommand,
  storyCommand,
  statementCommand,
  backtestCommand,
  channelCommand,
  keyCommand,
  verifyCommand,
  rebuildCommand,
  reanalyseCommand,
  eraseCommand,
  backupCommand,
  restoreCommand,
]
