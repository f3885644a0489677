// What an answer that is not what was asked for means, the same for every platform: later, when told so, or when somebody acts.
import type { Failure, Headers, SourceAnswer } from './source.ts'

const dayMs = 24 * 3_600_000

/** `Retry-After` in seconds or as a date, `x-ratelimit-reset` and its kin in seconds left, seconds since 1970, or as a date. Ms since 1970. */
export const resetOf = (headers: Headers, nowMs: number): number | undefined => {
  for (const name of ['retry-after', 'x-ratelimit-reset', 'x-rate-limit-reset', 'ratelimit-reset']) {
    const text = headers[name]
    if (text === undefined || text === '') continue
    const seconds = Number(text)
    if (Number.isFinite(seconds)) return seconds * 1_000 < nowMs - dayMs ? nowMs + seconds * 1_000 : seconds * 1_000
    const ms = Date.parse(text)
    if (Number.isFinite(ms)) return ms
  }
  return undefined
}

/** Undefined for 2xx and 304. */
export const failureOf = ({ status, headers }: SourceAnswer, nowMs: number): Failure | undefined => {
  if ((status >= 200 && status < 300) || status === 304) return undefined
  const said = `the server answered ${status}`
  const untilMs = resetOf(headers, nowMs)
  if (status === 429 || (status === 503 && untilMs !== undefined))
    return { failure: 'wait', detail: `${said}: it asks for a pause.`, ...(untilMs === undefined ? {} : { untilMs }) }
  if (status >= 500 || status === 408) return { failure: 'retry', detail: `${said}, a fault of its own.` }
  if (status === 401) return { failure: 'reauth', detail: `${said}: it refuses the credentials, or wants some.` }
  if (status === 403 || status === 451) return { failure: 'stop', detail: `${said}: it does not let us read this.` }
  if (status === 404 || status === 410)
    return { failure: 'stop', detail: `${said}: there is nothing at this address; look whether it is right.` }
  return { failure: 'stop', detail: `${said}, which is no answer to a reader.` }
}

const remainings = ['x-ratelimit-remaining', 'x-rate-limit-remaining', 'ratelimit-remaining']

/** Until when the next request should wait, ms since 1970: what is left of a window is spread over the rest of it. 0: nothing was told. */
export const restUntil = ({ status, headers }: Pick<SourceAnswer, 'status' | 'headers'>, nowMs: number): number => {
  const told = remainings.map((name) => headers[name]).find((text) => text !== undefined)
  const left = told === undefined && status === 429 ? 0 : Number(told ?? Number.NaN)
  const resetMs = resetOf(headers, nowMs)
  if (!Number.isFinite(left) || resetMs === undefined || resetMs <= nowMs) return 0
  return nowMs + (resetMs - nowMs) / (Math.max(0, left) + 1)
}
