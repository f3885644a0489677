// Signing in to Bluesky: the search is for members only whenever its public servers are under load.
import { baseOf } from './base-url.ts'
import { failureOf } from './failure.ts'
import { countIn, isObject, type Json, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import type { Failure, Polled, Reading, SourceAnswer } from './source.ts'

const publicView = 'https://public.api.bsky.app'
const memberServer = 'https://bsky.social'
/** Where a token does not say how long it is good; they are for two hours. */
const goodForMs = 3_600_000

/** `name.bsky.social:xxxx-xxxx-xxxx-xxxx`; a token that is a bearer's holds no colon. */
const accountOf = ({ secrets: { token = '' } }: Reading) => {
  const colon = token.lastIndexOf(':')
  return colon < 1 ? undefined : { identifier: token.slice(0, colon), password: token.slice(colon + 1) }
}

export const serverOf = (reading: Reading): string =>
  baseOf(reading, reading.secrets.token === undefined ? publicView : memberServer)

export const bearerOf = (reading: Reading): { readonly authorization?: string } =>
  reading.secrets.token === undefined || accountOf(reading) !== undefined
    ? {}
    : { authorization: `Bearer ${reading.secrets.token}` }

const objectOf = (answer: SourceAnswer): Json => {
  const json = readJson(answer)
  return 'failure' in json || !isObject(json.value) ? {} : json.value
}

/** A token whose time is over is told with 400. */
export const blueskyFailure = (reading: Reading, answer: SourceAnswer): Failure | undefined => {
  const failure = failureOf(answer, reading.nowMs)
  if (failure === undefined) return undefined
  const { status } = answer
  if (status === 400 && /^(Expired|Invalid)Token$/.test(stringIn(objectOf(answer), 'error') ?? ''))
    return { failure: 'reauth', detail: 'the server does not take the token any more.' }
  if (reading.secrets.token !== undefined || (status !== 401 && status !== 403)) return failure
  return {
    failure: 'stop',
    detail: `the server answered ${status}: only members may search now. Set token to a handle and an app password of it with a colon between, such as name.bsky.social:xxxx-xxxx-xxxx-xxxx.`,
  }
}

/** Ms since 1970; by the token itself, a JSON Web Token. */
const untilOf = (jwt: string, nowMs: number): number => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return 1_000 * (countIn(isObject(claims) ? claims : {}, 'exp') ?? Number.NaN) || nowMs + goodForMs
  } catch {
    return nowMs + goodForMs
  }
}

export const blueskyAccess: NonNullable<Polled['access']> = {
  ask: (reading) => {
    const account = accountOf(reading)
    return (
      account && {
        method: 'POST',
        url: `${serverOf(reading)}/xrpc/com.atproto.server.createSession`,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(account),
        asks: 'session',
      }
    )
  },
  translate: (reading, answer) => {
    const failure = failureOf(answer, reading.nowMs)
    if (failure !== undefined) return failure
    const token = stringIn(objectOf(answer), 'accessJwt')
    return token === undefined
      ? { failure: 'retry', detail: 'the answer to signing in holds no token.' }
      : { token, untilMs: untilOf(token, reading.nowMs) }
  },
}
