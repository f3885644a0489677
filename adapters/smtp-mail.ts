// Mail through the operator's own server. Nothing else is reached: no file and no address is ever read into a mail.
import type { SendMail } from '../events/mail.ts'
import { Problem, type ProblemCode } from '../events/problem.ts'

type SmtpParts = {
  /** smtp://user:password@host:587 or smtps://…:465. */
  readonly url: string
  /** `Outcry <alerts@example.org>`, or the address alone. */
  readonly from: string
  /** Of all of it, from connecting to the last answer. */
  readonly timeoutMs: number
}

type SmtpError = Error & {
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

/** What the server says of the recipient or the message is of this mail alone; a sender it does not want is of all. */
const codeOf = ({ code, command, response = '' }: SmtpError): ProblemCode => {
  // RFC 3463: addresses and mailboxes that are not there. Without it, a refusal may be of our doing.
  if (command === 'RCPT TO' && /^55\d[ -]5\.(1\.[1-36]|1\.10|2\.1)\b/.test(response)) return 'not-found'
  return command === 'RCPT TO' || command === 'DATA' || code === 'EENVELOPE' ? 'invalid' : 'unavailable'
}

/** Without the address, which the server's own words may repeat. */
const wordsOf = ({ code, responseCode }: SmtpError): string => {
  if (responseCode !== undefined) return `the mail server answered ${responseCode}`
  if (code === 'EAUTH') return 'the mail server does not take our name and password'
  if (code === 'EENVELOPE') return 'the mail server cannot use this address'
  return 'the mail server cannot be reached'
}

/** One connection for each mail: there are few. */
export const createSmtpMail = ({ url, from, timeoutMs }: SmtpParts): SendMail => {
  const times = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs }
  /** Loaded with the first mail: most installations send none. */
  const load = async () => {
    const { createTransport } = await import('nodemailer')
    return createTransport({ url, ...times, disableFileAccess: true, disableUrlAccess: true })
  }
  let transport: ReturnType<typeof load> | undefined
  const domain = /@([^\s>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return async ({ to, subject, text, id, leaveLink }, signal) => {
    const { promise: over, reject } = Promise.withResolvers<never>()
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const stop = () => reject(new Error('out of time'))
    over.catch(() => undefined)
    limit.addEventListener('abort', stop)
    if (limit.aborted) stop()
    transport ??= load()
    try {
      const sent = (await transport).sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${domain}>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(leaveLink === undefined
            ? {}
            : { 'List-Unsubscribe': `<${leaveLink}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        },
      })
      sent.catch(() => undefined)
      const { response } = await Promise.race([sent, over])
      return Number(/^\d{3}/.exec(response)?.[0] ?? 250)
    } catch (error) {
      const said = error as SmtpError
      throw new Problem(codeOf(said), `sending mail: ${wordsOf(said)}`, { cause: error })
    } finally {
      limit.removeEventListener('abort', stop)
    }
  }
}
