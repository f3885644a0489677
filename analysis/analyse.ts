// Content → what is found in it: language, sentiment in each lane, stories and topics. Pure: same input, same answer.
import type { Membership, PostKind, Sentiment } from '../events/post.ts'
import { defaultLane } from '../events/story.ts'
import type { Content } from '../events/vault.ts'
import { calibrate } from './calibration/calibration.ts'
import { lanes as all, type Lane } from './lanes.ts'
import { createReactions, needsNotNegative } from './reactions.ts'
import { createFold } from './tokens.ts'
import { compileStory, type StoryRules, type Words } from './topics.ts'
import { maxUnits } from './words.ts'

/** What one lane says. */
export type Found = {
  readonly lane: string
  readonly model: string
  readonly sentiment: Sentiment
  readonly stories: readonly Membership[]
}

/** A post as far as its analysis needs it. JSON, so that it can go to a thread. */
export type Subject = {
  readonly channel: string
  readonly source: string
  readonly kind: PostKind
  /** Version of the log at which it was first heard of. */
  readonly receivedAt: number
  /** Absent: forgotten. */
  readonly content?: Pick<Content, 'text' | 'title' | 'language'>
  /** What is counted of it now. */
  readonly before?: readonly Found[]
}

export type Reading = {
  /** `und`: not known. */
  readonly language: string
  /** One per lane that one of its stories follows or that it was counted in, at least one. */
  readonly found: readonly Found[]
}

const forgotten: Sentiment = { label: 'unscored', reason: 'forgotten' }

/** Never throws, whatever the content is. */
export const createAnalyse = (stories: readonly StoryRules[], lanes: readonly Lane[] = all) => {
  const members = stories.map((rules) => ({ rules, member: compileStory(rules) }))
  const fold = createFold()
  const foldOwn = createFold()
  const reactionsIn = createReactions()
  const thankful = new Map(
    stories.map(({ slug, reactions }) => [slug, new Set(reactions.filter((one) => needsNotNegative.has(one)))]),
  )
  const followed = new Map(stories.map(({ slug, lanes }) => [slug, new Set(lanes)]))
  const calibrations = new Map(
    stories.flatMap(({ slug, calibrations }) => calibrations.map((one) => [`${one.lane}|${slug}`, one] as const)),
  )

  const withoutThanks = (membership: Membership): Membership => {
    const topics = membership.topics.filter((topic) => thankful.get(membership.slug)?.has(topic) !== true)
    return topics.length === membership.topics.length ? membership : { ...membership, topics }
  }

  /** Those of the memberships that follow the lane, with its calibration where the story has one of this very model. */
  const inLane = (
    { id, model }: Pick<Lane, 'id' | 'model'>,
    sentiment: Sentiment,
    memberships: readonly Membership[],
  ) =>
    memberships
      .filter(({ slug }) => followed.get(slug)?.has(id) === true)
      .map(({ calibrated: _, ...membership }): Membership => {
        const calibration = calibrations.get(`${id}|${membership.slug}`)
        const said = sentiment.label === 'negative' ? withoutThanks(membership) : membership
        return calibration?.model !== model || sentiment.label === 'unscored'
          ? said
          : { ...said, calibrated: calibrate(calibration, sentiment) }
      })

  const wanted = (memberships: readonly Membership[], before: readonly Found[] = []): readonly Lane[] => {
    const some = lanes.filter(
      ({ id }) =>
        memberships.some(({ slug }) => followed.get(slug)?.has(id) === true) ||
        before.some(({ lane, stories }) => lane === id && stories.length > 0),
    )
    return some.length > 0 ? some : lanes.filter(({ id }) => id === defaultLane)
  }

  const memberships = ({ channel, receivedAt }: Subject, words: Words | undefined) =>
    members.flatMap(({ member }) => member(channel, receivedAt, words) ?? [])

  /** Topics are looked for in the title too; what a post says is its own words. */
  const wordsOf = (titled: string, own: string): Words => {
    const folded = fold(titled)
    return { folded, text: titled, reactions: reactionsIn(own === titled ? folded : foldOwn(own)) }
  }

  /**
   * Of forgotten content nothing is guessed: what was said stays, a lane that never read it leaves it unscored, in the stories
   * that it was found in, or that take every post of its channel.
   */
  const readForgotten = (subject: Subject): Reading => {
    const { before = [] } = subject
    const known = before[0]?.stories ?? memberships(subject, undefined)
    const more = wanted(known)
      .filter(({ id }) => !before.some(({ lane }) => lane === id))
      .map(({ id, model }) => ({
        lane: id,
        model,
        sentiment: forgotten,
        stories: inLane({ id, model }, forgotten, known),
      }))
    const again = before.map(({ lane, model, sentiment, stories }) => ({
      lane,
      model,
      sentiment,
      stories: inLane({ id: lane, model }, sentiment, stories),
    }))
    return { language: 'und', found: [...again, ...more] }
  }

  return (subject: Subject): Reading => {
    const { source, kind, content, before } = subject
    if (content === undefined) return readForgotten(subject)
    const { text, title, language } = content
    const titled = (title === undefined ? text : `${title}\n${text}`).slice(0, maxUnits)
    // A comment's title is its thread's: it tells what the comment is about, not what it says.
    const own = kind === 'post' ? titled : text.slice(0, maxUnits)
    const found = memberships(subject, wordsOf(titled, own))
    const judged = wanted(found, before).map((lane) => ({ lane, ...lane.judge(own, source, language) }))
    return {
      language: judged.find((one) => one.language !== 'und')?.language ?? 'und',
      found: judged.map(({ lane, sentiment }) => ({
        lane: lane.id,
        model: lane.model,
        sentiment,
        stories: inLane(lane, sentiment, found),
      })),
    }
  }
}
