// Starts the real server as a process of its own, on a free port of the loopback, and stops it by its process id.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

export const root = path.resolve(import.meta.dirname, '..')
/** The admin key of every server that a test starts. */
export const adminKey = `ock_${'t'.repeat(43)}`

export type Running = {
  readonly url: string
  readonly folder: string
  readonly process: ChildProcess
  /** From the start of the process to the first 200 of /readyz, milliseconds. */
  readonly readyMs: number
  /** Everything it wrote so far, both streams. */
  readonly output: () => string
  /** SIGTERM; answers the exit status. */
  readonly stop: () => Promise<number | null>
  readonly kill: () => Promise<void>
  /** A request with the admin key; JSON bodies are written and read. */
  readonly ask: (method: string, target: string, body?: unknown) => Promise<{ status: number; body: never }>
}

/**
 * Asks again every 10 ms until there is an answer; fails with the last error after `limitMs`. A busy machine takes its time:
 * that is no failure, so only what is promised within a time gives one.
 */
export const until = async <T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  limitMs = 60_000,
): Promise<T> => {
  const end = Date.now() + limitMs
  let last: unknown
  while (Date.now() < end) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
    } catch (error) {
      last = error
    }
    await pause(10)
  }
  throw new Error(`${what} did not come within ${limitMs} ms`, { cause: last })
}

/** Of the processor, in milliseconds: what else runs on the machine does not count. */
export const processorMs = (work: () => unknown): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

export const scratchFolder = (name = 'test'): string => mkdtempSync(path.join(tmpdir(), `outcry-${name}-`))
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

export const startServer = async (
  folder: string,
  {
    env = {},
    program = root,
    limitMs = 90_000,
    readyStatus = 200,
  }: { env?: Record<string, string>; program?: string; limitMs?: number; readyStatus?: number } = {},
): Promise<Running> => {
  rmSync(path.join(folder, 'server.json'), { force: true })
  const began = performance.now()
  const child = spawn(process.execPath, [path.join(program, 'server/main.ts')], {
    cwd: program,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      OUTCRY_DATA: folder,
      OUTCRY_CONFIG: path.join(folder, 'outcry.yaml'),
      OUTCRY_ADMIN_KEY: adminKey,
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const over = () => child.exitCode !== null || child.signalCode !== null
  try {
    const url = await until(
      'server.json',
      () => {
        if (over()) return 'ended'
        return (JSON.parse(readFileSync(path.join(folder, 'server.json'), 'utf8')) as { url: string }).url
      },
      limitMs,
    )
    await until(
      '/readyz',
      async () => over() || (await fetch(`${url}/readyz`)).status === readyStatus || undefined,
      limitMs,
    )
    if (over()) throw new Error(`the server ended with ${child.exitCode}: ${output}`)
    const readyMs = performance.now() - began
    const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
      if (!over()) child.kill(signal)
      return ended
    }
    return {
      url,
      folder,
      process: child,
      readyMs,
      output: () => output,
      stop: () => end('SIGTERM'),
      kill: async () => {
        await end('SIGKILL')
      },
      ask: async (method, target, body) => {
        const answer = await fetch(`${url}${target}`, {
          method,
          headers: {
            authorization: `Bearer ${adminKey}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        return { status: answer.status, body: (await answer.json().catch(() => undefined)) as never }
      },
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

/** Runs a command of the command line on a data folder; answers status and both streams. */
type Called = {
  readonly stdin?: string | NodeJS.ReadableStream
  readonly env?: Record<string, string>
}
type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string }
const environmentOf = (folder: string, env: Record<string, string> = {}) => ({
  PATH: process.env.PATH,
  OUTCRY_DATA: folder,
  OUTCRY_CONFIG: path.join(folder, 'outcry.yaml'),
  ...env,
})

/** The command line, called in this process: its start is most of what a command costs. */
export const outcry = async (
  folder: string,
  words: readonly string[],
  { stdin = '', env }: Called = {},
): Promise<Ended> => {
  const written = () => {
    const stream = new PassThrough()
    return { stream, read: text(stream) }
  }
  const [stdout, stderr] = [written(), written()]
  const { run } = await import('../cli/run.ts')
  const status = await run(words, {
    environment: environmentOf(folder, env),
    stdin: typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)], { objectMode: false }) : (stdin as Readable),
    stdout: stdout.stream,
    stderr: stderr.stream,
  })
  stdout.stream.end()
  stderr.stream.end()
  return { status, stdout: await stdout.read, stderr: await stderr.read }
}

/** The program as a user starts it. */
export const outcryProcess = async (
  folder: string,
  words: readonly string[],
  { stdin = '', env }: Called = {},
): Promise<Ended> => {
  const child = spawn(process.execPath, [path.join(root, 'cli/outcry.ts'), ...words], {
    cwd: root,
    env: environmentOf(folder, env),
  })
  child.stdin.on('error', () => undefined) // it may end before it has read all
  if (typeof stdin === 'string') child.stdin.end(stdin)
  else stdin.pipe(child.stdin)
  const [status, stdout, stderr] = await Promise.all([
    new Promise<number | null>((resolve) => child.once('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ])
  return { status, stdout, stderr }
}
