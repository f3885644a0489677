// Days of a community of Lemmy that behaves as one does: posts and comments, pages that are counted, and what is kept is what it shows.
import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createBadHours, daysFrom, planDay, watchDays } from './platform-days.ts'
import { createAllowance, createScript } from './simulated-day.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const fromMs = Date.UTC(2026, 7, 3)
const home = 'https://lemmy.example'

type Entry = { readonly id: number; readonly atMs: number; readonly text: string; readonly thread?: number }

/** Its version 0.19: posts by cursor, comments by number of page, times without zone. */
const createLemmy = (now: () => number) => {
  const entries = new Map<string, Entry>()
  const gone = new Map<string, number>()
  const bad = createBadHours(now, fromMs)
  const script = createScript(now)
  const allowance = createAllowance(180, minuteMs, now)
  const apOf = ({ id, thread }: Entry) => `${home}/${thread === undefined ? 'post' : 'comment'}/${id}`
  let made = 100
  const common = (entry: Entry) => ({
    id: entry.id,
    ap_id: apOf(entry),
    published: new Date(entry.atMs).toISOString().replace('Z', ''),
    deleted: false,
    removed: false,
    local: true,
  })
  const around = {
    creator: { id: 7, name: 'grace', local: true, actor_id: `${home}/u/grace`, deleted: false },
    community: { id: 1, name: 'plex', removed: false, deleted: false, visibility: 'Public' },
    counts: { upvotes: 2, comments: 0, child_count: 0 },
  }
  const viewOf = (entry: Entry) => {
    if (entry.thread === undefined)
      return { ...around, post: { ...common(entry), name: `About ${entry.id}`, body: entry.text } }
    const post = {
      id: entry.thread,
      ap_id: `${home}/post/${entry.thread}`,
      name: `About ${entry.thread}`,
      deleted: false,
      removed: false,
    }
    const path = `0.${entry.id}`
    return { ...around, post, comment: { ...common(entry), content: entry.text, path, post_id: entry.thread } }
  }
  const listed = (isPost: boolean) =>
    [...entries.values()].filter(({ thread }) => (thread === undefined) === isPost).sort((a, b) => b.atMs - a.atMs)
  const list = (isPost: boolean, query: URLSearchParams) => {
    const all = listed(isPost)
    const limit = Math.min(50, Number(query.get('limit') ?? 10))
    const below = query.get('page_cursor')
    const at =
      below === null
        ? (Number(query.get('page') ?? 1) - 1) * limit
        : all.findIndex(({ id }) => `P${id.toString(16)}` === below) + 1
    const page = all.slice(at, at + limit)
    const last = page.at(-1)
    if (!isPost) return { comments: page.map(viewOf) }
    return { posts: page.map(viewOf), ...(last === undefined ? {} : { next_page: `P${last.id.toString(16)}` }) }
  }
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    script.play()
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://double')
    if (!allowance.take()) return bad.send(response, { status: 400, value: { error: 'rate_limit_error' } })
    const [, kind, isList] = /^\/api\/v3\/(post|comment)(\/list)?$/.exec(pathname) ?? []
    if (isList !== undefined) return bad.send(response, { value: list(kind === 'post', searchParams) })
    const entry = entries.get(`${home}/${kind}/${searchParams.get('id')}`)
    if (entry === undefined) return bad.send(response, { status: 404, value: { error: `couldnt_find_${kind}` } })
    const view = viewOf(entry)
    bad.send(response, { value: kind === 'post' ? { post_view: view } : { comment_view: view } })
  }
  return {
    answer,
    bad,
    allowance,
    gone,
    /** Every third opens a thread; some come late from other servers. */
    post: (atMs: number, text: string, random: () => number) => {
      const id = ++made
      const entry: Entry = { id, atMs, text, ...(id % 3 === 0 ? {} : { thread: 99 }) }
      const lateMs = random() < 0.1 ? Math.round(random() * 4 * hourMs) : 0
      script.at(atMs + lateMs, () => entries.set(apOf(entry), entry))
      return apOf(entry)
    },
    edit: (id: string, atMs: number, text: string) =>
      script.at(atMs, () => {
        const entry = entries.get(id)
        if (entry !== undefined) entries.set(id, { ...entry, text })
      }),
    remove: (id: string, atMs: number) =>
      script.at(atMs, () => {
        if (entries.delete(id)) gone.set(id, atMs)
      }),
    shown: () => new Map([...entries].map(([id, { text }]) => [id, text])),
  }
}

describe('days of a community of Lemmy', () => {
  const days = daysFrom(fromMs)
  const { server } = days

  it('end with what it shows: posts and comments, edits and deletions', async () => {
    const { day } = days
    const lemmy = createLemmy(day.now)
    server.answers(lemmy.answer)
    planDay(lemmy, fromMs, 90)
    await watchDays(day, lemmy, fromMs, {
      id: 'threads',
      kind: 'lemmy',
      url: server.url,
      community: '!plex@lemmy.example',
    })
    assert.equal(lemmy.allowance.refused(), 0)
    const kept = await day.kept('threads')
    assert.ok(kept.some(({ kind }) => kind === 'post') && kept.some(({ kind }) => kind === 'comment'))
    assert.ok(kept.every(({ author, title }) => author === 'grace' && title?.startsWith('About ')))
  })
})
