// Delivers the story to a server: the quiet days at once, then everything at its moment by the accelerated clock.
import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery } from './deliver.ts'
import { bodyOf, moments } from './moments.ts'
import { storyUntil } from './schedule.ts'
import type { Server } from './start-server.ts'
import type { WrittenStory } from './write.ts'

/** The accelerated clock is looked at this often, real time. */
const everyMs = 50

const byChannel = (deliveries: readonly Delivery[]) => Map.groupBy(deliveries, ({ channel }) => channel)

const sendPosts = async (deliveries: readonly Delivery[], server: Pick<Server, 'send'>) => {
  for (const [channel, batch] of byChannel(deliveries))
    await server.send(
      `/webhooks/${channel}`,
      'application/x-ndjson',
      batch.map(({ post }) => `${JSON.stringify(post)}\n`).join(''),
    )
}

/** Stops the play when a delivery fails for good: a gap would make the numbers a lie. Ends early when the signal comes. */
export const deliverStory = async (
  { quiet, live }: WrittenStory,
  server: Pick<Server, 'send'>,
  { clock, say, signal }: { clock: () => number; say: (line: string) => void; signal: AbortSignal },
): Promise<void> => {
  await sendPosts(quiet, server)
  say(`${quiet.length} posts of nine quiet days are in; the story begins.`)
  const told = [...moments].sort((a, b) => Date.parse(a.playAt) - Date.parse(b.playAt))
  let sent = 0
  let recorded = 0
  while (!signal.aborted && (sent < live.length || recorded < told.length || clock() < storyUntil)) {
    const now = clock()
    const due = sent
    while (sent < live.length && (live[sent] as Delivery).sendAt <= now) sent++
    if (sent > due) await sendPosts(live.slice(due, sent), server)
    for (let next = told[recorded]; next !== undefined && Date.parse(next.playAt) <= now; next = told[++recorded]) {
      const body = JSON.stringify(bodyOf(next))
      await server.send(`/api/v1/stories/plex-privacy/${next.record}`, 'application/json', body)
      say(`${next.entry.at.slice(0, 10)}  ${next.entry.title}`)
    }
    await pause(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
