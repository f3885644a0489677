// Door 2: a worker of a cluster. Any number may run; one at a time does the work, the others stand by with their read model kept up.
import { once } from 'node:events'
import path from 'node:path'
import pino from 'pino'
import { openCluster } from '../adapters/cluster.ts'
import { createGuardedFetch } from '../adapters/guarded-fetch.ts'
import { createSmtpMail } from '../adapters/smtp-mail.ts'
import { Problem, reasonOf } from '../events/problem.ts'
import { createKeepUp } from '../projections/keep-up.ts'
import { clusterOf, limits, mailOf, readSettings, userAgentOf } from '../settings.ts'
import { createErasing } from './erasing.ts'
import { createFollowing } from './following.ts'
import { workLease } from './lease.ts'
import { createProblemLog } from './problem-log.ts'
import { createReceiving } from './receiving.ts'
import { startWorkers } from './start.ts'
import { stopOnSignals } from './stop-on-signals.ts'

const work = async () => {
  const settings = readSettings(process.env)
  const cluster = clusterOf(settings)
  if (cluster === undefined)
    throw new Problem(
      'usage',
      'working: embedded, the server has its workers in it; set KURRENTDB_URL and REDIS_URL for a cluster',
    )
  const mail = mailOf(settings)
  const logger = pino({ level: settings.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const { onProblem, onWarning } = createProblemLog(logger)
  if (settings.OUTCRY_PUBLIC_URL === '') onWarning('OUTCRY_PUBLIC_URL is not set: alerts go out without links')
  const folder = path.resolve(settings.OUTCRY_DATA)
  const { loadJobs, openJobs, openNotary, lease, close, ...parts } = await openCluster(folder, {
    ...cluster,
    now: Date.now,
    onWarning,
  })
  const { log, readModel } = parts
  await loadJobs() // what is missing is told now, not on the day it takes over
  let works = false
  // Nobody reads what one that stands by has folded: it is kept up for the day it takes over, at little cost.
  const gatherForMs = () => (works ? undefined : limits.standByGatherMs)
  const keepUp = createKeepUp({ log, readModel, onProblem, gatherForMs })
  const stopping = new AbortController()
  const { signal } = stopping
  const keepingUp = keepUp.run(signal)
  const receivePosts = createReceiving(parts)
  const fetch = createGuardedFetch({
    allowHosts: settings.OUTCRY_ALLOW_HOSTS,
    userAgent: userAgentOf(settings),
    limits,
  })
  const erasing = createErasing(parts)
  const telling = {
    fetch,
    sendMail: mail && createSmtpMail({ ...mail, timeoutMs: limits.deliveryMs }),
    isPublic: settings.OUTCRY_PUBLIC,
    following: createFollowing({ ...parts, limits }),
    address: () => settings.OUTCRY_PUBLIC_URL.replace(/\/$/, ''),
    timeoutMs: limits.deliveryMs,
  }

  const notary = await openNotary()
  const notarising = notary.run(signal)
  const ended = lease.hold(
    workLease,
    async (held) => {
      logger.info('this worker does the work from now on')
      works = true
      const jobs = await openJobs()
      // Not waited for: the last step of one may take hours.
      erasing.resume().catch((error) => {
        if (!signal.aborted) onProblem('carrying erasures on failed; the next try follows', error)
      })
      const polling = { fetch, receivePosts }
      const workers = startWorkers({ ...parts, jobs, keepUp, erasing, onProblem, polling, telling })
      if (!held.aborted) await once(held, 'abort')
      await workers.close()
      works = false
      logger.info('another worker may do the work now')
    },
    signal,
  )
  const end = async () => {
    stopping.abort()
    await Promise.all([ended, keepingUp, notarising.then(notary.close)])
    await close()
  }
  process.on('SIGHUP', () => logger.info('nothing to read again: outcry.yaml is read by the servers'))
  stopOnSignals({ close: end, limitMs: limits.stopMs, onProblem })
  process.stdout.write('Outcry works\n')
}

work().catch((error: unknown) => {
  process.stderr.write(`outcry: ${error instanceof Problem ? reasonOf(error) : (error as Error).stack}\n`)
  process.exit(error instanceof Problem && error.code === 'usage' ? 2 : 1)
})
