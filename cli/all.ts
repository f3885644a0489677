// The list of commands; a new one is one file here and one line there.
import type { Command } from './command.ts'
import { rebuildCommand } from './rebuild.ts'
import { verifyCommand } from './verify.ts'

export const commands: readonly Command[] = [rebuildCommand, verifyCommand]
