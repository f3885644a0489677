// Invents the posts of the whole story: hour by hour, community by community, thread by thread.
import { composePost, xLength } from './compose.ts'
import { createGrammar } from './grammar.ts'
import type { Random } from './random.ts'
import { expected, hourMs, quietFrom, scattered, storyUntil } from './schedule.ts'
import { type Group, policyMix, quietMix, type StanceName, stances } from './stances.ts'
import { createVariety } from './variety.ts'
import type { Community } from './voices.ts'
import { vocabulary } from './words/all.ts'

export type InventedPost = {
  readonly id: string
  readonly community: Community
  readonly stance: StanceName | 'bot'
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: 'post' | 'comment' | 'reply'
  readonly text: string
  readonly title?: string
  readonly parentId?: string
  readonly threadId?: string
}

type Thread = { readonly id: string; readonly group: Group; readonly at: number; last: InventedPost }

/** Some stances share their titles. */
const titlesOf = (stance: StanceName) =>
  ({ sarcasm: 'anger', info: 'question', news: 'after', answer: 'howto' })[stance as string] ?? stance

/** Of ordinary talk, and of talk about the policy. */
const communities = { ordinary: { discourse: 45, reddit: 40, x: 15 }, policy: { discourse: 30, reddit: 45, x: 25 } }
/** How often a post opens a thread of its own. */
const opensThread: { readonly [Name in Community]: number } = { discourse: 0.12, reddit: 0.14, x: 0.75 }
const answerKind = { discourse: 'reply', reddit: 'comment', x: 'reply' } as const
const threadLivesMs = 30 * hourMs

export const inventPosts = (random: Random): InventedPost[] => {
  const sentence = createGrammar(vocabulary, random)
  const texts = createVariety({ jaccard: 0.34, sameOpenings: 6, sameSayings: 9 })
  const heads = createVariety({ jaccard: 2, sameOpenings: 12, sameSayings: 12 })
  const threads: { readonly [Name in Community]: Thread[] } = { discourse: [], reddit: [], x: [] }
  const posts: InventedPost[] = []

  const fresh = (admit: (text: string) => boolean, make: () => string): string | undefined => {
    for (let tries = 0; tries < 60; tries++) {
      const text = make()
      if (admit(text)) return text
    }
    return undefined // the words are used up: better a post less than one that reads like another
  }

  const invent = (at: number, community: Community, stance: StanceName) => {
    const { group } = stances[stance]
    const open = threads[community].filter((thread) => thread.group === group && at - thread.at < threadLivesMs)
    const thread =
      random.chance(opensThread[community]) || stance === 'answer'
        ? undefined
        : open.at(-random.integer(1, Math.min(6, open.length)))
    const answered = thread ?? (stance === 'answer' ? open.at(-1) : undefined)
    const text = fresh(
      (made) => (community !== 'x' || made.length <= xLength) && texts.admit(made),
      () => composePost({ community, stance, answered: answered?.last.text }, sentence, random),
    )
    if (text === undefined) return
    const id = `reenactment-${community}-${String(posts.length + 1).padStart(5, '0')}`
    const title =
      answered === undefined && community !== 'x'
        ? fresh(heads.admit, () => sentence(`title-${titlesOf(stance)}`))
        : undefined
    const post: InventedPost = {
      id,
      community,
      stance,
      at,
      text,
      kind: answered === undefined ? 'post' : answerKind[community],
      ...(title === undefined ? {} : { title }),
      ...(answered === undefined ? {} : { parentId: answered.last.id, threadId: answered.id }),
    }
    posts.push(post)
    if (answered === undefined) threads[community].push({ id, group, at, last: post })
    else if (random.chance(0.6)) answered.last = post
  }

  for (let hour = quietFrom; hour < storyUntil; hour += hourMs) {
    const { ordinary, policy } = expected(hour)
    const mix = policyMix.findLast(({ from }) => Date.parse(from) <= hour)?.mix ?? {}
    const slots = [
      ...Array.from({ length: scattered(ordinary, random) }, () => 'ordinary' as const),
      ...Array.from({ length: scattered(policy, random) }, () => 'policy' as const),
    ].map((talk) => ({ talk, at: hour + random.integer(0, hourMs / 1_000 - 1) * 1_000 }))
    for (const { talk, at } of slots.sort((a, b) => a.at - b.at))
      invent(
        at,
        random.weighted<Community>(communities[talk]),
        random.weighted<StanceName>(talk === 'ordinary' ? quietMix : mix),
      )
  }
  return posts
}
