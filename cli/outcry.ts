// The program `outcry`: the command line of this process.
import { enableCompileCache } from 'node:module'

// A command is short: a third of it would be reading the program again.
enableCompileCache()
const { run } = await import('./run.ts')

const { argv, env: environment, stdin, stdout, stderr } = process
// A reader that goes away (`| head`) is no failure of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await run(argv.slice(2), { environment, stdin, stdout, stderr })
