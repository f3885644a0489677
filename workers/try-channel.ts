// One real request of a channel that is polled: what came back, and what it would have kept. Nothing is kept.
import { secretKey } from '../events/channel-entry.ts'
import { Problem } from '../events/problem.ts'
import type { Vault } from '../events/vault.ts'
import type { WebFetch } from '../events/web.ts'
import type { ChannelState } from '../projections/channels.ts'
import { sourceOf } from '../sources/all.ts'
import type { Translation } from '../sources/source.ts'

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

type TryParts = { readonly fetch: WebFetch; readonly vault: Pick<Vault, 'secret'>; readonly now: () => number }

export const createTryChannel =
  ({ fetch, vault, now }: TryParts) =>
  /** @throws Problem `conflict`: nothing reads a channel of its kind */
  async ({ id, kind, config }: ChannelState): Promise<Trial> => {
    const polled = sourceOf(kind)?.polled
    if (polled === undefined)
      throw new Problem('conflict', `trying channel "${id}": this release reads no channels of kind ${kind}`)
    const nowMs = now()
    const reading = { config, token: await vault.secret(secretKey(id, 'token')), cursor: undefined, nowMs }
    const [request] = polled.begin(reading)
    if (request === undefined) throw new Problem('conflict', `trying channel "${id}": there is nothing to ask for`)
    const words = `${request.method} ${request.url}`
    try {
      const began = performance.now()
      const answer = await fetch(request, new AbortController().signal)
      const { status, headers, body } = answer
      const contentType = headers['content-type']?.slice(0, 100) ?? 'no type'
      const tookMs = Math.round(performance.now() - began)
      const came = { status, contentType, bytes: body.length, tookMs }
      return { request: words, answer: came, ...found(polled.translate(reading, request, answer)) }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { request: words, ...nothing, problem: `${error.message}.` }
    }
  }
export type TryChannel = ReturnType<typeof createTryChannel>
