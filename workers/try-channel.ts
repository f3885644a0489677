// One real request of a channel that is polled: what came back, and what it would have kept. Nothing is kept.
import { setTimeout } from 'node:timers/promises'
import { missingCredentials } from '../events/channel.ts'
import { Problem } from '../events/problem.ts'
import type { Vault } from '../events/vault.ts'
import type { WebFetch } from '../events/web.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { sourceOf } from '../sources/all.ts'
import type { Polled, SourceAnswer, Translation } from '../sources/source.ts'
import { createAsking } from './asking.ts'
import { createHostTurns } from './host-turns.ts'

const mostExamples = 5
const exampleCharacters = 200

/** In the order the source gave them. Texts are cut. */
export type Trial = {
  readonly request: string
  readonly answer?: {
    readonly status: number
    readonly contentType: string
    readonly bytes: number
    readonly tookMs: number
  }
  /** Why nothing would have been kept. */
  readonly problem?: string
  readonly posts: number
  readonly rejected: number
  /** No posts of the public. */
  readonly dropped: number
  readonly morePages: boolean
  readonly examples: readonly {
    readonly at: string
    readonly kind: string
    readonly title: string
    readonly text: string
  }[]
}

const nothing = { posts: 0, rejected: 0, dropped: 0, morePages: false, examples: [] }

const found = (read: Translation): Omit<Trial, 'request' | 'answer'> => {
  if ('failure' in read) return { ...nothing, problem: read.detail }
  const posts = read.items.flatMap((item) => ('post' in item ? [item.post] : []))
  return {
    posts: posts.length,
    rejected: read.items.length - posts.length,
    dropped: read.dropped,
    morePages: read.next.length > 0,
    examples: posts.slice(0, mostExamples).map(({ atMs, kind, content: { title = '', text } }) => ({
      at: new Date(atMs).toISOString(),
      kind,
      title,
      text: text.slice(0, exampleCharacters),
    })),
  }
}

const offWords = (missing: readonly string[], { terms }: Polled) =>
  `it is off until ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} set${terms === undefined ? '' : `. ${terms}`}`

type TryParts = { readonly fetch: WebFetch; readonly vault: Pick<Vault, 'secret'>; readonly now: () => number }

export const createTryChannel =
  ({ fetch, vault, now }: TryParts) =>
  /** @throws Problem `conflict`: nothing reads a channel of its kind, or not without credentials */
  async (channel: ChannelState): Promise<Trial> => {
    const { id, kind, config, secrets } = channel
    const polled = sourceOf(kind)?.polled
    if (polled === undefined)
      throw new Problem(
        'conflict',
        `trying channel "${id}": one of kind ${kind} is posted to and reads nothing; send it a post instead`,
      )
    const missing = missingCredentials(kind, config, secrets)
    if (missing.length > 0) throw new Problem('conflict', `trying channel "${id}": ${offWords(missing, polled)}`)
    const asking = createAsking({ fetch, vault, now, turns: createHostTurns(), pause: setTimeout })
    const { billed } = polled
    const whole = await asking.readingOf(channel, polled, undefined)
    if (billed && whole.readsLeft < billed.atLeast)
      throw new Problem('conflict', `trying channel "${id}": ${asking.billing.usedUp(channel, billed).detail}`)
    const reading = billed ? { ...whole, readsLeft: billed.atLeast } : whole // as little as can be
    const [request] = polled.begin(reading)
    if (request === undefined) throw new Problem('conflict', `trying channel "${id}": there is nothing to ask for`)
    const words = `${request.method} ${request.url}`
    const began = performance.now()
    let came: Trial['answer']
    const translate = (answer: SourceAnswer) => {
      const { status, headers, body } = answer
      const contentType = headers['content-type']?.slice(0, 100) ?? 'no type'
      came = { status, contentType, bytes: body.length, tookMs: Math.round(performance.now() - began) }
      return polled.translate(reading, request, answer)
    }
    const { signal } = new AbortController()
    const read = await asking.ask({ channel: id, polled, reading, request, translate, signal })
    return { request: words, ...(came === undefined ? {} : { answer: came }), ...found(read) }
  }
export type TryChannel = ReturnType<typeof createTryChannel>
