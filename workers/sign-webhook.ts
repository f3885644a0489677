// Signs what is sent, as Standard Webhooks asks (https://www.standardwebhooks.com): HMAC-SHA256 over id, seconds and body.
import { createHmac } from 'node:crypto'

/** @param secrets each `whsec_` and base64; with two, both sign. @param seconds since 1970, of this try */
export const signedHeaders = (
  secrets: readonly string[],
  id: string,
  seconds: number,
  body: string,
): { readonly [name: string]: string } => ({
  'webhook-id': id,
  'webhook-timestamp': String(seconds),
  'webhook-signature': secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
    })
    .join(' '),
})
