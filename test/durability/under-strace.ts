// Starts the real server under strace: to see what it asks of the disk, or to have the disk fail it.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { adminKey, root, until } from '../running.ts'
import { skipOrFail } from '../system-program.ts'

export type UnderStrace = {
  /** With the admin key; a connection that ends without an answer is status 0. */
  readonly ask: (
    method: string,
    target: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>
  readonly kill: () => Promise<void>
  /** Exit status, once it has ended. */
  readonly ended: Promise<number | null>
}

/** For `before` of a suite: skips it where it cannot be, or fails where CI=true. */
export const needStrace = (context: Mocha.Context): void => {
  const tried = spawnSync('strace', [
    '-f',
    '--seccomp-bpf',
    '-e',
    'trace=fsync',
    '-o',
    '/dev/null',
    process.execPath,
    '-v',
  ])
  if (tried.status !== 0)
    skipOrFail(context, 'needs strace 5.3 or newer and the right to trace: apt-get install strace')
}

/** @param preload a module that is loaded before the server */
export const startUnderStrace = async (
  folder: string,
  options: readonly string[],
  preload?: string,
): Promise<UnderStrace> => {
  const file = path.join(folder, 'server.json')
  rmSync(file, { force: true })
  const imported = preload === undefined ? [] : ['--import', preload]
  const child = spawn('strace', [...options, process.execPath, ...imported, path.join(root, 'server/main.ts')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      OUTCRY_DATA: folder,
      OUTCRY_CONFIG: path.join(folder, 'outcry.yaml'),
      OUTCRY_ADMIN_KEY: adminKey,
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const over = () => child.exitCode !== null || child.signalCode !== null
  const { url, pid } = await until('the server under strace', () => {
    if (over()) throw new Error(`it ended with ${child.exitCode}`)
    return JSON.parse(readFileSync(file, 'utf8')) as { url: string; pid: number }
  })
  const ask: UnderStrace['ask'] = async (method, target, body) => {
    try {
      const answer = await fetch(`${url}${target}`, {
        method,
        headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Record<string, unknown> }
    } catch {
      return { status: 0, body: {} }
    }
  }
  await until('the server under strace', async () => (await ask('GET', '/readyz')).status === 200 || undefined)
  return {
    ask,
    ended,
    kill: async () => {
      if (!over()) process.kill(pid, 'SIGKILL') // the server, not strace, which ends with it
      await ended
    },
  }
}
