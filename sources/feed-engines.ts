// What the feeds of each forum engine mean by their ids, links and markup.
import { createHash } from 'node:crypto'
import type { PostKind } from '../events/post.ts'
import type { FeedEntry } from './feed-entry.ts'
import { htmlText } from './html-text.ts'

/** How one engine's entries are read; what it does not say is read as in any other feed. */
type Engine = {
  readonly knows: (entry: FeedEntry) => boolean
  /** Answers to a thread are in none of its feeds. */
  readonly opensOnly?: true
  /** Absent: nothing is said of it. */
  readonly kind?: (entry: FeedEntry) => PostKind | undefined
  readonly thread?: (entry: FeedEntry) => string | undefined
  /** The author's own part of the markup. */
  readonly own?: (html: string) => string
  readonly title?: (entry: FeedEntry) => string | undefined
}

const before = (text: string, mark: string) => {
  const at = text.lastIndexOf(mark)
  return at < 0 ? text : text.slice(0, at)
}

const forumPrefix = ' • '

const phpbb: Engine = {
  knows: ({ id = '' }) => /\/viewtopic\.php\?/.test(id),
  kind: ({ title = '' }) => (/(^|• )Re: /.test(title) ? 'comment' : undefined),
  thread: ({ id = '' }) => /[?&]t=(\d+)/.exec(id)?.[1],
  own: (html) => before(html, '<p>Statistics: Posted by'),
  title: ({ title, categories }) => {
    const [forum] = categories
    const prefix = `${forum}${forumPrefix}`
    return forum !== undefined && title?.startsWith(prefix) ? title.slice(prefix.length) : title
  },
}

const xenforo: Engine = {
  knows: ({ id = '', link = '' }) => /^\d+$/.test(id) && link.includes('/threads/'),
  opensOnly: true,
  thread: ({ id }) => id,
  own: (html) => {
    const at = html.lastIndexOf('<a ')
    return at >= 0 && />\s*Read more\s*<\/a>/.test(html.slice(at)) ? html.slice(0, at) : html
  },
}

const vanilla: Engine = {
  knows: ({ id = '', link = '' }) => /^\d+@\/discussions/.test(id) || /\/discussion\/\d+\//.test(link),
  opensOnly: true,
}

const discourseNumber = /\/t\/[^/]+\/(\d+)(?:\/(\d+)|\?page=\d+#post_(\d+))?(?:[?#].*)?$/
const discourse: Engine = {
  knows: ({ id = '', link = '' }) => /-(post|topic)-\d+/.test(id) && discourseNumber.test(link),
  kind: ({ link = '' }) => {
    const [, , byPath, byPage] = discourseNumber.exec(link) ?? []
    return Number(byPath ?? byPage ?? 1) === 1 ? 'post' : 'comment'
  },
  thread: ({ link = '' }) => discourseNumber.exec(link)?.[1],
}

const redditPost = /reddit\.com\/r\/[^/]+\/comments\/([a-z0-9]+)/
const mdBegin = '<div class="md">'
/** What Reddit adds after the author's part. */
const mdTail = 'submitted by'
const reddit: Engine = {
  knows: ({ link = '' }) => redditPost.test(link),
  kind: ({ id = '' }) => (id.startsWith('t1_') ? 'comment' : 'post'),
  thread: ({ link = '' }) => `t3_${redditPost.exec(link)?.[1]}`,
  own: (html) => {
    const from = html.indexOf(mdBegin)
    const to = html.lastIndexOf('</div>', html.lastIndexOf(mdTail))
    return from >= 0 && to > from ? html.slice(from, to) : ''
  },
}

/** Hacker News: all it says is where its comments are. */
const hackernews: Engine = {
  knows: ({ html = '' }) => /^<a href="[^"]{1,300}">Comments<\/a>$/.test(html),
  own: () => '',
}

const any: Engine = { knows: () => true }
const engines: readonly Engine[] = [phpbb, xenforo, vanilla, discourse, reddit, hackernews, any]

const engineOf = (entry: FeedEntry): Engine => engines.find(({ knows }) => knows(entry)) ?? any

/** Whether these can be nothing but the openings of threads. */
export const isOpensOnly = (entries: readonly FeedEntry[]): boolean =>
  entries.length > 0 && entries.every((entry) => engineOf(entry).opensOnly)

/** Tags in a title are its words: only the entities are markup there. */
const titleText = (title: string) => htmlText(title.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))

/** Where browsers see windows-1252 although the text says UTF-8. */
const repaired = (text: string) =>
  /[\u0080-\u009f]/.test(text)
    ? text.replace(/[\u0080-\u009f]/g, (one) =>
        new TextDecoder('windows-1252').decode(Uint8Array.of(one.charCodeAt(0))),
      )
    : text

/** `@name Full Name` and `/u/name` → name. */
const handleOf = (author: string | undefined) =>
  author?.startsWith('@') ? author.slice(1).split(' ')[0] : author?.replace(/^\/u\//, '')

/** As `translatePost` takes it, without its time. Undefined: it says nothing. */
export const postOfEntry = (entry: FeedEntry, idOf: (entry: FeedEntry) => string) => {
  const { html = '', isPlain, link, author, replies } = entry
  const engine = engineOf(entry)
  const named = engine.title === undefined ? entry.title : engine.title(entry)
  const title = named === undefined ? '' : repaired(titleText(named))
  const text = repaired(isPlain ? html : htmlText(engine.own?.(html) ?? html))
  if (title === '' && text === '') return undefined
  const threadId = engine.thread?.(entry)
  return {
    source: 'feed',
    id: idOf(entry),
    kind: engine.kind?.(entry) ?? (/^Re: /i.test(title) ? 'comment' : 'post'),
    text,
    title: title.slice(0, 1_000) || undefined,
    author: handleOf(author)?.slice(0, 256),
    url: link,
    threadId,
    metrics: replies === undefined ? undefined : { replies },
  } as const
}

/** By id, else by link, else by what it says of itself. */
const ownId = ({ id, link, title, html, published, author }: FeedEntry): string =>
  id ??
  link ??
  createHash('sha256')
    .update(JSON.stringify([title ?? html, published, author]))
    .digest('base64url')

/** Engines that give one id to several entries are found out by their links: then those are the ids. */
export const idsOf = (entries: readonly FeedEntry[]): ((entry: FeedEntry) => string) => {
  const links = new Map<string, Set<string | undefined>>()
  for (const entry of entries) links.set(ownId(entry), (links.get(ownId(entry)) ?? new Set()).add(entry.link))
  return (entry) => ((links.get(ownId(entry))?.size ?? 0) > 1 ? entry.link : undefined) ?? ownId(entry)
}
