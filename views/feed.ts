// A feed in three formats: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1. All of them tell the same entries.
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { byUpdate, entriesOf } from './feed-entries.ts'
import { type EntryKind, type FeedEntry, type FeedFacts, momentOf, named } from './feed-entry.ts'
import { escaped, plain } from './markup.ts'
import { demonstrationNotice } from './phrases.ts'

export const feedFormats = ['atom', 'rss', 'json'] as const
export type FeedFormat = (typeof feedFormats)[number]

export const feedTypes = {
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  json: 'application/feed+json',
} as const satisfies { [F in FeedFormat]: string }

/** Older ones are on the page. */
const mostEntries = 100

export type FeedAsked = {
  /** Where this service is reached, without a slash at the end. */
  readonly address: string
  /** `/stories/plex`, or empty for all stories. */
  readonly path: string
  readonly title: string
  readonly kind?: EntryKind | undefined
  /** Its slug and its name. */
  readonly topic?: readonly [slug: string, name: string] | undefined
}

type TaggedEntry = FeedEntry & { readonly tag: string; readonly link: string; readonly facts: FeedFacts }

/** RFC 4151. A story keeps its slug and the day it was opened; the host is the operator's to keep. */
const tagIn = (address: string, dayMs: number, of: string) => {
  const host = URL.canParse(address) ? new URL(address).hostname : ''
  return `tag:${/^[a-z0-9.-]+$/.test(host) ? host : 'localhost'},${new Date(dayMs).toISOString().slice(0, 10)}:${of}`
}

/** Among entries of other stories each says of whom it tells; most do by themselves. */
const titleAmong = (facts: FeedFacts, { title }: FeedEntry) =>
  title.startsWith(facts.company || facts.title) ? title : named(facts, title)

const taggedEntries = (stories: readonly FeedFacts[], { address, path, kind }: FeedAsked): TaggedEntry[] =>
  stories
    .flatMap((facts) =>
      entriesOf(facts).map((entry) => ({
        ...entry,
        title: path === '' ? titleAmong(facts, entry) : entry.title,
        facts,
        tag: tagIn(address, facts.openedAtMs, `${facts.slug}/${entry.id}`),
        link: `${address}/stories/${facts.slug}#${entry.anchor}`,
      })),
    )
    .filter((entry) => kind === undefined || entry.kind === kind || entry.kind === 'closing')
    .sort(byUpdate)
    .slice(0, mostEntries)

/** All updates, the newest first, then what it said from the beginning. */
const html = ({ updates, text, source, facts }: TaggedEntry) =>
  [
    ...updates.map(({ atMs, text }) => `<p><b>Updated:</b> ${momentOf(atMs)}. ${escaped(text)}</p>`),
    ...text.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...(source === null
      ? []
      : [`<p>Source: <a href="${escaped(source)}">${escaped(new URL(source).hostname)}</a></p>`]),
    ...(facts.demonstration ? [`<p><i>${demonstrationNotice}</i></p>`] : []),
  ].join('')

const words = {
  phase: 'changes of phase',
  statement: 'company statements',
  milestone: 'milestones',
  closing: 'closed and opened again',
} as const satisfies { [K in EntryKind]: string }

const feedOf = (stories: readonly FeedFacts[], asked: FeedAsked) => {
  const { address, path, title, kind, topic } = asked
  const entries = taggedEntries(stories, asked)
  const openedMs = Math.min(...stories.map(({ openedAtMs }) => openedAtMs))
  const query = new URLSearchParams({
    ...(topic === undefined ? {} : { topic: topic[0] }),
    ...(kind === undefined ? {} : { kind }),
  }).toString()
  const of = [...(kind === undefined ? [] : [words[kind]]), ...(topic === undefined ? [] : [topic[1]])].join(', ')
  const feedName = ['feed', path.replace('/stories/', ''), query].filter((part) => part !== '').join('/')
  const told = kind === undefined ? 'Changes of phase, company statements and milestones.' : ''
  const notice = stories.some(({ demonstration }) => demonstration) ? demonstrationNotice : ''
  return {
    entries,
    tag: tagIn(address, stories.length === 0 ? 0 : openedMs, feedName),
    title: plain(of === '' ? title : `${title} (${of})`),
    subtitle: [told, 'Every update keeps its entry and is told in it.', notice].filter((part) => part !== '').join(' '),
    home: `${address}${path === '' ? '/' : path}`,
    selfIn: (format: FeedFormat) => `${address}${path}/feed.${format}${query === '' ? '' : `?${query}`}`,
    updated: new Date(entries[0]?.updatedMs ?? (stories.length === 0 ? 0 : openedMs)),
  }
}
type Feed = ReturnType<typeof feedOf>

const atom = ({ entries, tag, title, subtitle, home, selfIn, updated }: Feed) =>
  generateAtomFeed({
    xml: { lang: 'en' },
    id: tag,
    title: { value: title },
    subtitle: { value: subtitle },
    updated,
    authors: [{ name: 'Outcry' }],
    generator: { text: 'Outcry' },
    links: [
      { href: selfIn('atom'), rel: 'self', type: feedTypes.atom },
      { href: home, rel: 'alternate', type: 'text/html' },
    ],
    entries: entries.map((entry) => ({
      id: entry.tag,
      title: { value: plain(entry.title) },
      published: new Date(entry.publishedMs),
      updated: new Date(entry.updatedMs),
      categories: [{ term: entry.kind }],
      links: [
        { href: entry.link, rel: 'alternate', type: 'text/html' },
        ...(entry.source === null ? [] : [{ href: entry.source, rel: 'related' }]),
      ],
      content: { value: html(entry), type: 'html' },
    })),
  })

const rss = ({ entries, title, subtitle, home, selfIn, updated }: Feed) =>
  generateRssFeed({
    title,
    link: home,
    description: subtitle,
    language: 'en',
    lastBuildDate: updated,
    generator: 'Outcry',
    atom: { links: [{ href: selfIn('rss'), rel: 'self', type: feedTypes.rss }] },
    items: entries.map((entry) => ({
      title: plain(entry.title),
      link: entry.link,
      guid: { value: entry.tag, isPermaLink: false },
      pubDate: new Date(entry.updatedMs),
      categories: [{ name: entry.kind }],
      description: html(entry),
    })),
  })

const json = ({ entries, title, subtitle, home, selfIn }: Feed) =>
  JSON.stringify({
    ...(generateJsonFeed({
      title,
      home_page_url: home,
      feed_url: selfIn('json'),
      description: subtitle,
      language: 'en',
      authors: [{ name: 'Outcry' }],
      items: entries.map((entry) => ({
        id: entry.tag,
        url: entry.link,
        ...(entry.source === null ? {} : { external_url: entry.source }),
        title: plain(entry.title),
        content_html: html(entry),
        date_published: new Date(entry.publishedMs),
        date_modified: new Date(entry.updatedMs),
        tags: [entry.kind],
      })),
    }) as object),
    // The generator leaves an empty list out, which every feed must have.
    ...(entries.length === 0 ? { items: [] } : {}),
  })

const writers = { atom, rss, json } as const satisfies { [F in FeedFormat]: (feed: Feed) => string }

/** @param stories of which it tells: one, or all */
export const feedIn = (format: FeedFormat, stories: readonly FeedFacts[], asked: FeedAsked): string =>
  writers[format](feedOf(stories, asked))
