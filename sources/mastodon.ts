// Mastodon: the timeline of a hashtag as one server knows it, or a search, the newest first, back to where the last round ended.
import { baseOf } from './base-url.ts'
import { failureOf } from './failure.ts'
import { isObject, type Json, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import { missingOf, shownOf } from './lookup.ts'
import { mastodonStatus } from './mastodon-status.ts'
import { endOfRound, floorsOf, isReached, type Seen, seenWith, unseen } from './read-back.ts'
import type { Failure, Polled, Reading, Source, SourceAnswer, SourceRequest, Translation } from './source.ts'
import { parseTime } from './time.ts'

/** A server allows 300 requests in 5 min to each address. */
const pauseMs = 1_000
const perPage = 40
/** Of one round: 10,000 statuses. */
const maxPages = 250
const maxEmptyPages = 5

type Progress = Seen & { readonly page: number; readonly emptyPages: number; readonly target: string }

const firstTarget = ({ config: { tag, query } }: Reading): string =>
  tag === undefined
    ? `/api/v2/search?type=statuses&limit=${perPage}&q=${encodeURIComponent(String(query))}`
    : `/api/v1/timelines/tag/${encodeURIComponent(String(tag).replace(/^#/, ''))}?limit=${perPage}`

const get = (reading: Reading, target: string, asks: string): SourceRequest => ({
  method: 'GET',
  url: baseOf(reading) + target,
  headers: {
    accept: 'application/json',
    ...(reading.secrets.token === undefined ? {} : { authorization: `Bearer ${reading.secrets.token}` }),
  },
  asks,
})

const ask = (reading: Reading, progress: Progress): SourceRequest =>
  get(reading, progress.target, JSON.stringify(progress))

/** Servers that show timelines and statuses to members only say so with any of these. */
const failed = (reading: Reading, failure: Failure, { status }: SourceAnswer): Failure =>
  reading.secrets.token === undefined && (status === 401 || status === 403 || status === 422)
    ? {
        failure: 'stop',
        detail: `the server answered ${status}: it shows this to members only; set a token with the scope read.`,
      }
    : failure

/** Where older ones are; `elsewhere`: at another host, which is not asked. */
type Older = { readonly target?: string; readonly elsewhere?: true }

/** By the Link header: path and query of it, since servers behind proxies may name another protocol. */
const olderOf = (reading: Reading, { headers }: SourceAnswer): Older => {
  const link = /<([^<>]*)>\s*;[^,<]*\brel="?next"?/.exec(headers.link ?? '')?.[1]
  const base = baseOf(reading)
  if (link === undefined || !URL.canParse(link, base)) return {}
  const { host, pathname, search } = new URL(link, base)
  return host === new URL(base).host ? { target: pathname + search } : { elsewhere: true }
}

/** A search names no older page: it is counted on. */
const nextOf = (reading: Reading, answer: SourceAnswer, page: number, found: number): Older => {
  if (reading.config.tag !== undefined) return olderOf(reading, answer)
  return found === 0 ? {} : { target: `${firstTarget(reading)}&offset=${page * perPage}` }
}

const statusesOf = (reading: Reading, value: unknown): readonly Json[] | undefined => {
  const list = reading.config.tag === undefined && isObject(value) ? value.statuses : value
  return Array.isArray(list) ? objectsIn({ list }, 'list') : undefined
}

const timeOf = (status: Json) => parseTime(stringIn(status, 'created_at') ?? '') ?? Number.NaN

const translate: Polled['translate'] = (reading, request, answer): Translation => {
  const failure = failureOf(answer, reading.nowMs)
  if (failure !== undefined) return failed(reading, failure, answer)
  const json = readJson(answer)
  if ('failure' in json) return json
  const statuses = statusesOf(reading, json.value)
  if (statuses === undefined) return { failure: 'retry', detail: 'the answer is JSON, but holds no list of statuses.' }
  const before = JSON.parse(request.asks) as Progress
  if (reading.config.tag === undefined && reading.secrets.token === undefined && statuses.length === 0)
    return {
      failure: 'stop',
      detail: 'the server finds nothing for who is no member: set a token with the scope read:search, or follow a tag.',
    }
  const ids = new Map(statuses.map((status) => [stringIn(status, 'id'), stringIn(status, 'uri')]))
  const read = statuses.map((status) => mastodonStatus(status, (local) => ids.get(local)))
  const items = read.flatMap((one) => ('dropped' in one ? [] : [one]))
  const times = statuses.map(timeOf).filter(Number.isFinite)
  const seen = seenWith(reading, before, times)
  const page = before.page + 1
  const emptyPages = statuses.length === 0 ? before.emptyPages + 1 : 0
  const { target, elsewhere } = nextOf(reading, answer, page, statuses.length)
  const isEnd = (target === undefined && elsewhere === undefined) || emptyPages > maxEmptyPages
  const isOver = isEnd || isReached(times, floorsOf(reading).endMs)
  const counted = { items, dropped: read.length - items.length }
  if (!isOver && target !== undefined && target !== before.target && page < maxPages)
    return { ...counted, next: [ask(reading, { ...seen, page, emptyPages, target })] }
  return { ...counted, next: [], ...endOfRound(reading, seen, !isOver) }
}

const statusOf = (answer: SourceAnswer): { readonly status: Json; readonly uri: string } | Failure => {
  const json = readJson(answer)
  if ('failure' in json) return json
  const status = isObject(json.value) ? json.value : {}
  const uri = stringIn(status, 'uri')
  return uri === undefined ? { failure: 'retry', detail: 'the answer is JSON, but no status.' } : { status, uri }
}

export const mastodon: Source = {
  kind: 'mastodon',
  polled: {
    pauseMs,
    begin: (reading) => [ask(reading, { ...unseen, page: 0, emptyPages: 0, target: firstTarget(reading) })],
    translate,
    recheck: {
      atOnce: 1,
      ask: (reading, [stored]) =>
        get(reading, `/api/v1/statuses/${encodeURIComponent(stored?.lookup ?? stored?.id ?? '')}`, 'status'),
      translate: (reading, stored, answer) => {
        const missing = missingOf(answer, stored, reading.nowMs)
        if (missing !== undefined) return 'failure' in missing ? failed(reading, missing, answer) : missing
        const found = statusOf(answer)
        if ('failure' in found) return found
        return shownOf(stored, new Map([[found.uri, mastodonStatus(found.status, () => undefined)]]))
      },
    },
  },
}
