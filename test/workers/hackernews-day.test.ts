// Days of Hacker News, made small: its items are walked one by one, and what is kept is what belongs and is still there.
import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createBadHours, daysFrom, planDay, watchDays } from './platform-days.ts'
import { createScript } from './simulated-day.ts'

const minuteMs = 60_000
const fromMs = Date.UTC(2026, 7, 3)

type Entry = {
  readonly id: number
  readonly type: string
  readonly time: number
  readonly by: string
  readonly title?: string
  readonly text: string
  readonly parent?: number
  readonly belongs: boolean
  readonly dead?: true
}

/** Ids are given in order of time, when the time has come. A new item is null for its first seconds. */
const createHackerNews = (now: () => number) => {
  const items: Entry[] = []
  const byKey = new Map<string, Entry>()
  const gone = new Map<string, number>()
  const bad = createBadHours(now, fromMs)
  const script = createScript(now)
  const keys: { readonly key: string; readonly atMs: number }[] = []
  let perSecond = new Map<number, number>()
  const bare = ({ belongs: _, ...item }: Entry) => item
  const gossip = { type: 'story', by: 'other', title: 'Something else', text: 'Unrelated', belongs: false }
  const add = (entry: Omit<Entry, 'id'>): Entry => {
    const item = { id: items.length + 1, ...entry }
    items.push(item)
    return item
  }
  const timeAt = (atMs: number) => Math.floor(atMs / 1_000)
  // What nobody looks for goes on all the time, and is what comments may stand under.
  for (let atMs = fromMs - 20 * 60 * minuteMs; atMs < fromMs + 26 * 60 * minuteMs; atMs += 7 * minuteMs)
    script.at(atMs, () => add({ ...gossip, time: timeAt(atMs) }))
  const lastStory = (belongs: boolean) =>
    items.findLast((item) => item.type === 'story' && item.belongs === belongs && item.dead !== true)
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    script.play()
    const second = timeAt(now())
    perSecond = new Map([[second, (perSecond.get(second) ?? 0) + 1]])
    most = Math.max(most, perSecond.get(second) ?? 0)
    const { pathname } = new URL(request.url ?? '', 'http://double')
    if (pathname === '/v0/maxitem.json') return bad.send(response, { value: items.length })
    if (pathname === '/v0/newstories.json')
      return bad.send(response, {
        value: items
          .filter(({ type }) => type === 'story')
          .map(({ id }) => id)
          .reverse()
          .slice(0, 500),
      })
    if (/^\/v0\/(top|best)stories\.json$/.test(pathname)) return bad.send(response, { value: [] })
    const item = items[Number(/^\/v0\/item\/(\d+)\.json$/.exec(pathname)?.[1]) - 1]
    const isThere = item !== undefined && item.time * 1_000 <= now() - 20_000
    bad.send(response, { value: isThere ? bare(item) : null })
  }
  let most = 0
  const change = (key: string, change: (item: Entry) => Entry) => {
    const item = byKey.get(key)
    if (item === undefined) return undefined
    const changed = change(item)
    items[item.id - 1] = changed
    byKey.set(key, changed)
    return changed
  }
  return {
    answer,
    bad,
    gone,
    most: () => most,
    items,
    /** Stories on the policy, comments under them, and comments on it under anything else. */
    post: (atMs: number, text: string, random: () => number) => {
      const key = String(keys.push({ key: '', atMs }))
      const kind = random()
      script.at(atMs, () => {
        const common = { time: timeAt(atMs), by: 'grace', text, belongs: true }
        const thread = kind < 0.4 ? lastStory(true) : lastStory(false)
        const isStory = kind < 0.2 || thread === undefined
        byKey.set(
          key,
          add(
            isStory
              ? { ...common, type: 'story', title: 'Plex and its policy' }
              : { ...common, type: 'comment', text: kind < 0.4 ? text : `Plex: ${text}`, parent: thread.id },
          ),
        )
      })
      return key
    },
    edit: (key: string, atMs: number, text: string) =>
      script.at(atMs, () => void change(key, (item) => ({ ...item, text: `Plex: ${text}` }))),
    remove: (key: string, atMs: number) =>
      script.at(atMs, () => {
        // A story with answers stays: whether they belong would be a matter of taste.
        const id = byKey.get(key)?.id
        if (id === undefined || items.some(({ parent }) => parent === id)) return
        const item = change(key, (before) => ({ ...before, dead: true, belongs: false }))
        if (item !== undefined) gone.set(String(item.id), atMs)
      }),
    shown: () => new Map(items.flatMap(({ id, text, belongs }) => (belongs ? [[String(id), text]] : []))),
  }
}

describe('days of Hacker News', () => {
  const days = daysFrom(fromMs)
  const { server } = days

  it('end with the stories that are looked for, what is said under them, and what speaks of it elsewhere', async () => {
    const { day } = days
    const news = createHackerNews(day.now)
    server.answers(news.answer)
    planDay(news, fromMs, 20)
    await watchDays(day, news, fromMs, { id: 'hn', kind: 'hackernews', url: server.url, query: '"plex"' })
    assert.ok(news.most() <= 10, 'never more than ten requests a second')
    const kept = await day.kept('hn')
    assert.ok(kept.some(({ kind }) => kind === 'post') && kept.some(({ kind }) => kind === 'comment'))
    const titles = new Map(news.items.map(({ id, title }) => [String(id), title]))
    for (const { kind, id, threadId = '', title } of kept)
      assert.equal(title, titles.get(kind === 'post' ? id : threadId), 'a comment carries the title of its thread')
  })
})
