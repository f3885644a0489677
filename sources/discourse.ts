// Forums that run Discourse: /posts.json, the newest first, back to where the last round ended; single posts and topics by their ids.
import { baseOf } from './base-url.ts'
import { discoursePosts, discourseTopicPosts } from './discourse-post.ts'
import { pushed } from './discourse-webhook.ts'
import { failureOf } from './failure.ts'
import { countIn, idIn, isObject, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import { endOfRound, floorsOf, isReached, type Seen, seenWith, unseen } from './read-back.ts'
import type {
  Dropped,
  Failure,
  Item,
  Polled,
  Reading,
  Recheck,
  Source,
  SourceAnswer,
  SourceRequest,
  Translation,
} from './source.ts'
import { parseTime } from './time.ts'

/** Of one round: a forum that writes more than 10,000 posts between two of them has a gap. */
const maxPages = 200
const maxEmptyPages = 5
const postsPerPage = 50
/** As many as the forum's own pages ask for at once. */
const topicPostsPerPage = 20
/** Of one topic. */
const maxTopicPosts = 10_000
/** The forum allows 50 requests in 10 s and 200 a minute to each address. */
const pauseMs = 350

/** Where a round stands: what the next request of it needs to know. Ids below `before`; 0 = the newest. */
type Progress = Seen & { readonly page: number; readonly emptyPages: number; readonly before: number }
/** A topic is read again. Its first page has the title, and the ids of all its posts, of which `open` are still to be asked for. */
type TopicProgress = { readonly topic: string; readonly title?: string; readonly open?: readonly string[] }

/** A key of a single user needs no name; one for all users reads as whom it names. */
const request = (reading: Reading, path: string, asks: Progress | TopicProgress | 'post'): SourceRequest => {
  const { token } = reading.secrets
  const { username } = reading.config
  return {
    method: 'GET',
    url: `${baseOf(reading)}${path}`,
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { 'api-key': token }),
      ...(token === undefined || username === undefined ? {} : { 'api-username': String(username) }),
    },
    asks: JSON.stringify(asks),
  }
}

const ask = (reading: Reading, progress: Progress): SourceRequest =>
  request(reading, `/posts.json${progress.before === 0 ? '' : `?before=${progress.before}`}`, progress)

/** Some limits are told in the body alone: `{"extras": {"wait_seconds": 7}}`. */
const waitOf = (answer: SourceAnswer, nowMs: number): { readonly untilMs?: number } => {
  const json = readJson(answer)
  if ('failure' in json || !isObject(json.value)) return {}
  const seconds = countIn(objectIn(json.value, 'extras'), 'wait_seconds')
  return seconds === undefined ? {} : { untilMs: nowMs + seconds * 1_000 }
}

/** The JSON of an answer, or why there is none. */
const jsonOf = (answer: SourceAnswer, nowMs: number): { readonly value: unknown } | Failure => {
  const failure = failureOf(answer, nowMs)
  if (failure === undefined) return readJson(answer)
  return failure.failure === 'wait' && failure.untilMs === undefined
    ? { ...failure, ...waitOf(answer, nowMs) }
    : failure
}

const counted = (read: readonly (Item | Dropped)[]) => {
  const items = read.flatMap((one) => ('dropped' in one ? [] : [one]))
  return { items, dropped: read.length - items.length }
}

const timeOf = (post: Json) => parseTime(stringIn(post, 'created_at') ?? '') ?? Number.NaN

const translatePage = (reading: Reading, before: Progress, value: unknown): Translation => {
  if (!isObject(value) || !Array.isArray(value.latest_posts))
    return { failure: 'retry', detail: 'the answer is JSON, but holds no list of posts.' }
  const posts = objectsIn(value, 'latest_posts').toSorted((a, b) => (countIn(b, 'id') ?? 0) - (countIn(a, 'id') ?? 0))
  const { items, dropped } = counted(discoursePosts(posts, {}, baseOf(reading)))
  const times = posts.map(timeOf).filter(Number.isFinite)
  const progress: Progress = {
    ...seenWith(reading, before, times),
    page: before.page + 1,
    // Old versions count ids, not posts: fifty deleted ones make an empty page.
    emptyPages: posts.length > 0 ? 0 : before.emptyPages + 1,
    before: posts.length > 0 ? (countIn(posts.at(-1), 'id') ?? 0) : before.before - postsPerPage,
  }
  // A server that does not go back answers the same page for ever.
  const isStuck = before.before !== 0 && progress.before >= before.before
  const isEnd = isStuck || progress.before <= 1 || progress.emptyPages > maxEmptyPages
  const isOver = isEnd || isReached(times, floorsOf(reading).endMs)
  if (!isOver && progress.page < maxPages) return { items, dropped, next: [ask(reading, progress)] }
  return { items, dropped, next: [], ...endOfRound(reading, progress, !isOver) }
}

/** What the forum shows now of a topic is there, whatever was heard of it before. */
const shownNow = (item: Item): Item => ('post' in item ? { post: { ...item.post, asked: true } } : item)

const translateTopic = (reading: Reading, { topic, open, ...before }: TopicProgress, value: unknown): Translation => {
  const stream = isObject(value) ? objectIn(value, 'post_stream') : undefined
  if (!isObject(value) || stream === undefined)
    return { failure: 'retry', detail: 'the answer is JSON, but holds no topic.' }
  const title = before.title ?? stringIn(value, 'title') ?? ''
  const { items, dropped } = counted(discourseTopicPosts({ ...value, id: topic, title }, false, baseOf(reading)))
  const shown = new Set(objectsIn(stream, 'posts').map((post) => idIn(post, 'id')))
  const ids = open ?? (Array.isArray(stream.stream) ? stream.stream.slice(0, maxTopicPosts).map(String) : [])
  const left = ids.filter((id) => !shown.has(id))
  const [some, rest] = [left.slice(0, topicPostsPerPage), left.slice(topicPostsPerPage)]
  const query = some.map((id) => `post_ids[]=${encodeURIComponent(id)}`).join('&')
  const next =
    some.length === 0
      ? []
      : [request(reading, `/t/${encodeURIComponent(topic)}/posts.json?${query}`, { topic, title, open: rest })]
  return { items: items.map(shownNow), dropped, next }
}

/** Of one topic: it is gone, or not for the public. */
const notShown = [403, 404, 410]

const translate: Polled['translate'] = (reading, { asks }, answer) => {
  const progress = JSON.parse(asks) as Progress | TopicProgress
  if ('topic' in progress && notShown.includes(answer.status)) return { items: [], dropped: 0, next: [] }
  const json = jsonOf(answer, reading.nowMs)
  if ('failure' in json) return json
  return 'topic' in progress
    ? translateTopic(reading, progress, json.value)
    : translatePage(reading, progress, json.value)
}

/** Moved to where only some may read: no longer public. With a key it may be the key that is refused, which says nothing. */
const isHidden = ({ secrets }: Reading, answer: SourceAnswer) => {
  const json = readJson(answer)
  if (answer.status !== 403 || 'failure' in json || !isObject(json.value)) return undefined
  return json.value.error_type === 'invalid_access' ? secrets.token === undefined : undefined
}

const recheck: Recheck = {
  atOnce: 1,
  ask: (reading, [stored]) => request(reading, `/posts/${encodeURIComponent(stored?.id ?? '')}.json`, 'post'),
  translate: (reading, [stored], answer) => {
    const id = stored?.id ?? ''
    if (answer.status === 404 || answer.status === 410) return { items: [], gone: [id] }
    const hidden = isHidden(reading, answer)
    if (hidden !== undefined) return { items: [], gone: hidden ? [id] : [] }
    const json = jsonOf(answer, reading.nowMs)
    if ('failure' in json) return json
    if (!isObject(json.value) || idIn(json.value, 'id') !== id)
      return { failure: 'retry', detail: 'the answer is JSON, but not the post that was asked for.' }
    return { items: counted(discoursePosts([json.value], {}, baseOf(reading))).items, gone: [] }
  },
}

export const discourse: Source = {
  kind: 'discourse',
  pushed,
  polled: {
    pauseMs,
    recheck,
    begin: (reading) => [ask(reading, { ...unseen, page: 0, emptyPages: 0, before: 0 })],
    thread: (reading, topic) => [request(reading, `/t/${encodeURIComponent(topic)}.json`, { topic })],
    translate,
  },
}
