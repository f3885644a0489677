// Deliveries over adapters in memory, real HTTP and SMTP on the loopback, and a clock that the test sets.
import { randomBytes } from 'node:crypto'
import { createGuardedFetch } from '../../adapters/guarded-fetch.ts'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { createSmtpMail } from '../../adapters/smtp-mail.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { EventLog } from '../../events/event-log.ts'
import type { ReceiverEntry } from '../../events/receiver-entry.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import { receiverOf } from '../../projections/receivers.ts'
import { createReceiverEditing } from '../../server/receiver-editing.ts'
import { limits } from '../../settings.ts'
import { createDeliverAlerts } from '../../workers/deliver-alerts.ts'
import { createFollowing } from '../../workers/following.ts'
import { createSendAlert } from '../../workers/send-alert.ts'
import { createTellFollowers } from '../../workers/tell-followers.ts'
import { storyOpened, streamOf } from '../given.ts'
import { receiving } from '../receiving.ts'
import { until } from '../running.ts'

type Options = {
  readonly hosts?: readonly string[]
  readonly smtp?: string
  readonly append?: (log: EventLog) => EventLog['append']
  /** Log, vault and clock of another, which was closed: a process that begins with no read model. */
  readonly of?: ReturnType<typeof receiving>
}

/** Half of the jitter: every wait is as the schedule has it. */
const random = () => 0.5

export const startTold = async ({ hosts = [], smtp, append, of }: Options = {}) => {
  const given = of ?? receiving()
  const { log, vault, pepper, clock, now } = given
  const readModel = createMemoryReadModel()
  const told: string[] = []
  const onProblem = (words: string) => void told.push(words)
  const keepUp = createKeepUp({ log, readModel, onProblem })
  const stopped = new AbortController()
  const following = keepUp.run(stopped.signal)
  const editing = createReceiverEditing({ log, vault, pepper, now, random: randomBytes })
  const followers = createFollowing({ ...given, readModel, limits })
  const fetch = createGuardedFetch({ allowHosts: hosts, userAgent: 'Outcry/test', limits })
  const sendMail =
    smtp === undefined ? undefined : createSmtpMail({ url: smtp, from: 'Outcry <o@outcry.example>', timeoutMs: 1_000 })
  const address = () => 'https://outcry.example'
  const stopping = new AbortController()
  const { signal } = stopping
  const common = {
    log: { ...log, append: append?.(log) ?? log.append },
    vault,
    readModel,
    keepUp,
    address,
    now,
    random,
    onProblem,
    signal,
  }
  const send = createSendAlert({ fetch, sendMail, vault, now, signal, timeoutMs: 1_000 })
  const engines = [
    createDeliverAlerts({ ...common, send }),
    ...(sendMail === undefined ? [] : [createTellFollowers({ ...common, following: followers, sendMail })]),
  ]
  const caughtUp = async () => {
    const head = await log.head()
    await until('the read model', () => keepUp.version() >= head)
  }
  const record = async (...events: readonly OutcryEvent[]) => {
    for (const event of events) {
      const stream = streamOf(event)
      const expected = (await log.read(stream)).at(-1)?.revision ?? 'none'
      await log.append([{ stream, expected, events: [event] }])
    }
    await caughtUp()
  }
  if (of === undefined) await record(storyOpened('plex', { title: 'Plex privacy', company: 'Plex' }))
  await until('following', keepUp.isCaughtUp)
  return {
    ...given,
    readModel,
    followers,
    told,
    record,
    caughtUp,
    editing,
    send,
    address,
    receive: async (entry: ReceiverEntry) => {
      const { secret } = await editing.add(entry)
      await caughtUp()
      return secret ?? ''
    },
    look: () => {
      for (const { look } of engines) look()
    },
    deliveries: (id: string) => receiverOf(readModel, id)?.deliveries ?? [],
    receiver: (id: string) => receiverOf(readModel, id),
    /** The clock goes to where the receiver is tried next, and it is tried. */
    nextTry: async (id: string) => {
      const { retryAt = '' } = receiverOf(readModel, id) ?? {}
      const tries = (await log.read(`receiver-${id}`)).length
      clock.ms = Math.max(clock.ms, Date.parse(retryAt))
      for (const { look } of engines) look()
      await until(`a try at ${retryAt}`, async () => (await log.read(`receiver-${id}`)).length > tries)
      await caughtUp()
    },
    close: async () => {
      stopping.abort()
      await Promise.all(engines.map(({ close }) => close()))
      stopped.abort()
      await following
    },
  }
}
export type Told = Awaited<ReturnType<typeof startTold>>
