// POST /webhooks/{channel} by a platform in its own words: one message, signed its own way, about a post or a whole thread.
import type { Request, Response } from 'express'
import type { ChannelConfig } from '../events/channel.ts'
import type { Outcome, ReceivePosts } from '../events/incoming-post.ts'
import { Problem } from '../events/problem.ts'
import type { JsonLimits } from '../sources/json.ts'
import type { Headers, Meaning, PushedMessages } from '../sources/source.ts'
import { type Authenticate, checkPlatform, readJson } from './admission.ts'
import { answerReceived, type Rejected, totalsOf } from './answer-received.ts'
import type { Backlog } from './backlog.ts'
import type { BodyLimits } from './body.ts'
import type { Replays } from './replays.ts'

export type ThreadPorts = {
  /** Removes what is kept of a thread; answers how many posts. */
  readonly removeThread?: (channel: string, thread: string) => Promise<number>
  /** Reads a thread from its source again, and takes back what was removed of it. @throws Problem `unavailable` */
  readonly readThread?: (channel: string, thread: string) => Promise<readonly Outcome[]>
}

type MessageParts = ThreadPorts & {
  readonly receivePosts: ReceivePosts
  readonly channelOf: (id: string) => { readonly config?: ChannelConfig } | undefined
  /** Two separated by a blank while one replaces the other. */
  readonly secretOf: (channel: string) => Promise<string | undefined>
  readonly authenticate: Authenticate
  readonly backlog: Backlog
  readonly strangers: Backlog
  readonly replays: Replays
  readonly limits: BodyLimits & JsonLimits
}

type MessageTask = { readonly id: string; readonly pushed: PushedMessages; readonly type: string | undefined }

const notHere = () => new Problem('unavailable', 'taking a message about a thread: nothing is read or removed here now')

export const createReceiveMessage = (parts: MessageParts) => {
  const { receivePosts, channelOf, secretOf, authenticate, backlog, strangers, replays, limits } = parts
  const { removeThread = () => Promise.reject(notHere()), readThread = () => Promise.reject(notHere()) } = parts

  /** What makes it one and the same message, where its sender is known by what it signed. */
  const identityOf = ({ headers }: Request, { identity }: PushedMessages): string | undefined => {
    const values = identity.map((name) => headers[name])
    return values.every((value) => typeof value === 'string') ? values.join(' ') : undefined
  }

  const act = async (channel: string, { items, goneThread, restored }: Meaning) => {
    const posts = items.flatMap((item) => ('post' in item ? [item.post] : []))
    const outcomes = posts.length === 0 ? [] : await receivePosts(channel, posts)
    const gone = goneThread === undefined ? 0 : await removeThread(channel, goneThread)
    if (restored === undefined) return { outcomes, gone }
    if (posts.length === 0) return { outcomes: await readThread(channel, restored), gone }
    // It may be an old message. The sender need not wait until its source has said what holds now.
    if (outcomes.some(({ outcome }) => outcome === 'duplicate')) void readThread(channel, restored).catch(() => {})
    return { outcomes, gone }
  }

  return async (request: Request, response: Response, { id, pushed, type }: MessageTask): Promise<void> => {
    if (type === undefined || !pushed.mediaTypes.includes(type))
      throw new Problem('unsupported', `posting a message: content-type must be ${pushed.mediaTypes.join(' or ')}`)
    const secrets = (await secretOf(id))?.split(/\s+/).slice(0, 2) ?? []
    const verify = checkPlatform(authenticate, request, pushed.signature, secrets)
    const place = (verify === undefined ? backlog : strangers).place()
    try {
      const { value } = await readJson(request, limits, verify, (bytes) => place.grow(0, bytes))
      const meaning = pushed.translate(value, request.headers as Headers, channelOf(id)?.config ?? {})
      const { items, ping } = meaning
      const identity = verify === undefined ? undefined : identityOf(request, pushed)
      const at = (index: number) => (items.length > 1 ? `/${index}` : '')
      if (identity !== undefined && replays.isKnown(id, identity)) {
        const totals = { ...totalsOf(items.length, [], 0), duplicate: items.length }
        return answerReceived(response, totals, [], at)
      }
      place.grow(items.length, 0)
      const { outcomes, gone } = await act(id, meaning)
      const rejected = items.flatMap((item, index): Rejected[] =>
        'problem' in item ? [{ index, problem: item.problem }] : [],
      )
      const totals = totalsOf(outcomes.length + rejected.length, outcomes, rejected.length)
      for (const one of outcomes)
        if (one.outcome === 'rejected') rejected.push({ index: rejected.length, problem: one.problem })
      if (identity !== undefined && rejected.length === 0) replays.remember(id, identity)
      answerReceived(response, { ...totals, removed: totals.removed + gone }, rejected, at, ping ? 200 : 202)
    } finally {
      place.release()
    }
  }
}
