// A cluster on this machine: a stand-in KurrentDB, a real Redis, and servers and workers as processes of their own.
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { connectionTo, createKurrentDouble } from './kurrent-double.ts'
import { startRedis } from './redis-server.ts'
import { adminKey, type Running, remove, root, scratchFolder, startServer, until } from './running.ts'

export type WorkerProcess = {
  readonly process: ChildProcess
  readonly output: () => string
  readonly stop: () => Promise<number | null>
  readonly kill: () => Promise<void>
}

/** Skips the running suite where there is no redis-server. @param through the port that processes reach the log by, where a proxy stands between */
export const startCluster = async (context: Mocha.Context) => {
  const redis = await startRedis(context)
  const double = createKurrentDouble()
  const port = await double.start()
  const folder = scratchFolder('cluster')
  const running = new Set<Running | WorkerProcess>()
  let kurrentPort = port

  const env = () => ({
    KURRENTDB_URL: connectionTo(kurrentPort),
    REDIS_URL: redis.url,
    OUTCRY_KEYS: path.join(folder, 'keys'),
    OUTCRY_CONFIG: path.join(folder, 'outcry.yaml'),
  })

  return {
    redis,
    double,
    /** Of the log itself. */
    port,
    folder,
    env,
    /** From now on processes that start reach the log through this port. */
    through: (next: number) => {
      kurrentPort = next
    },
    server: async (name: string, more: { [name: string]: string } = {}): Promise<Running> => {
      const server = await startServer(path.join(folder, name), { env: { ...env(), ...more }, limitMs: 60_000 })
      running.add(server)
      return server
    },
    worker: async (name: string, more: { [name: string]: string } = {}): Promise<WorkerProcess> => {
      const child = spawn(process.execPath, [path.join(root, 'workers/main.ts')], {
        cwd: root,
        env: { PATH: process.env.PATH, OUTCRY_DATA: path.join(folder, name), LOG_LEVEL: 'info', ...env(), ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          output += chunk
        })
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
      const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
        if (child.exitCode === null && child.signalCode === null) child.kill(signal)
        return ended
      }
      const worker = {
        process: child,
        output: () => output,
        stop: () => end('SIGTERM'),
        kill: async () => void (await end('SIGKILL')),
      }
      running.add(worker)
      await until('the worker', () => child.exitCode !== null || output.includes('Outcry works') || undefined)
      if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}: ${output}`)
      return worker
    },
    stop: async () => {
      for (const one of running) await one.kill()
      await double.stop()
      await redis.stop()
      remove(folder)
    },
  }
}
export type TestCluster = Awaited<ReturnType<typeof startCluster>>
export { adminKey }
