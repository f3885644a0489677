// Door 4: the command line. Finds the command, gives it the world, turns what it says into an exit status.
import type { openCluster } from '../adapters/cluster.ts'
import { Problem, reasonOf } from '../events/problem.ts'
import { clusterOf, limits, mailOf, readSettings, type Settings, userAgentOf } from '../settings.ts'
import { commands } from './all.ts'
import type { CommandContext, Terminal } from './command.ts'
import { connect } from './connect.ts'

const help = async () => {
  const all = await Promise.all(Object.values(commands).map((load) => load()))
  return [
    'usage: outcry COMMAND',
    '',
    ...all.map(({ name, usage, summary }) => `  ${`${name} ${usage}`.trimEnd()}\n      ${summary}`),
    '',
    'Settings come from the environment: docs/operating.md. Exit 0 done, 1 failed, 2 wrong use.',
    '',
  ].join('\n')
}

const adapters = {
  embedded: () => import('../adapters/embedded.ts'),
  backup: () => import('../adapters/backup.ts'),
  copyEnds: () => import('../adapters/copy-ends.ts'),
  cluster: () => import('../adapters/cluster.ts'),
  dataFolder: () => import('../adapters/data-folder.ts'),
  inMemory: () => import('../adapters/in-memory.ts'),
  guardedFetch: () => import('../adapters/guarded-fetch.ts'),
  smtpMail: () => import('../adapters/smtp-mail.ts'),
}

/** A node of a cluster for one command: a read model of its own in its folder, the jobs as those who enqueue have them. */
const openNode = async (folder: string, options: Parameters<typeof openCluster>[1]) => {
  const { openJobs, ...node } = await (await adapters.cluster()).openCluster(folder, options)
  const jobs = await openJobs()
  const close = async () => {
    await jobs.close()
    await node.close()
  }
  return { ...node, folder, jobs, close }
}

/** @throws Problem `usage` */
const refuseCluster = (settings: Settings, operation: string) => {
  if (clusterOf(settings) === undefined) return
  const how = 'back up KurrentDB, Redis and the keys by their own means, see "Backing up a cluster" in docs/cluster.md'
  throw new Problem('usage', `${operation}: a cluster keeps nothing of it in the data folder; ${how}`)
}

const perform = async ([name, ...args]: readonly string[], terminal: Terminal): Promise<number> => {
  const { environment, stdout, stderr } = terminal
  if (name === undefined || name === 'help' || name === '--help') {
    const asked = name !== undefined
    const stream = asked ? stdout : stderr
    stream.write(await help())
    return asked ? 0 : 2
  }
  if (name === 'serve') {
    if (args.length > 0) throw new Problem('usage', 'serving: it takes no words; settings come from the environment')
    await import('../server/main.ts')
    return 0
  }
  const command = Object.hasOwn(commands, name) ? await commands[name]?.() : undefined
  if (command === undefined) throw new Problem('usage', `there is no command "${name}"; "outcry help" lists them`)
  if (args.includes('--help')) {
    stdout.write(`usage: outcry ${command.name} ${command.usage}\n${command.summary}\n`)
    return 0
  }
  const settings = readSettings(environment)
  const folder = settings.OUTCRY_DATA
  const mail = mailOf(settings)
  const onWarning = (words: string, error?: unknown) =>
    void stderr.write(error instanceof Problem ? `${words} (${reasonOf(error)})\n` : `${words}\n`)
  const context: CommandContext = {
    ...terminal,
    settings,
    now: Date.now,
    webFetch: async (request, signal) => {
      const { createGuardedFetch } = await adapters.guardedFetch()
      const allowHosts = settings.OUTCRY_ALLOW_HOSTS
      return createGuardedFetch({ allowHosts, userAgent: userAgentOf(settings), limits })(request, signal)
    },
    ...(mail === undefined
      ? {}
      : {
          sendMail: async (message, signal) => {
            const { createSmtpMail } = await adapters.smtpMail()
            return createSmtpMail({ ...mail, timeoutMs: limits.deliveryMs })(message, signal)
          },
        }),
    connect: () => connect(folder),
    openFolder: async () => {
      const cluster = clusterOf(settings)
      if (cluster !== undefined) return openNode(folder, { ...cluster, now: Date.now, onWarning })
      return { ...(await (await adapters.embedded()).openEmbedded(folder, { now: Date.now })), folder }
    },
    openInMemory: async () => {
      const { openInMemory } = await adapters.inMemory()
      return openInMemory({ now: Date.now, onWarning })
    },
    openCopyEnds: async (direction, url) => {
      // Its password would show in the list of processes: the variable may be named in its place.
      const kurrent = url === 'KURRENTDB_URL' ? settings.KURRENTDB_URL : url
      const cluster = clusterOf({ ...settings, KURRENTDB_URL: kurrent })
      if (cluster === undefined) throw new Problem('usage', 'copying: the URL of the cluster is empty')
      return (await adapters.copyEnds()).openCopyEnds(folder, { direction, cluster, now: Date.now, onWarning })
    },
    backups: {
      take: async (to) => {
        refuseCluster(settings, 'backing up')
        const { dataFiles } = await adapters.dataFolder()
        return (await adapters.backup()).backUp(dataFiles(folder), to, Date.now)
      },
      putBack: async (from, options) => {
        refuseCluster(settings, 'restoring')
        const { dataFiles } = await adapters.dataFolder()
        return (await adapters.backup()).putBack(from, folder, dataFiles(folder), options)
      },
      openRestored: async () => {
        const { openEmbedded } = await adapters.embedded()
        return { ...(await openEmbedded(folder, { now: Date.now, restoring: true })), folder }
      },
      finish: async () => (await adapters.backup()).finishRestore(folder),
    },
  }
  return command.run(args, context)
}

/** @returns the exit status: 0 done, 1 failed, 2 wrong use */
export const run = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const { stderr } = terminal
  try {
    return await perform(words, terminal)
  } catch (error) {
    if (error instanceof Problem) {
      const faults = error.faults.map(({ pointer, detail }) => `${pointer} ${detail}`.trim())
      stderr.write(`outcry: ${[reasonOf(error), ...faults].join('; ')}\n`)
      return error.code === 'usage' ? 2 : 1
    }
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) {
      stderr.write(`outcry: ${(error as Error).message}; "outcry help" shows the usage\n`)
      return 2
    }
    stderr.write(`outcry: ${(error as Error).stack ?? String(error)}\n`)
    return 1
  }
}
