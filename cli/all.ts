// The list of commands; a new one is one file here and one line there.
import { backupCommand } from './backup.ts'
import type { Command } from './command.ts'
import { eraseCommand } from './erase.ts'
import { importCommand } from './import.ts'
import { rebuildCommand } from './rebuild.ts'
import { restoreCommand } from './restore.ts'
import { verifyCommand } from './verify.ts'

export const commands: readonly Command[] = [
  importCommand,
  verifyCommand,
  rebuildCommand,
  eraseCommand,
  backupCommand,
  restoreCommand,
]
