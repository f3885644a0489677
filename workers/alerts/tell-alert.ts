// What an alert says: made once, when it is raised, from the counts of that moment. No text of anybody in it.
import type { Alert, AlertRule, Counted } from '../../events/alert.ts'
import type { Decided } from '../../events/alert-decisions.ts'
import { reactionsOf } from '../../events/topic-rules.ts'
import { postsOf } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { sourcesOf } from '../../projections/sources.ts'
import type { Story } from '../../projections/stories.ts'
import { countsBetween } from '../../projections/timeline.ts'
import { phrasesBetween } from '../../projections/told-phrases.ts'
import { byTypical, typicalPostsOf } from '../../projections/typical.ts'
import { headline } from '../../views/quote.ts'
import { timeOf } from '../../views/wording.ts'
import type { ToldOccasion } from './occasion.ts'

const mostCounted = 5
const mostPosts = 3
const mostTitle = 120
const mostLookedAt = 200

type Window = NonNullable<ToldOccasion['window']>

const most = (counted: readonly Counted[]): readonly Counted[] =>
  counted
    .filter(({ posts }) => posts > 0)
    .sort((a, b) => b.posts - a.posts || (a.name < b.name ? -1 : 1))
    .slice(0, mostCounted)

const topicsIn = (readModel: ReadModel, story: Story, { fromMs, toMs }: Window) => {
  const named = [
    ...story.topics.map(({ slug, name }) => ({ slug, name })),
    ...reactionsOf(story).map((slug) => ({ slug, name: slug })),
  ]
  const line = { story: story.slug, lane: story.lane }
  return most(
    named.map(({ slug, name }) => ({
      name,
      posts: countsBetween(readModel, { ...line, topic: slug }, fromMs, toMs).posts,
    })),
  )
}

const sourcesIn = (readModel: ReadModel, { slug: story, lane }: Story, { fromMs, toMs }: Window) =>
  most(
    sourcesOf(readModel, story, lane).map(({ source }) => ({
      name: source,
      posts: countsBetween(readModel, { story, lane, source }, fromMs, toMs).posts,
    })),
  )

const typicalIn = (
  readModel: ReadModel,
  { slug: story, lane }: Story,
  { fromMs, toMs }: Window,
  typical: NonNullable<ToldOccasion['typical']>,
): readonly string[] => {
  const query = { story, lane, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
  const refs = (posts: readonly { readonly ref: string }[]) => posts.slice(0, mostPosts).map(({ ref }) => ref)
  if (typical === 'leaving') {
    const { posts } = postsOf(readModel, { ...query, topic: 'leaving', limit: mostLookedAt })
    return refs(byTypical(posts.filter(({ duplicate }) => !duplicate)))
  }
  const { negative, neutral, positive } = typicalPostsOf(readModel, query, mostPosts)
  if (typical === 'negative') return refs(negative)
  return refs([negative, neutral, positive].flatMap((posts) => posts.slice(0, 1)))
}

const alsoWords = (also: readonly ToldOccasion[]) =>
  also.length === 0
    ? ''
    : ` Before it: ${also.map(({ words, at }) => `${words} (${timeOf(Date.parse(at))})`).join('; ')}.`

export const titleOf = ({ company, title }: Story, { words }: ToldOccasion): string =>
  headline(company || title, words, mostTitle)
export const reasonOf = ({ occasion, also }: Pick<Decided<ToldOccasion>, 'occasion' | 'also'>): string =>
  `${occasion.reason}${alsoWords(also)}`

export const tellAlert = (
  readModel: ReadModel,
  story: Story,
  { id: rule, severity, to }: AlertRule,
  decided: Decided<ToldOccasion>,
): Alert => {
  const { id, occasion, notBefore } = decided
  const { slug, trigger, at, since, window, typical, phrases = [] } = occasion
  return {
    id,
    rule,
    slug,
    trigger,
    severity,
    at,
    ...(since === undefined ? {} : { since }),
    title: titleOf(story, occasion),
    reason: reasonOf(decided),
    topics: window === undefined ? [] : topicsIn(readModel, story, window),
    sources: window === undefined ? [] : sourcesIn(readModel, story, window),
    phrases:
      window === undefined
        ? phrases
        : most(
            phrasesBetween(readModel, story, window.fromMs, window.toMs).map(({ title, documents }) => ({
              name: title,
              posts: documents,
            })),
          ),
    posts: window === undefined || typical === undefined ? [] : typicalIn(readModel, story, window, typical),
    to,
    ...(notBefore === undefined ? {} : { notBefore }),
  }
}
