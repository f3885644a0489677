// The real pages over a log in memory: events go in, pages come out. Posts are counted as their analysis says.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Router } from 'express'
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { Gauge } from '../../analysis/phases/gauge.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { Sentiment } from '../../events/post.ts'
import { Problem } from '../../events/problem.ts'
import { type StoryDefinition, storyStream } from '../../events/story.ts'
import type { Content, KeptContent, Vault } from '../../events/vault.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { createApp } from '../../server/app.ts'
import { createAssets } from '../../server/assets.ts'
import { createDrawing } from '../../server/draw-preview.ts'
import { createLive } from '../../server/live.ts'
import { pageRoutes } from '../../server/routes/pages.ts'
import { limits } from '../../settings.ts'

export type GivenPost = {
  readonly id: string
  readonly atMs: number
  readonly text: string
  readonly label: 'negative' | 'neutral' | 'positive'
  readonly source?: string
  readonly topics?: readonly string[]
  readonly url?: string
  readonly title?: string
  readonly author?: string
}

const emptyStory: StoryDefinition = {
  title: 'Acme settings: users react to the new page',
  company: 'Acme',
  about: 'software',
  channels: [],
  match: [],
  topics: [],
  demonstration: false,
}

const sentimentOf = (label: GivenPost['label']): Sentiment => ({
  label,
  negative: label === 'negative' ? 1 : 0,
  neutral: label === 'neutral' ? 1 : 0,
  positive: label === 'positive' ? 1 : 0,
})

/** @param clock what the service takes for the time; may be moved */
export const startPages = async (
  clock: { nowMs: number },
  options: { readonly sockets?: boolean; readonly readModel?: ReadModel; readonly gauge?: Gauge } = {},
) => {
  const log = createMemoryEventLog({ now: () => clock.nowMs })
  const readModel = options.readModel ?? createMemoryReadModel()
  const kept = new Map<string, KeptContent>()
  const vault: Pick<Vault, 'get'> = {
    get: async (refs) => new Map(refs.flatMap((ref) => (kept.has(ref) ? [[ref, kept.get(ref) as KeptContent]] : []))),
  }
  const keepUp = createKeepUp({ log, readModel, onProblem: (words, error) => console.error(words, error) })
  const stopped = new AbortController()
  const running = keepUp.run(stopped.signal)
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const ports = {
    readModel,
    vault: vault as Vault,
    now: () => clock.nowMs,
    address: () => address,
    gaugeOf: () => options.gauge,
  }
  const drawing = createDrawing({ onProblem: (words, error) => console.error(words, error) })
  const pages = pageRoutes({
    ...ports,
    version: keepUp.version,
    assets: createAssets(),
    drawPreview: drawing.draw,
    byMail: false,
    asOf: () => Promise.reject(new Problem('unavailable', 'showing a story as of a moment: not in this test')),
  })
  const none = Router()
  http.on(
    'request',
    createApp({
      logger: { info: () => {}, error: (...words: unknown[]) => console.error(...words) },
      trustProxy: '',
      webhooks: none,
      health: none,
      api: none,
      pages,
    }),
  )
  const live = createLive(http, {
    ...ports,
    keepUp,
    limits,
    isPublic: options.sockets !== false,
    onProblem: (words, error) => console.error(words, error),
  })

  const heads = new Map<string, number>()
  const append = async (stream: string, events: readonly OutcryEvent[]) => {
    const expected = heads.get(stream) ?? 'none'
    const [outcome] = await log.append([{ stream, expected, events }])
    if (outcome?.outcome !== 'appended') throw new Error(`appending to ${stream}: ${JSON.stringify(outcome)}`)
    heads.set(stream, outcome.revision)
    const until = outcome.version
    while (keepUp.version() < until) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const post = async (slug: string, posts: readonly GivenPost[], channel = 'feedback') => {
    const writes = posts.map((given) => {
      const ref = createHash('sha256').update(given.id).digest('hex').slice(0, 32)
      const at = new Date(given.atMs).toISOString()
      const origin = { ref, channel, source: given.source ?? 'webhook', kind: 'post', at } as const
      const content: Content = {
        id: given.id,
        text: given.text,
        ...(given.url === undefined ? {} : { url: given.url }),
        ...(given.title === undefined ? {} : { title: given.title }),
        ...(given.author === undefined ? {} : { author: given.author }),
      }
      kept.set(ref, { version: 1, salt: new Uint8Array(32), content })
      const events: OutcryEvent[] = [
        { type: 'PostReceived', data: { ...origin, version: 1, content: '' } },
        {
          type: 'PostAnalysed',
          data: {
            ...origin,
            version: 1,
            lane: 'afinn',
            model: 'test',
            language: 'en',
            sentiment: sentimentOf(given.label),
            stories: [{ slug, rules: '1', topics: given.topics ?? [] }],
          },
        },
      ]
      return { stream: `post-${ref}`, expected: 'none', events } as const
    })
    await log.append(writes)
    const until = await log.head()
    while (keepUp.version() < until) await new Promise((resolve) => setTimeout(resolve, 2))
  }

  return {
    address,
    http,
    readModel,
    vault,
    viewers: live.viewers,
    append,
    post,
    openChannel: (id: string) =>
      append(`channel-${id}`, [{ type: 'ChannelOpened', data: { id, kind: 'webhook', config: {} } }]),
    openStory: (slug: string, story: Partial<StoryDefinition> = {}) =>
      append(storyStream(slug), [{ type: 'StoryOpened', data: { slug, ...emptyStory, ...story } }]),
    close: async () => {
      await live.close()
      stopped.abort()
      await drawing.close()
      await running
    },
  }
}
export type Pages = Awaited<ReturnType<typeof startPages>>
