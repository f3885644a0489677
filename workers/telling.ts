// Tells people who are not on the page: receivers of alerts, and followers by mail.
import { setInterval } from 'node:timers'
import type { SendMail } from '../events/mail.ts'
import type { WebFetch } from '../events/web.ts'
import { createDeliverAlerts, type DeliverParts } from './deliver-alerts.ts'
import type { Following } from './following.ts'
import type { Ports } from './ports.ts'
import { createSendAlert } from './send-alert.ts'
import { createTellFollowers } from './tell-followers.ts'

export type Telling = {
  readonly fetch: WebFetch
  /** `undefined`: the operator has set no mail server. */
  readonly sendMail: SendMail | undefined
  /** Only then are followers told: what is not for everybody goes to receivers alone. */
  readonly isPublic: boolean
  readonly following: Following
  /** Where this service is reached, without a slash at the end; empty where nobody said. */
  readonly address: () => string
  /** Until a receiver has answered. */
  readonly timeoutMs: number
}

type Parts = Telling &
  Pick<Ports, 'log' | 'vault' | 'readModel' | 'now'> &
  Pick<DeliverParts, 'keepUp' | 'onProblem'> & {
    /** Between two looks at the clock; what is new is sent at once. */
    readonly lookEveryMs: number
  }

export const startTelling = (parts: Parts) => {
  const { sendMail, isPublic, lookEveryMs } = parts
  const stopping = new AbortController()
  const { signal } = stopping
  const common = { ...parts, random: Math.random, signal }
  const engines = [
    createDeliverAlerts({ ...common, send: createSendAlert({ ...common, now: Date.now }) }),
    ...(sendMail === undefined || !isPublic ? [] : [createTellFollowers({ ...common, sendMail })]),
  ]
  const looking = setInterval(() => {
    for (const { look } of engines) look()
  }, lookEveryMs)
  return {
    /** What is under way and not taken yet is sent again after the next start. */
    close: async () => {
      clearInterval(looking)
      stopping.abort()
      await Promise.all(engines.map(({ close }) => close()))
    },
  }
}
