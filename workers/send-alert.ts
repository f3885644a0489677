// Sends one message to one receiver, in the form its kind takes, and says what came of it.
import type { SendMail } from '../events/mail.ts'
import { Problem } from '../events/problem.ts'
import type { Receiver } from '../events/receiver.ts'
import { type ReceiverSecretName, receiverSecret } from '../events/receiver-entry.ts'
import type { Vault } from '../events/vault.ts'
import type { WebFetch } from '../events/web.ts'
import { discordMessage, slackMessage } from '../views/alert-chat.ts'
import { alertMail } from '../views/alert-mail.ts'
import type { AlertText } from '../views/alert-text.ts'
import { retryAfterMs } from './back-off.ts'
import { signedHeaders } from './sign-webhook.ts'

/** The same at every try. */
export type Message = {
  /** `webhook-id`, and part of a mail's Message-ID. */
  readonly id: string
  /** Of what it tells, ISO 8601 UTC. */
  readonly at: string
  readonly type: 'alert.raised' | 'alert.withdrawn' | 'outcry.test'
  readonly data: object
  readonly text: AlertText
}

/** `problem` in words, without any address. `gone`: it wants nothing any more. */
export type Sent =
  | { readonly status: number; readonly problem?: undefined }
  | { readonly status?: number; readonly problem: string; readonly retryAfterMs?: number; readonly gone?: boolean }

type Parts = {
  readonly fetch: WebFetch
  /** Absent where the operator has set no mail server. */
  readonly sendMail?: SendMail | undefined
  readonly vault: Pick<Vault, 'secret'>
  /** The real time, whatever the clock of the service says: receivers look at the time of a signature. */
  readonly now: () => number
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

export type SendAlert = (receiver: Pick<Receiver, 'id' | 'kind'>, message: Message) => Promise<Sent>

/** Addresses are secrets: of `reaching host: words` only the words are told. */
const wordsOf = (error: unknown): string => {
  if (!(error instanceof Problem)) throw error
  const [said = '', allows] = error.message.split('; OUTCRY_ALLOW_HOSTS')
  const words = said.slice(said.lastIndexOf(': ') + 1).trim()
  return allows === undefined ? words : `${words}; OUTCRY_ALLOW_HOSTS can allow it`
}

const failed = (problem: string): Sent => ({ problem })

export const createSendAlert = (parts: Parts): SendAlert => {
  const { fetch, sendMail, vault, now, signal, timeoutMs } = parts

  const post = async (url: string, body: string, headers: { readonly [name: string]: string } = {}): Promise<Sent> => {
    const request = {
      method: 'POST',
      url,
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      onlyStatus: true,
    } as const
    const { status, headers: answered } = await fetch(
      request,
      AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    )
    if (status >= 200 && status < 300) return { status }
    const askedMs = status === 429 || status === 503 ? retryAfterMs(answered['retry-after'], now()) : undefined
    return {
      status,
      problem: `it answered ${status}`,
      gone: status === 410,
      ...(askedMs === undefined ? {} : { retryAfterMs: askedMs }),
    }
  }

  const webhook = async (url: string, secrets: readonly string[], message: Message): Promise<Sent> => {
    const { id, type, at, data } = message
    const body = JSON.stringify({ type, timestamp: at, data })
    return post(url, body, signedHeaders(secrets, id, Math.floor(now() / 1_000), body))
  }

  const mail = async (address: string, receiver: string, { id, text }: Message): Promise<Sent> => {
    if (sendMail === undefined) return failed('no mail server is set: SMTP_URL and SMTP_FROM')
    return { status: await sendMail({ to: address, id: `${id}.${receiver}`, ...alertMail(text) }, signal) }
  }

  /** @throws what the vault throws: that is no failure of the receiver */
  return async ({ id, kind }, message) => {
    const secret = (name: ReceiverSecretName) => vault.secret(receiverSecret(id, name))
    const to = await secret(kind === 'mail' ? 'address' : 'url')
    if (to === undefined) return failed('its address is lost: set it again')
    const signs = kind === 'webhook' ? await secret('secret') : ''
    if (signs === undefined) return failed('its secret is lost: make a new one')
    try {
      switch (kind) {
        case 'webhook':
          return await webhook(to, signs.split(' '), message)
        case 'slack':
          return await post(to, JSON.stringify(slackMessage(message.text)))
        case 'discord':
          return await post(to, JSON.stringify(discordMessage(message.text)))
        case 'mail':
          return await mail(to, id, message)
      }
    } catch (error) {
      return failed(wordsOf(error))
    }
  }
}
