// Starts a real redis-server on a free port of the loopback, in a scratch folder, and stops it by its process id.
import { type ChildProcess, spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { filesWith } from './files-with.ts'
import { remove, scratchFolder, until } from './running.ts'
import { systemProgram } from './system-program.ts'

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const answersPing = (port: number) =>
  new Promise<true>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('error', reject)
    socket.once('data', (bytes) => {
      socket.destroy()
      if (bytes.toString().startsWith('+PONG')) resolve(true)
      else reject(new Error(bytes.toString()))
    })
  })

export type RedisServer = {
  readonly url: string
  readonly port: number
  readonly folder: string
  /** The process as it is now: signals for tests. */
  readonly process: () => ChildProcess
  readonly kill: () => Promise<void>
  /** After `kill`: on the same port and files. */
  readonly start: () => Promise<void>
  /** Names of the files whose bytes hold this. */
  readonly filesWith: (bytes: string | Buffer) => string[]
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>
}

type RedisSettings = { readonly [name: string]: string }

/** Skips the running suite where there is no redis-server. */
export const startRedis = (context: Mocha.Context, settings: RedisSettings = {}): Promise<RedisServer> =>
  startRedisAt(systemProgram(context, 'redis-server'), settings)

/** Settings of the vault (durable before it answers) unless others are given. */
export const startRedisAt = async (program: string, settings: RedisSettings = {}): Promise<RedisServer> => {
  const folder = scratchFolder('redis')
  const port = await freePort()
  const all = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction', save: '', ...settings }
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')])
  let child: ChildProcess
  const start = async () => {
    child = spawn(program, ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, ...args], { stdio: 'ignore' })
    await until('redis-server', () => answersPing(port))
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    folder,
    process: () => child,
    kill,
    start,
    filesWith: (canary) => filesWith(folder, [canary]),
    stop: async () => {
      await kill()
      remove(folder)
    },
  }
}
