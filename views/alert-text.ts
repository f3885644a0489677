// What an alert says, in plain lines that every way of sending draws in its own form. Nothing in them acts on what surrounds it.
import { reactionTitles } from '../analysis/reactions.ts'
import type { Alert, AlertTrigger, Counted } from '../events/alert.ts'
import { demonstrationNotice } from './phrases.ts'
import { sourceName } from './post-card.ts'
import { plain, quotable, quote, webAddress } from './quote.ts'
import { timeOf } from './wording.ts'

/** A typical post. `text`: null where it may not be shown. */
export type AlertPost = { readonly source: string; readonly text: string | null; readonly url: string | null }

export type Withdrawn = { readonly at: string; readonly why: string }

export type AlertFacts = {
  readonly alert: Alert
  /** When it was raised, ISO 8601 UTC: the page is shown as of then. */
  readonly raisedAt: string
  readonly story: { readonly title: string; readonly company: string; readonly demonstration: boolean }
  /** Where this service is reached, without a slash at the end; empty where nobody said. */
  readonly address: string
  /** Empty where the receiver wants none. */
  readonly posts: readonly AlertPost[]
  /** Since when it is no longer held to be true, ISO 8601 UTC, and why. */
  readonly withdrawn?: Withdrawn
}

export type AlertText = {
  readonly title: string
  readonly note: string
  readonly reason: string
  readonly since: string
  readonly why: readonly { readonly name: string; readonly items: string }[]
  readonly posts: readonly { readonly words: string; readonly link: string | null }[]
  /** The page as of that moment; null where the service does not know its own address. */
  readonly link: string | null
  readonly footer: string
}

const triggerWords = {
  'phase-change': 'Change of phase',
  'early-signs': 'Early signs',
  statement: 'Statement recorded',
  'new-topic': 'New topic',
  volume: 'Many posts',
  'negative-share': 'More negative posts',
  leaving: 'People say that they leave',
  'source-silent': 'Source silent',
} as const satisfies { [T in AlertTrigger]: string }

const longest = { title: 200, reason: 2_000, name: 80 }

const whyRow = (name: string, counted: readonly Counted[], wordsOf = (word: string) => word) =>
  counted.length === 0
    ? []
    : [
        {
          name,
          items: counted.map(({ name, posts }) => `${plain(wordsOf(name), longest.name)} (${posts})`).join(', '),
        },
      ]

/** Built-in ones are counted by their slugs. */
const topicName = (name: string) => reactionTitles.get(name) ?? name

/** The page of a story as it stood at a moment (ISO 8601 UTC). */
export const storyLink = (address: string, slug: string, at?: string): string | null =>
  address === '' ? null : `${address}/stories/${slug}${at === undefined ? '' : `?at=${at}`}`

const shownPosts = (posts: readonly AlertPost[]) =>
  posts.flatMap(({ source, text, url }) => {
    const link = webAddress(url)
    const quoted = text === null || !quotable(text) ? null : quote(text)
    return quoted === null && link === null ? [] : [{ source: sourceName(plain(source, longest.name)), quoted, link }]
  })

export const alertText = ({ alert, raisedAt, story, address, posts }: AlertFacts): AlertText => {
  const { title, reason, since, topics, sources, phrases, trigger, severity } = alert
  return {
    title: `${story.demonstration ? 'Re-enactment: ' : ''}${plain(title, longest.title)}`,
    note: story.demonstration ? demonstrationNotice : '',
    reason: plain(reason, longest.reason),
    since: since === undefined ? `At ${timeOf(Date.parse(alert.at))}` : `Since ${timeOf(Date.parse(since))}`,
    why: [
      ...whyRow('Phrases', phrases),
      ...whyRow('Topics', topics, topicName),
      ...whyRow('Sources', sources, sourceName),
    ],
    posts: shownPosts(posts).map(({ source, quoted, link }) => ({
      words: quoted === null ? `A post on ${source}` : `“${quoted}”, on ${source}`,
      link,
    })),
    link: storyLink(address, alert.slug, raisedAt),
    footer: `${triggerWords[trigger]}, severity ${severity} of 10, story “${plain(story.title, longest.title)}”, rule ${alert.rule}`,
  }
}

/** To who got the alert: that it is not true any more. */
export const withdrawalText = ({ alert, raisedAt, story, address }: AlertFacts, { at, why }: Withdrawn): AlertText => ({
  title: `${story.demonstration ? 'Re-enactment: ' : ''}Withdrawn: ${plain(alert.title, longest.title)}`,
  note: story.demonstration ? demonstrationNotice : '',
  reason: `The alert of ${timeOf(Date.parse(raisedAt))} is no longer held to be true: ${plain(why, longest.reason)}.`,
  since: '',
  why: [],
  posts: [],
  link: storyLink(address, alert.slug, at),
  footer: `Alert withdrawn, story “${plain(story.title, longest.title)}”, rule ${alert.rule}`,
})

/** What the test button sends. */
export const testText = (receiver: string, address: string): AlertText => ({
  title: 'Test of Outcry',
  note: '',
  reason: `This is a test of the receiver ${receiver}. Nothing happened; alerts look like this.`,
  since: '',
  why: [],
  posts: [],
  link: address === '' ? null : address,
  footer: 'Sent by hand',
})

const namesOf = ({ alert, story }: Pick<AlertFacts, 'alert' | 'story'>) => {
  const { id, rule, slug, trigger, severity, at, title } = alert
  return {
    id,
    rule,
    story: {
      slug,
      title: plain(story.title, longest.title),
      company: plain(story.company, longest.title),
      demonstration: story.demonstration,
    },
    trigger,
    severity,
    at,
    title: plain(title, longest.title),
  }
}

/** That an alert is withdrawn, for machines: `id` is that of the alert. */
export const withdrawalData = (facts: AlertFacts, { at, why }: Withdrawn): object => ({
  ...namesOf(facts),
  withdrawnAt: at,
  why: plain(why, longest.reason),
  url: storyLink(facts.address, facts.alert.slug, at),
})

/** The whole of an alert for machines; `data` of a webhook. */
export const alertData = ({ alert, raisedAt, story, address, posts }: AlertFacts): object => {
  const { slug, since = null, reason, topics, sources, phrases } = alert
  const named = (counted: readonly Counted[]) =>
    counted.map(({ name, posts }) => ({ name: plain(name, longest.name), posts }))
  return {
    ...namesOf({ alert, story }),
    since,
    reason: plain(reason, longest.reason),
    topics: named(topics),
    sources: named(sources),
    phrases: named(phrases),
    posts: shownPosts(posts).map(({ source, quoted, link }) => ({ source, text: quoted, url: link })),
    url: storyLink(address, slug, raisedAt),
  }
}
