// Is this body signed by someone who knows the channel's secret? Standard Webhooks (https://www.standardwebhooks.com), or the body alone.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { Problem } from '../events/problem.ts'

const secretBytes = { min: 24, max: 64 }
const maxIdLength = 256

/** `whsec_` and base64 of 24 to 64 bytes. @throws Problem `invalid` without repeating the secret */
export const readSecret = (secret: string): KeyObject => {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const bytes = Buffer.from(base64, 'base64')
  const whole = bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '')
  if (!whole || bytes.length < secretBytes.min || bytes.length > secretBytes.max)
    throw new Problem('invalid', 'reading a webhook secret: it must be whsec_ and base64 of 24 to 64 bytes')
  return createSecretKey(bytes)
}

/** The three headers, as far as they are there once each. */
export type SignatureHeaders = {
  readonly id: string | undefined
  readonly timestamp: string | undefined
  readonly signature: string | undefined
}

export type SignatureLimits = { readonly toleranceMs: number; readonly maxSignatures: number }

/** The same words for every cause: a forger learns nothing. */
const refuse = (): never => {
  throw new Problem('unauthorised', 'checking who sends: a valid key or signature is needed')
}

/** As text: base64 can be written in many ways, and a signature in one. */
const read = (signatures: string, maxSignatures: number): readonly Buffer[] =>
  signatures
    .split(' ')
    .slice(0, maxSignatures)
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice('v1,'.length)))

/**
 * @param keys of the channel; two while a secret is being replaced
 * @param body the bytes as sent, inflated
 * @returns the webhook-id
 * @throws Problem `unauthorised`, the same for every cause
 */
export const verifySignature = (
  keys: readonly KeyObject[],
  { id, timestamp, signature }: SignatureHeaders,
  body: Uint8Array,
  nowMs: number,
  { toleranceMs, maxSignatures }: SignatureLimits,
): string => {
  if (id === undefined || timestamp === undefined || signature === undefined) return refuse()
  // A dot would let bytes move between id, time and body under the same signature.
  if (id.length === 0 || id.length > maxIdLength || id.includes('.') || !/^\d{1,12}$/.test(timestamp)) return refuse()
  if (Math.abs(nowMs - Number(timestamp) * 1000) > toleranceMs) return refuse()
  const given = read(signature, maxSignatures)
  let matches = false
  for (const key of keys) {
    const expected = Buffer.from(createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64'))
    for (const one of given) matches = (one.length === expected.length && timingSafeEqual(one, expected)) || matches
  }
  return matches ? id : refuse()
}

/**
 * `sha256=` and the hex HMAC-SHA256 of the body alone, as forums and code hosts have it: it has no time, so it holds for ever.
 * @param secrets as text; two while one is being replaced
 * @throws Problem `unauthorised`, the same for every cause
 */
export const verifyBodySignature = (
  secrets: readonly string[],
  signature: string | undefined,
  body: Uint8Array,
): void => {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1] ?? refuse()
  const given = Buffer.from(hex, 'hex')
  let matches = false
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest()
    matches = timingSafeEqual(given, expected) || matches
  }
  if (!matches) refuse()
}
