// Starts the real server for the play, on a scratch data folder, and stops it.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = path.resolve(import.meta.dirname, '../..')
const readyWithinMs = 60_000

export type Server = {
  readonly url: string
  /** @throws Error with the server's words when it refuses */
  readonly send: (target: string, mediaType: string, body: string) => Promise<void>
  /** Returns when the signal comes. @throws Error when the server ends by itself */
  readonly ended: (signal: AbortSignal) => Promise<void>
  readonly stop: () => Promise<void>
}

const isOver = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

export const startServer = async ({
  folder,
  port,
  clockSpec,
  signal,
}: {
  folder: string
  port: number
  clockSpec: string
  signal: AbortSignal
}): Promise<Server> => {
  const key = `ock_${randomBytes(32).toString('base64url')}`
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, 'server/main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      OUTCRY_DATA: folder,
      OUTCRY_CONFIG: path.join(import.meta.dirname, 'outcry.yaml'),
      OUTCRY_ADMIN_KEY: key,
      OUTCRY_DEMO_CLOCK: clockSpec,
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    },
    stdio: ['ignore', process.stderr, 'inherit'], // its log tells why something failed
    detached: true, // Ctrl-C reaches the play alone, which then stops the server in order
  })

  const stop = async () => {
    if (isOver(child)) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  const addressOf = () => {
    try {
      return (JSON.parse(readFileSync(path.join(folder, 'server.json'), 'utf8')) as { url: string }).url
    } catch {
      return undefined // not written yet
    }
  }
  try {
    for (const end = Date.now() + readyWithinMs; ; ) {
      signal.throwIfAborted()
      if (isOver(child)) throw new Error('the server ended before it was ready; its words are above')
      if (Date.now() > end) throw new Error(`the server was not ready within ${readyWithinMs / 1_000} s`)
      const url = addressOf()
      const ready = url && (await fetch(`${url}/readyz`).catch(() => undefined))
      if (url && ready && ready.status === 200) return connected(url, key, child, stop)
      await pause(50)
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const connected = (url: string, key: string, child: ChildProcess, stop: () => Promise<void>): Server => ({
  url,
  stop,
  send: async (target, mediaType, body) => {
    for (let tries = 1; ; tries++) {
      const headers = { authorization: `Bearer ${key}`, 'content-type': mediaType }
      const answer = await fetch(`${url}${target}`, { method: 'POST', headers, body })
      const words = await answer.text()
      if (answer.ok) return
      const later = answer.status === 429 || answer.status === 503
      if (!later || tries === 20) throw new Error(`POST ${target}: the server answered ${answer.status}: ${words}`)
      await pause(Number(answer.headers.get('retry-after') ?? 1) * 1_000)
    }
  },
  ended: async (signal) => {
    const aborted = signal.aborted ? Promise.resolve() : once(signal, 'abort')
    const over = isOver(child) ? Promise.resolve() : once(child, 'exit')
    await Promise.race([aborted, over])
    if (!signal.aborted) throw new Error('the server ended by itself; its words are above')
  },
})
