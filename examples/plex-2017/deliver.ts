// What happens to the posts on their way: bots, edits, removals, an outage, late arrivals. One list in order of sending.
import { createGrammar } from './grammar.ts'
import type { InventedPost } from './invent-posts.ts'
import type { Random } from './random.ts'
import { hourMs, storyFrom, storyUntil } from './schedule.ts'
import type { Community } from './voices.ts'
import { vocabulary } from './words/all.ts'

/** The body of a post as the webhook takes it. */
type PostBody = {
  readonly id: string
  readonly at: string
  readonly source: Community
  readonly text?: string
  readonly title?: string
  readonly kind?: string
  readonly parentId?: string
  readonly threadId?: string
  readonly language?: 'en'
  readonly removed?: boolean
}
export type Delivery = { readonly sendAt: number; readonly channel: string; readonly post: PostBody }

export const channels: { readonly [Name in Community]: string } = {
  discourse: 'plex-forums-simulated',
  reddit: 'r-plex-simulated',
  x: 'x-simulated',
}

/** This community could not be read: what was written meanwhile comes late, and a part of it never. */
export const outage = {
  community: 'reddit',
  from: Date.parse('2017-08-20T14:00:00Z'),
  to: Date.parse('2017-08-20T19:00:00Z'),
  lostShare: 0.3,
} as const

const bots: readonly {
  readonly rule: string
  readonly from: string
  readonly copies: number
  readonly overHours: number
}[] = [
  { rule: 'bot-one', from: '2017-08-19T02:10:00Z', copies: 34, overHours: 3 },
  { rule: 'bot-two', from: '2017-08-19T16:30:00Z', copies: 42, overHours: 4 },
  { rule: 'bot-three', from: '2017-08-21T13:20:00Z', copies: 28, overHours: 5 },
]

export const inventBots = (random: Random): InventedPost[] => {
  const sentence = createGrammar(vocabulary, random)
  return bots.flatMap(({ rule, from, copies, overHours }) =>
    Array.from({ length: copies }, (_, copy) => ({
      id: `reenactment-${rule}-${String(copy + 1).padStart(2, '0')}`,
      community: 'x' as const,
      stance: 'bot' as const,
      at: Date.parse(from) + random.integer(0, (overHours * hourMs) / 1_000) * 1_000,
      kind: 'post' as const,
      text: sentence(rule),
    })),
  )
}

const bodyOf = ({ id, at, community, kind, text, title, parentId, threadId }: InventedPost): PostBody => ({
  id,
  at: new Date(at).toISOString(),
  source: community,
  kind,
  text,
  ...(title === undefined ? {} : { title }),
  ...(parentId === undefined ? {} : { parentId }),
  ...(threadId === undefined ? {} : { threadId }),
  language: 'en',
})

const isOut = ({ community, at }: InventedPost) => community === outage.community && at >= outage.from && at < outage.to

/** @returns every delivery in order of sending, none after the end of the story */
export const planDeliveries = (posts: readonly InventedPost[], random: Random): Delivery[] => {
  const sentence = createGrammar(vocabulary, random)
  const minutes = (from: number, to: number) => random.integer(from, to) * 60_000
  const deliveries = posts.flatMap((post): Delivery[] => {
    const live = post.at >= storyFrom
    const body = bodyOf(post)
    const channel = channels[post.community]
    if (live && isOut(post) && random.chance(outage.lostShare)) return []
    const arrives = isOut(post)
      ? outage.to + minutes(0, 40)
      : live && random.chance(0.03)
        ? post.at + minutes(30, 300)
        : post.at
    const plan: Delivery[] = [{ sendAt: arrives, channel, post: body }]
    if (!live) return plan
    if (post.community !== 'x' && post.stance !== 'bot' && random.chance(0.012))
      plan.push({
        sendAt: arrives + minutes(5, 90),
        channel,
        post: { ...body, text: `${post.text}\n\n${sentence('edit')}` },
      })
    else if (random.chance(post.stance === 'bot' ? 0.35 : 0.008)) {
      const removal = { id: body.id, at: body.at, source: body.source, removed: true }
      const removedAt = arrives + minutes(20, 600)
      plan.push({ sendAt: removedAt, channel, post: removal })
      // Now and then a moderator thinks again.
      if (post.stance !== 'bot' && random.chance(0.15))
        plan.push({ sendAt: removedAt + minutes(60, 300), channel, post: { ...body, removed: false } })
    }
    return plan
  })
  return deliveries
    .filter(({ sendAt }) => sendAt < storyUntil)
    .sort((a, b) => a.sendAt - b.sendAt || (a.post.id < b.post.id ? -1 : 1))
}
