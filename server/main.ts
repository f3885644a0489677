// Door 1: the server, embedded with its workers in it or a node of a cluster. Long, for it is the list of what a server is made of:
// settings → adapters → workers → app → listen; closes in reverse order.
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pino from 'pino'
import { openCluster } from '../adapters/cluster.ts'
import { openEmbedded } from '../adapters/embedded.ts'
import { createGuardedFetch } from '../adapters/guarded-fetch.ts'
import { createSmtpMail } from '../adapters/smtp-mail.ts'
import { openSqliteReadModel } from '../adapters/sqlite-read-model.ts'
import { secretKey } from '../events/channel-entry.ts'
import { keysStream } from '../events/key.ts'
import { Problem, reasonOf } from '../events/problem.ts'
import { createKeepUp } from '../projections/keep-up.ts'
import { clusterOf, limits, mailOf, readSettings, userAgentOf } from '../settings.ts'
import { createErasing } from '../workers/erasing.ts'
import { createFollowing } from '../workers/following.ts'
import { workLease } from '../workers/lease.ts'
import { createProblemLog } from '../workers/problem-log.ts'
import { createReceiving } from '../workers/receiving.ts'
import { createRemoveThread } from '../workers/remove-thread.ts'
import { createRemoving } from '../workers/removing.ts'
import { createSendAlert } from '../workers/send-alert.ts'
import { stopOnSignals } from '../workers/stop-on-signals.ts'
import { createTryChannel } from '../workers/try-channel.ts'
import { createTryReceiver } from '../workers/try-receiver.ts'
import { createApp } from './app.ts'
import { createAssets } from './assets.ts'
import { createBacklog } from './backlog.ts'
import { createClock } from './clock.ts'
import { applyConfiguration } from './configuration.ts'
import { createDrawing } from './draw-preview.ts'
import { createEditing } from './editing.ts'
import { guardPages } from './guard-pages.ts'
import { guardReads } from './guard-reads.ts'
import { createHistory } from './history.ts'
import { createKeys, makeKey } from './keys.ts'
import { createKnownChannels } from './known-channels.ts'
import { limitFollows, limitRemovals } from './limit-requests.ts'
import { createHttpServer, drain, listen } from './listen.ts'
import { createLive } from './live.ts'
import { createMetrics } from './metrics.ts'
import { type OwnWork, workAsNode, workEmbedded } from './own-work.ts'
import { createReach } from './reach.ts'
import { createReadiness } from './readiness.ts'
import { createReceiverEditing } from './receiver-editing.ts'
import { createRender } from './render.ts'
import { adminRoutes } from './routes/admin.ts'
import { apiRoutes } from './routes/api.ts'
import { followRoutes } from './routes/follow.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { pageRoutes } from './routes/pages.ts'
import { removalRoutes } from './routes/removals.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { createSessions } from './session.ts'
import { createSettled } from './settled.ts'

const serve = async () => {
  const settings = readSettings(process.env)
  const cluster = clusterOf(settings)
  const mail = mailOf(settings)
  const logger = pino({ level: settings.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const { onProblem, onWarning } = createProblemLog(logger)
  const now = createClock(settings.OUTCRY_DEMO_CLOCK)
  const folder = path.resolve(settings.OUTCRY_DATA)
  const toClose: (() => unknown)[] = []
  const close = async () => {
    for (const one of toClose.splice(0).reverse()) await one()
  }

  const onFatal = (error: Error) => {
    // After a failed fsync nobody knows what is on the disk: whoever supervises the process starts it anew.
    logger.fatal({ name: error.name }, 'writing failed for good: the process ends and must be started again')
    process.exit(1)
  }
  if (cluster !== undefined && settings.OUTCRY_PUBLIC_URL === '')
    onWarning('OUTCRY_PUBLIC_URL is not set: links and feeds name each server by its own address')
  const parts =
    cluster === undefined
      ? await openEmbedded(folder, { now, onWarning, onFatal })
      : await openCluster(folder, { ...cluster, now, onWarning })
  toClose.push(parts.close)
  const { log, vault, readModel } = parts
  // Keys may be made before anything else is.
  const hasKeysOnly = async () => (await log.head()) === (await log.read(keysStream)).length
  const isNew = 'lease' in parts ? parts.isNew : log.damage === undefined && (await hasKeysOnly())

  const runKey = makeKey(randomBytes)
  const adminKey = settings.OUTCRY_ADMIN_KEY
  const given = { run: runKey, ...(adminKey === '' ? {} : { admin: adminKey }) }
  const keys = await createKeys({ log, now, random: randomBytes, given })
  const editing = createEditing({ ...parts, now })
  const receivers = createReceiverEditing({ ...parts, now, random: randomBytes })
  const configure = () =>
    applyConfiguration({ editing, receivers, file: settings.OUTCRY_CONFIG, environment: process.env, isNew })
  const firstKey = log.damage === undefined ? await keys.firstAdminKey() : undefined
  if (log.damage === undefined) await configure()

  const keepUp = createKeepUp({ log, readModel, onProblem })
  const erasing = createErasing(parts)
  const backlog = createBacklog(limits)
  const metrics = createMetrics({
    ...parts,
    keepUp,
    backlog,
    ...('lease' in parts ? { isWorking: () => parts.lease.isHeld(workLease) } : {}),
  })
  const receivePosts = metrics.counting(createReceiving(parts))
  const webFetch = createGuardedFetch({
    allowHosts: settings.OUTCRY_ALLOW_HOSTS,
    userAgent: userAgentOf(settings),
    limits,
  })
  const sendMail = mail && createSmtpMail({ ...mail, timeoutMs: limits.deliveryMs })
  const following = createFollowing({ ...parts, now, limits })
  let url = ''
  const address = () => settings.OUTCRY_PUBLIC_URL.replace(/\/$/, '') || url
  const isPublic = settings.OUTCRY_PUBLIC
  const byMail = isPublic && sendMail !== undefined
  const telling = { fetch: webFetch, sendMail, isPublic, following, address, timeoutMs: limits.deliveryMs }
  const stopping = new AbortController()
  const keepingUp = keepUp.run(stopping.signal)
  toClose.push(async () => {
    stopping.abort()
    await keepingUp
  })
  const beside = { keepUp, fetch: webFetch, receivePosts, onProblem }
  const work: OwnWork | undefined =
    'lease' in parts
      ? workAsNode({ ...parts, ...beside, refreshKeys: keys.refresh, signal: stopping.signal })
      : log.damage === undefined
        ? await workEmbedded({
            ...parts,
            ...beside,
            folder,
            erasing,
            received: metrics.received,
            telling,
            // A clock that runs faster would ask strangers' servers as much faster.
            isPolling: settings.OUTCRY_DEMO_CLOCK === '',
          })
        : undefined
  toClose.push(async () => work?.close())

  const history = createHistory({
    files: parts.files,
    readModel,
    keepUp,
    openReadModel: (file) => openSqliteReadModel(file, { mode: 'read' }),
    now,
  })
  toClose.push(history.close)
  const drawing = createDrawing({ onProblem })
  toClose.push(drawing.close)

  let isDraining = false
  const readiness = createReadiness({
    log,
    keepUp,
    folder,
    isDraining: () => isDraining,
    ...('lease' in parts ? { reach: createReach({ log, vault: parts.vault }) } : {}),
  })
  const assets = createAssets()
  const { authenticate } = keys
  const gaugeOf = (slug: string) => work?.gauge?.(slug)
  const operated = {
    ...parts,
    keys,
    editing,
    erasing,
    removing: createRemoving({ ...parts, erasing, limits }),
    limitAsking: limitRemovals(limits.removalsPerHour),
    keepUp,
    asOf: history.asOf,
    maintenance: history,
    reanalysing: (slug: string, revision: number) => work?.reanalysing?.(slug, revision),
    gaugeOf,
    tryChannel: createTryChannel({ fetch: webFetch, vault, now }),
    receivers,
    tryReceiver: createTryReceiver({
      readModel,
      send: createSendAlert({ ...telling, vault, now: Date.now, signal: stopping.signal }),
      address,
      now,
      newId: () => randomBytes(9).toString('base64url'),
    }),
    following,
    limitFollowing: limitFollows(limits.followsPerHour),
    limits,
    isPublic: settings.OUTCRY_PUBLIC,
    render: createRender(assets.paths),
  }
  const knownChannel = createKnownChannels(readModel, keepUp)
  const app = createApp({
    logger,
    trustProxy: settings.OUTCRY_TRUST_PROXY,
    observeWebhooks: metrics.observeWebhooks,
    webhooks: webhookRoutes({
      receivePosts,
      channelOf: knownChannel,
      secretOf: (channel) => vault.secret(secretKey(channel, 'secret')),
      authenticate,
      now,
      limits,
      backlog,
      removeThread: createRemoveThread({ ...parts, receivePosts, kindOf: (channel) => knownChannel(channel)?.kind }),
      ...(work?.readThread === undefined ? {} : { readThread: work.readThread }),
    }),
    health: healthRoutes({ readiness, metrics, keys }),
    ...('lease' in parts ? { guardReads: guardReads(keepUp) } : {}),
    imports: importRoutes({ log, receivePosts, authenticate, limits }),
    api: apiRoutes(operated),
    admin: adminRoutes({
      ...operated,
      settled: createSettled(keepUp),
      // Real time: a session of a re-enactment lasts as long as any other.
      sessions: createSessions({
        holder: keys.holder,
        random: randomBytes,
        now: Date.now,
        sessionMs: limits.sessionMs,
      }),
      receivePosts,
      readiness,
      random: randomBytes,
      address,
      folder,
    }),
    removals: removalRoutes(operated),
    follow: followRoutes({ ...operated, isOffered: byMail }),
    ...(settings.OUTCRY_PUBLIC ? {} : { guardPages: guardPages(keys) }),
    pages: pageRoutes({
      readModel,
      vault,
      gaugeOf,
      version: keepUp.version,
      now,
      assets,
      address,
      byMail,
      asOf: history.asOf,
      drawPreview: drawing.draw,
    }),
  })
  const http = createHttpServer(app, limits)
  const live = createLive(http, {
    readModel,
    vault,
    gaugeOf,
    keepUp,
    now,
    address,
    limits,
    isPublic: settings.OUTCRY_PUBLIC,
    onProblem,
  })
  url = await listen(http, settings.HOST, settings.PORT)
  const serverFile = path.join(folder, 'server.json')
  await writeFile(serverFile, `${JSON.stringify({ url, key: runKey, pid: process.pid })}\n`, { mode: 0o600 })
  toClose.push(async () => {
    isDraining = true
    await rm(serverFile, { force: true })
    // Both wait until every connection is gone: only the drain cuts those that stay.
    await Promise.all([live.close(), drain(http, limits.drainMs)])
  })

  process.on('SIGHUP', () => {
    configure().then(
      () => logger.info('outcry.yaml was read again'),
      (error: unknown) => logger.error(`outcry.yaml was not taken: ${(error as Error).message}`),
    )
  })
  stopOnSignals({ close, limitMs: limits.stopMs, onProblem })

  process.stdout.write(`Outcry listens at ${url}\n`)
  if (firstKey !== undefined)
    process.stdout.write(`The admin key, shown this once (more by \`outcry key\`): ${firstKey}\n`)
}

serve().catch((error: unknown) => {
  process.stderr.write(`outcry: ${error instanceof Problem ? reasonOf(error) : (error as Error).stack}\n`)
  process.exit(error instanceof Problem && error.code === 'usage' ? 2 : 1)
})
