// The built-in topics of every story: how people react, whatever the story is about. English.
import { hash } from 'node:crypto'
import { type ReactionSlug, reactionSlugs } from '../events/story.ts'
import { type Cues, createCues } from './cues.ts'
import { distrust } from './reactions/distrust.ts'
import { leaving } from './reactions/leaving.ts'
import { legal } from './reactions/legal.ts'
import { praise } from './reactions/praise.ts'
import { question } from './reactions/question.ts'
import { refundCancel } from './reactions/refund-cancel.ts'
import type { Folded } from './tokens.ts'

const cuesOf = {
  leaving,
  'refund-cancel': refundCancel,
  legal,
  distrust,
  praise,
  question,
} satisfies { readonly [slug in ReactionSlug]: Cues }

const titles: { readonly [slug in ReactionSlug]: string } = {
  leaving: 'Leaving for another product',
  'refund-cancel': 'Refund or cancellation',
  legal: 'Law or regulator',
  distrust: 'Distrust, too late',
  praise: 'Thanks for the reversal',
  question: 'Question or confusion',
}

export const reactions = reactionSlugs.map((slug) => ({ slug, title: titles[slug] }))
export const reactionTitles: ReadonlyMap<string, string> = new Map(Object.entries(titles))

/** Only where the lane's sentiment is not negative: sarcasm thanks too. */
export const needsNotNegative: ReadonlySet<string> = new Set<ReactionSlug>(['praise'])

const single = new Map<ReactionSlug, (words: Folded) => boolean>()

/** Whether a text says this one, as `createReactions` would. Compiled once a thread, up to 100 ms of a cold one. */
export const saysReaction = (slug: ReactionSlug): ((words: Folded) => boolean) => {
  const find = single.get(slug)
  if (find !== undefined) return find
  const cues = createCues([cuesOf[slug]])
  const says = (words: Folded) => cues(words).length > 0
  single.set(slug, says)
  return says
}

/** The version of the cues: posts are read again where other cues are in force. */
export const reactionCues = hash('sha256', JSON.stringify(cuesOf)).slice(0, 12)

let compiled: ReturnType<typeof createCues> | undefined

/**
 * What a text says, whichever story it belongs to, before its sentiment is looked at. Linear in the text; never throws. Compiled
 * once a thread, as it is the same for every story and takes some 400 ms of a cold one.
 */
export const createReactions = (): ((words: Folded) => readonly ReactionSlug[]) => {
  compiled ??= createCues(reactionSlugs.map((slug) => cuesOf[slug]))
  const find = compiled
  return (words) => find(words).map((index) => reactionSlugs[index] as ReactionSlug)
}
