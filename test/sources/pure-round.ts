// A round of a source without network: requests answered by a function, until the source wants no more.
import assert from 'node:assert/strict'
import type { IncomingPost } from '../../events/incoming-post.ts'
import type { Failure, Item, Reading, Source, SourceAnswer, SourceRequest, Stored } from '../../sources/source.ts'

export const nowMs = Date.UTC(2026, 10, 24, 12)
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

export const readingOf = (config: Reading['config'], more: Partial<Reading> = {}): Reading => ({
  config,
  secrets: {},
  readsLeft: Number.POSITIVE_INFINITY,
  cursor: undefined,
  nowMs,
  ...more,
})

/** JSON, with a status and headers of its own where it needs any. */
export type Said = { readonly value: unknown; readonly status?: number; readonly headers?: SourceAnswer['headers'] }

/** Text goes as it is, anything else as JSON. */
export const answerOf = (status: number, value: unknown, headers: SourceAnswer['headers'] = {}): SourceAnswer => ({
  status,
  headers,
  body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
})

const answered = ({ value, status = 200, headers = {} }: Said) =>
  answerOf(status, value, { 'content-type': 'application/json', ...headers })

export const postsOf = (items: readonly Item[]): readonly IncomingPost[] =>
  items.map((item) => ('post' in item ? item.post : assert.fail(item.problem.message)))

type Ended = {
  readonly asked: readonly SourceRequest[]
  readonly posts: readonly IncomingPost[]
  readonly ids: readonly string[]
  readonly dropped: number
  readonly cursor?: string
  readonly fromMs?: number
  readonly failure?: Failure
}

/** A failure ends it. */
export const roundOf = (
  { polled }: Source,
  reading: Reading,
  answer: (url: URL, request: SourceRequest) => Said,
): Ended => {
  assert.ok(polled)
  const waiting = [...polled.begin(reading)]
  const asked: SourceRequest[] = []
  const posts: IncomingPost[] = []
  let dropped = 0
  let end: { cursor?: string; fromMs?: number } = {}
  const sofar = () => ({ asked, posts, dropped, ids: posts.map(({ content }) => content.id) })
  for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
    asked.push(request)
    const read = polled.translate(reading, request, answered(answer(new URL(request.url), request)))
    if ('failure' in read) return { ...sofar(), failure: read }
    posts.push(...postsOf(read.items))
    dropped += read.dropped
    waiting.push(...read.next)
    const { cursor, fromMs } = read
    assert.ok(cursor === undefined || waiting.length === 0, 'the cursor comes last')
    end = { ...(cursor === undefined ? {} : { cursor }), ...(fromMs === undefined ? {} : { fromMs }) }
  }
  return { ...sofar(), ...end }
}

/** What a platform says when it is asked again: ids that are gone, posts as they are now, or a failure. */
export const recheckOf = ({ polled }: Source, reading: Reading, stored: readonly Stored[], said: Said) => {
  assert.ok(polled?.recheck)
  const request = polled.recheck.ask(reading, stored)
  const found = polled.recheck.translate(reading, stored, answered(said))
  return 'failure' in found
    ? { url: request.url, failure: found.failure, detail: found.detail }
    : { url: request.url, gone: found.gone, posts: postsOf(found.items) }
}
