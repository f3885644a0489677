// Days of a Mastodon server that behaves as one does: what is kept at the end is what it shows.
import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createBadHours, daysFrom, planDay, watchDays } from './platform-days.ts'
import { createAllowance, createScript } from './simulated-day.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const fromMs = Date.UTC(2026, 7, 3)

type Status = {
  /** A time and a number, as snowflakes are: beyond what a JSON number holds. */
  readonly id: string
  readonly at: string
  text: string
  edited: string | null
  readonly visibility: string
  readonly noindex: boolean
  readonly answers: string | null
}

/** `public` timelines of one tag, statuses by id, and its limit of requests. */
const createMastodon = (now: () => number, url: () => string) => {
  const statuses = new Map<string, Status>()
  const gone = new Map<string, number>()
  const bad = createBadHours(now, fromMs)
  const script = createScript(now)
  const allowance = createAllowance(300, 5 * minuteMs, now)
  let made = 0
  const uriOf = (id: string) => `${url()}/ap/users/1170/statuses/${id}`
  const viewOf = (status: Status) => ({
    id: status.id,
    created_at: status.at,
    edited_at: status.edited,
    in_reply_to_id: status.answers,
    spoiler_text: '',
    visibility: status.visibility,
    language: 'en',
    uri: uriOf(status.id),
    url: `${url()}/@grace/${status.id}`,
    replies_count: 0,
    reblogs_count: 2,
    favourites_count: 3,
    content: `<p>${status.text} <a href="${url()}/tags/plex" class="mention hashtag" rel="tag">#<span>plex</span></a></p>`,
    reblog: null,
    emojis: [],
    account: { id: '1170', acct: 'grace', note: '', noindex: status.noindex, indexable: false },
  })
  /** Posts that came late from other servers stand where their time puts them. */
  const timeline = (query: URLSearchParams) => {
    const below = query.get('max_id')
    const shown = [...statuses.values()]
      .filter(({ id }) => below === null || BigInt(id) < BigInt(below))
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))
      .slice(0, Number(query.get('limit') ?? 20))
    const last = shown.at(-1)
    const next = last && `<${url()}/api/v1/timelines/tag/plex?limit=40&max_id=${last.id}>; rel="next"`
    return {
      value: shown.map(viewOf),
      headers: next === undefined ? {} : { link: `${next}, <${url()}/x>; rel="prev"` },
    }
  }
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    script.play()
    const { pathname, searchParams } = new URL(request.url ?? '', url())
    const isLeft = allowance.take()
    const headers = {
      'x-ratelimit-limit': '300',
      'x-ratelimit-remaining': String(allowance.left()),
      'x-ratelimit-reset': new Date(allowance.resetsAt()).toISOString(),
    }
    if (!isLeft) return bad.send(response, { status: 429, value: { error: 'Too many requests' }, headers })
    if (pathname === '/api/v1/timelines/tag/plex') {
      const found = timeline(searchParams)
      return bad.send(response, { value: found.value, headers: { ...headers, ...found.headers } })
    }
    const status = statuses.get(/^\/api\/v1\/statuses\/(\d+)$/.exec(pathname)?.[1] ?? '')
    if (status === undefined) return bad.send(response, { status: 404, value: { error: 'Record not found' }, headers })
    bad.send(response, { value: viewOf(status), headers })
  }
  return {
    answer,
    bad,
    allowance,
    gone,
    uriOf,
    /** Some come late from other servers, some are for few, and some authors do not want to be found. */
    post: (atMs: number, text: string, random: () => number) => {
      const some = <T>(share: number, then: T, otherwise: T) => (random() < share ? then : otherwise)
      const lateMs = some(0.1, 1, 0) * Math.round(random() * 4 * hourMs)
      const visibility = some(0.1, 'unlisted', some(0.05, 'private', 'public'))
      const noindex = some(0.05, true, false)
      const id = String((BigInt(atMs) << 16n) + BigInt(++made))
      const at = new Date(atMs).toISOString()
      script.at(atMs + lateMs, () =>
        statuses.set(id, { id, at, text, edited: null, visibility, noindex, answers: null }),
      )
      return id
    },
    edit: (id: string, atMs: number, text: string) =>
      script.at(atMs, () => {
        const status = statuses.get(id)
        if (status !== undefined) statuses.set(id, { ...status, text, edited: new Date(atMs).toISOString() })
      }),
    remove: (id: string, atMs: number) =>
      script.at(atMs, () => {
        if (statuses.delete(id)) gone.set(uriOf(id), atMs)
      }),
    shown: () =>
      new Map(
        [...statuses.values()].flatMap(({ id, text, visibility, noindex }) =>
          noindex || !/^(public|unlisted)$/.test(visibility) ? [] : [[uriOf(id), `${text} #plex`]],
        ),
      ),
  }
}

describe('days of a Mastodon server', () => {
  const days = daysFrom(fromMs)
  const { server } = days

  it('end with what it shows: nothing lost, nothing twice, and what was deleted gone', async () => {
    const { day } = days
    const mastodon = createMastodon(day.now, () => server.url)
    server.answers(mastodon.answer)
    planDay(mastodon, fromMs, 60)
    await watchDays(day, mastodon, fromMs, { id: 'fedi', kind: 'mastodon', url: server.url, tag: '#plex' })
    assert.equal(mastodon.allowance.refused(), 0)
    const ids = [...mastodon.shown().keys()].map((uri) => BigInt(uri.split('/').at(-1) ?? ''))
    assert.ok(ids.every((id) => id > BigInt(Number.MAX_SAFE_INTEGER)))
  })
})
