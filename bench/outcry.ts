// Starts the real server on a scratch data folder, for a benchmark to talk to.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export const root = path.resolve(import.meta.dirname, '..')
export const key = `ock_${'b'.repeat(43)}`

export type Running = {
  readonly url: string
  readonly folder: string
  /** From the start of the process to the first 200 of /readyz, milliseconds. */
  readonly readyMs: number
  readonly process: ChildProcess
  readonly stop: () => Promise<void>
}

/** Waits until `ask` answers something; fails after `limitMs`. */
export const until = async <T>(what: string, limitMs: number, ask: () => Promise<T | undefined>): Promise<T> => {
  const end = Date.now() + limitMs
  while (Date.now() < end) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined) return answer
    await pause(10)
  }
  throw new Error(`bench: ${what} did not come within ${limitMs} ms`)
}

export const scratchFolder = (): string => mkdtempSync(path.join(tmpdir(), 'outcry-bench-'))
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

export const startOutcry = async (folder: string, limitMs = 60_000): Promise<Running> => {
  rmSync(path.join(folder, 'server.json'), { force: true })
  const began = performance.now()
  const child = spawn(process.execPath, [path.join(root, 'server/main.ts')], {
    cwd: folder,
    env: { ...process.env, PORT: '0', OUTCRY_DATA: folder, OUTCRY_ADMIN_KEY: key, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await until('server.json', limitMs, async () => {
    if (child.exitCode !== null) throw new Error('bench: the server ended')
    return (JSON.parse(readFileSync(path.join(folder, 'server.json'), 'utf8')) as { url: string }).url
  })
  await until('/readyz', limitMs, async () => ((await fetch(`${url}/readyz`)).status === 200 ? true : undefined))
  const readyMs = performance.now() - began
  return {
    url,
    folder,
    readyMs,
    process: child,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Resident memory of a process, bytes (Linux). */
export const residentBytes = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

/** What the API counts in a story, over all buckets of a day. */
export const postsCounted = async (url: string, story: string): Promise<number> => {
  const answer = await fetch(`${url}/api/v1/stories/${story}`)
  return ((await answer.json()) as { posts: number }).posts
}
