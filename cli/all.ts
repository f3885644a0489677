// The commands by name; a new one is one file here and one line there.
import type { Command } from './command.ts'

/** Each is read when it is asked for: most of a short command is reading the program. */
export const commands: { readonly [name: string]: () => Promise<Command> } = {
  import: async () => (await import('./import.ts')).importCommand,
  analyse: async () => (await import('./analyse.ts')).analyseCommand,
  phases: async () => (await import('./phases.ts')).phasesCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  story: async () => (await import('./story.ts')).storyCommand,
  statement: async () => (await import('./statement.ts')).statementCommand,
  backtest: async () => (await import('./backtest.ts')).backtestCommand,
  alert: async () => (await import('./alert.ts')).alertCommand,
  channel: async () => (await import('./channel.ts')).channelCommand,
  receiver: async () => (await import('./receiver.ts')).receiverCommand,
  key: async () => (await import('./key.ts')).keyCommand,
  verify: async () => (await import('./verify.ts')).verifyCommand,
  rebuild: async () => (await import('./rebuild.ts')).rebuildCommand,
  reanalyse: async () => (await import('./reanalyse.ts')).reanalyseCommand,
  erase: async () => (await import('./erase.ts')).eraseCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  copy: async () => (await import('./copy.ts')).copyCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
}
