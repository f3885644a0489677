// Lemmy: the posts, then the comments, of a community or of all that a server shows, the newest first, back to where the last round ended.
import { baseOf } from './base-url.ts'
import { failureOf } from './failure.ts'
import { idIn, isObject, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import { lemmyComment, lemmyPost, notWanted, timeOfView, type Wanted } from './lemmy-view.ts'
import { missingOf, shownOf } from './lookup.ts'
import { createPhrases } from './query-phrases.ts'
import { endOfRound, floorsOf, isReached, type Seen, seenWith, unseen } from './read-back.ts'
import type {
  Dropped,
  Failure,
  Item,
  Polled,
  Reading,
  Source,
  SourceAnswer,
  SourceRequest,
  Translation,
} from './source.ts'

/** A server allows 180 requests a minute to each address, unless it says otherwise. */
const pauseMs = 1_000
const perPage = 50
/** Of one list in a round: 10,000 posts and 10,000 comments. */
const maxPages = 200
const maxEmptyPages = 5

type List = 'post' | 'comment'

/** `cursor`: the word of newer servers for the next page; older ones count pages. `fromMs`: what the list before was read back to. */
type Progress = Seen & {
  readonly list: List
  readonly page: number
  readonly emptyPages: number
  readonly cursor?: string
  readonly fromMs?: number
}
const nothingYet = { ...unseen, page: 0, emptyPages: 0 }

const get = (reading: Reading, target: string, asks: string): SourceRequest => ({
  method: 'GET',
  url: `${baseOf(reading)}/api/v3/${target}`,
  headers: { accept: 'application/json' },
  asks,
})

const ask = (reading: Reading, progress: Progress): SourceRequest => {
  const { community } = reading.config
  const { list, page, cursor } = progress
  const parameters = new URLSearchParams({
    type_: 'All',
    sort: 'New',
    limit: String(perPage),
    ...(community === undefined ? {} : { community_name: String(community).replace(/^(!|\/?c\/)/, '') }),
    ...(cursor === undefined ? { page: String(page + 1) } : { page_cursor: cursor }),
  })
  return get(reading, `${list}/list?${parameters}`, JSON.stringify(progress))
}

const wantedOf = ({ config: { query } }: Reading): Wanted =>
  query === undefined ? () => true : createPhrases(String(query))

/** Old servers say everything with 400. */
const errorOf = (answer: SourceAnswer): string | undefined => {
  const json = readJson(answer)
  return 'failure' in json || !isObject(json.value) ? undefined : stringIn(json.value, 'error')
}

const failed = (answer: SourceAnswer, nowMs: number): Failure | undefined => {
  const failure = failureOf(answer, nowMs)
  const error = failure === undefined ? undefined : errorOf(answer)
  if (error === 'rate_limit_error') return { failure: 'wait', detail: 'the server asks for a pause.' }
  return error !== undefined && /private/.test(error)
    ? { failure: 'stop', detail: 'the server shows its posts to members only.' }
    : failure
}

const viewsOf = (list: List, value: unknown): readonly Json[] | undefined => {
  if (!isObject(value)) return undefined
  const key = [`${list}s`, 'items'].find((name) => Array.isArray(value[name]))
  return key === undefined ? undefined : objectsIn(value, key)
}

const itemsOf = (list: List, views: readonly Json[], wanted: Wanted): readonly (Item | Dropped)[] => {
  if (list === 'post') return views.map((view) => lemmyPost(view, wanted))
  const comments = views.map((view) => objectIn(view, 'comment'))
  const ids = new Map(comments.map((comment) => [idIn(comment, 'id'), stringIn(comment, 'ap_id')]))
  return views.map((view) => lemmyComment(view, wanted, (local) => ids.get(local)))
}

const latest = (...times: readonly (number | undefined)[]): { readonly fromMs?: number } => {
  const known = times.filter((ms) => ms !== undefined)
  return known.length === 0 ? {} : { fromMs: Math.max(...known) }
}

const translate: Polled['translate'] = (reading, request, answer): Translation => {
  const failure = failed(answer, reading.nowMs)
  if (failure !== undefined) return failure
  const json = readJson(answer)
  if ('failure' in json) return json
  const before = JSON.parse(request.asks) as Progress
  const { list } = before
  const views = viewsOf(list, json.value)
  if (views === undefined) return { failure: 'retry', detail: `the answer is JSON, but holds no list of ${list}s.` }
  const read = itemsOf(list, views, wantedOf(reading))
  const items = read.flatMap((one) => ('dropped' in one ? [] : [one]))
  const times = views.flatMap((view) => timeOfView(objectIn(view, list)) ?? [])
  const cursor = stringIn(isObject(json.value) ? json.value : undefined, 'next_page')
  const { cursor: last, ...rest } = before
  const progress: Progress = {
    ...rest,
    ...seenWith(reading, before, times),
    page: before.page + 1,
    emptyPages: views.length === 0 ? before.emptyPages + 1 : 0,
    ...(cursor === undefined ? {} : { cursor }),
  }
  const isMore =
    cursor === undefined
      ? last === undefined && views.length > 0
      : cursor !== last && progress.emptyPages <= maxEmptyPages
  const isOver = !isMore || isReached(times, floorsOf(reading).endMs)
  const counted = { items, dropped: read.filter((one) => 'dropped' in one && one !== notWanted).length }
  if (!isOver && progress.page < maxPages) return { ...counted, next: [ask(reading, progress)] }
  const end = endOfRound(reading, progress, !isOver)
  const from = latest(before.fromMs, end.fromMs)
  if (list === 'post') {
    const { newestMs } = progress
    return { ...counted, next: [ask(reading, { ...nothingYet, newestMs, list: 'comment', ...from })] }
  }
  return { ...counted, next: [], cursor: end.cursor, ...from }
}

const viewOf = (answer: SourceAnswer): Json | undefined => {
  const json = readJson(answer)
  return 'failure' in json || !isObject(json.value) ? undefined : json.value
}

const everything: Wanted = () => true

const recheckOne = (answer: SourceAnswer) => {
  const value = viewOf(answer)
  const post = objectIn(value, 'post_view')
  const comment = objectIn(value, 'comment_view')
  const view = post ?? comment
  if (view === undefined) return undefined
  const id = stringIn(objectIn(view, post === undefined ? 'comment' : 'post'), 'ap_id')
  const item = post === undefined ? lemmyComment(view, everything, () => undefined) : lemmyPost(view, everything)
  return new Map(id === undefined ? [] : [[id, item]])
}

export const lemmy: Source = {
  kind: 'lemmy',
  polled: {
    pauseMs,
    begin: (reading) => [ask(reading, { ...nothingYet, list: 'post' })],
    translate,
    recheck: {
      atOnce: 1,
      ask: (reading, [stored]) => {
        const [list, local = ''] = (stored?.lookup ?? '').split('/')
        return get(reading, `${list}?id=${encodeURIComponent(local)}`, 'view')
      },
      translate: (reading, stored, answer) => {
        if (answer.status === 400 && /^(couldnt_find_(post|comment)|not_found)$/.test(errorOf(answer) ?? ''))
          return shownOf(stored, new Map())
        const missing = missingOf(answer, stored, reading.nowMs)
        if (missing !== undefined) return 'failure' in missing ? (failed(answer, reading.nowMs) ?? missing) : missing
        const found = recheckOne(answer)
        return found === undefined
          ? { failure: 'retry', detail: 'the answer is no post and no comment.' }
          : shownOf(stored, found)
      },
    },
  },
}
