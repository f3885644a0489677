// What is measured for Prometheus. No label comes from outside.
import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { EventLog } from '../events/event-log.ts'
import type { ReceivePosts } from '../events/incoming-post.ts'
import type { Ledger } from '../events/ledger.ts'
import { Problem } from '../events/problem.ts'
import type { Vault } from '../events/vault.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import { parkedOf } from '../projections/parked.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { receiversOf } from '../projections/receivers.ts'
import { openRequestsOf } from '../projections/removal-requests.ts'
import { within } from '../workers/within.ts'
import type { Backlog } from './backlog.ts'

type MetricsParts = {
  readonly log: Pick<EventLog, 'head'>
  readonly keepUp: Pick<KeepUp, 'version'>
  readonly ledger: Pick<Ledger, 'open'>
  readonly readModel: ReadModel
  readonly vault: Pick<Vault, 'rechecks'>
  readonly backlog: Pick<Backlog, 'waiting'>
  readonly now: () => number
  /** Given where workers are processes of their own: whether one of them works. */
  readonly isWorking?: () => Promise<boolean>
}

const answerMs = 2_000
/** Undefined while whoever knows is away: the other values are told then too. */
const known = async (read: () => number | Promise<number>): Promise<number | undefined> => {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Problem && error.code === 'unavailable') return undefined
    throw error
  }
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export const createMetrics = (parts: MetricsParts) => {
  const { log, keepUp, ledger, readModel, vault, backlog, now, isWorking } = parts
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const acknowledged = new Histogram({
    name: 'outcry_acknowledgement_seconds',
    help: 'From the first byte of a webhook to its 202: durable by then.',
    buckets: secondsBuckets,
    registers,
  })
  const refused = new Counter({
    name: 'outcry_webhooks_refused_total',
    help: 'Webhooks answered with anything but 202, by status.',
    labelNames: ['status'] as const,
    registers,
  })
  const posts = new Counter({
    name: 'outcry_posts_total',
    help: 'Posts by what became of them; rejected and refused ones are drops.',
    labelNames: ['outcome'] as const,
    registers,
  })
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const value = await within(known(read), answerMs)
        if (typeof value === 'number') this.set(value)
        else this.remove()
      },
    })
  gauge('outcry_queue_bytes', 'Bytes of posts that wait to be written.', () => backlog.waiting().bytes)
  gauge('outcry_queue_posts', 'Posts that wait to be written.', () => backlog.waiting().posts)
  gauge('outcry_log_head_version', 'Version of the last event of the log.', () => log.head())
  gauge('outcry_read_model_version', 'Version of the last event folded.', () => keepUp.version())
  gauge(
    'outcry_read_model_lag_events',
    'How far the read model is behind the log: events, in a cluster bytes of the log.',
    async () => Math.max(0, (await log.head()) - keepUp.version()),
  )
  if (isWorking !== undefined)
    gauge('outcry_worker', 'Whether a worker does the work: 1, or 0 where none has it.', async () =>
      Number(await isWorking()),
    )
  gauge(
    'outcry_parked_events',
    'Events that could not be folded; 200 stand for more.',
    () => parkedOf(readModel).length,
  )
  /** Seconds since the first of these moments, ms since 1970. */
  const ageOf = (moments: readonly number[]) => {
    const oldest = Math.min(...moments)
    return Number.isFinite(oldest) ? Math.max(0, (now() - oldest) / 1000) : 0
  }
  gauge('outcry_open_erasure_seconds', 'Age of the oldest erasure without receipt; 0 without any.', () =>
    ageOf(ledger.open().map(({ requestedAt }) => Date.parse(requestedAt))),
  )
  gauge(
    'outcry_removal_requests',
    'Removal requests that wait for the operator.',
    () => openRequestsOf(readModel).length,
  )
  gauge('outcry_removal_request_seconds', 'Age of the oldest of them; 0 without any.', () =>
    ageOf(openRequestsOf(readModel).map(({ requestedAt }) => Date.parse(requestedAt))),
  )

  const rechecks = async () => [...(await vault.rechecks(now())).values()]
  gauge(
    'outcry_recheck_overdue_posts',
    'Kept posts whose source is to be asked again whether it shows them.',
    async () => (await rechecks()).reduce((sum, { overdue }) => sum + overdue, 0),
  )
  gauge('outcry_recheck_lag_seconds', 'How long the first of them has waited; 0 without any.', async () =>
    ageOf((await rechecks()).flatMap(({ oldestDueMs = [] }) => oldestDueMs)),
  )

  const receivers = () => receiversOf(readModel)
  gauge(
    'outcry_receivers_failing',
    'Receivers of alerts that are switched off, or whose last try failed.',
    () => receivers().filter(({ off, failures }) => off !== undefined || failures > 0).length,
  )
  gauge(
    'outcry_alert_delay_seconds',
    'How long the first alert that waits for a receiver has been due; 0 without any.',
    () =>
      ageOf(
        receivers().flatMap(({ deliveries }) =>
          deliveries.flatMap(({ status, dueAt }) => (status === 'waiting' ? Date.parse(dueAt) : [])),
        ),
      ),
  )

  const observeWebhooks: RequestHandler = (_request, response, next) => {
    const began = performance.now()
    response.once('finish', () => {
      if (response.statusCode === 202) acknowledged.observe((performance.now() - began) / 1000)
      else refused.inc({ status: String(response.statusCode) })
    })
    next()
  }

  let received = 0
  return {
    /** Posts handed in since the start. */
    received: () => received,
    text: () => registry.metrics(),
    contentType: registry.contentType,
    observeWebhooks,
    /** The same, counted by outcome. */
    counting:
      (receivePosts: ReceivePosts): ReceivePosts =>
      async (channel, some) => {
        received += some.length
        const outcomes = await receivePosts(channel, some)
        const counts = new Map<string, number>()
        for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
        for (const [outcome, count] of counts) posts.inc({ outcome }, count)
        return outcomes
      },
  }
}
export type Metrics = ReturnType<typeof createMetrics>
