// Who may send, and what of a body is looked at before anything is made of it. Each step may end the request.
import { isUtf8 } from 'node:buffer'
import type { KeyObject } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Scope } from '../events/key.ts'
import { Problem } from '../events/problem.ts'
import { type JsonLimits, parseJson } from '../sources/json.ts'
import { type BodyLimits, type Hold, readBody } from './body.ts'
import { type SignatureHeaders, type SignatureLimits, verifyBodySignature, verifySignature } from './signature.ts'
import { createTurns } from './turns.ts'

/** @throws Problem `unauthorised`, `forbidden` */
export type Authenticate = (authorization: string | undefined, scope: Scope) => unknown

const empty = new Uint8Array(0)

const once = (request: IncomingMessage, name: string): string | undefined => {
  const given = request.headersDistinct[name]
  return given?.length === 1 ? given[0] : undefined
}

const signatureHeaders = (request: IncomingMessage): SignatureHeaders => ({
  id: once(request, 'webhook-id'),
  timestamp: once(request, 'webhook-timestamp'),
  signature: once(request, 'webhook-signature'),
})

/** A key is looked at where one is shown; some senders of webhooks add an authorization of another kind. */
const isSigned = ({ headers }: IncomingMessage): boolean =>
  headers['webhook-signature'] !== undefined && !/^bearer /i.test(headers.authorization ?? '')

type SenderCheck = {
  readonly authenticate: Authenticate
  readonly limits: SignatureLimits
  readonly now: () => number
}

/**
 * By key at once, before the body is read; by signature once the body is there, which the answer then asks for.
 * @throws Problem `unauthorised`, `forbidden`
 */
export const checkSender = (
  { authenticate, limits, now }: SenderCheck,
  request: IncomingMessage,
  keys: readonly KeyObject[],
): ((body: Uint8Array) => void) | undefined => {
  if (!isSigned(request)) {
    authenticate(request.headers.authorization, 'ingest')
    return undefined
  }
  // Nobody's body is read for nothing.
  if (keys.length === 0) verifySignature(keys, signatureHeaders(request), empty, now(), limits)
  return (body) => {
    verifySignature(keys, signatureHeaders(request), body, now(), limits)
  }
}

/**
 * A platform that signs the body alone: with a secret its signature is a must, without one a key is.
 * @throws Problem `unauthorised`, `forbidden`
 */
export const checkPlatform = (
  authenticate: Authenticate,
  request: IncomingMessage,
  header: string,
  secrets: readonly string[],
): ((body: Uint8Array) => void) | undefined => {
  if (secrets.length === 0) {
    authenticate(request.headers.authorization, 'ingest')
    return undefined
  }
  const signature = once(request, header)
  if (signature === undefined) verifyBodySignature(secrets, signature, empty) // nobody's body is read for nothing
  return (body) => verifyBodySignature(secrets, signature, body)
}

export const checkUtf8 = (body: Buffer): void => {
  if (!isUtf8(body)) throw new Problem('malformed', 'reading the body: it is not UTF-8')
}

const largeBytes = 16 * 1024 // what is made of so much takes milliseconds
const turn = createTurns() // one for the process, as its event loop is

/** The JSON of a request: bounded, sent by whom `verify` takes, UTF-8, not too deep, no key twice. @throws Problem */
export const readJson = async (
  request: IncomingMessage,
  limits: BodyLimits & JsonLimits,
  verify?: (body: Uint8Array) => void,
  hold?: Hold,
): Promise<{ readonly value: unknown; readonly bytes: number }> => {
  const body = await readBody(request, limits, hold)
  if (body.length > largeBytes) await turn()
  verify?.(body)
  checkUtf8(body)
  return { value: parseJson(body, limits), bytes: body.length }
}
