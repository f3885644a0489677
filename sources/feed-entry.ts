// Any RSS, Atom or RDF feed → its entries in one shape. Bytes that are no feed are refused in words.
import type { parseFeed } from 'feedsmith'
import { decodeText } from './decode.ts'
import { feedsmith } from './parsers.ts'
import type { SourceAnswer } from './source.ts'

const maxFeedBytes = 5 * 1024 * 1024
const maxFeedItems = 1_000
/** Deeper than any feed is; a parser that descends needs a bottom. */
const maxDepth = 64
const maxTagLength = 64 * 1024

/** As the feed has it: markup in `html`, dates and names as written. */
export type FeedEntry = {
  readonly id: string | undefined
  readonly link: string | undefined
  readonly title: string | undefined
  readonly html: string | undefined
  /** As said by the feed itself: plain text, no markup. */
  readonly isPlain: boolean
  readonly author: string | undefined
  readonly published: string | undefined
  readonly replies: number | undefined
  readonly categories: readonly string[]
}

export type Feed = { readonly entries: readonly FeedEntry[]; readonly ttlMs: number | undefined }

const refuse = (detail: string) => ({ failure: 'retry', detail }) as const

const closings = { rss: '</channel></rss>', feed: '</feed>', rdf: '</rdf:RDF>' } as const
const itemEnds = { rss: '</item>', feed: '</entry>', rdf: '</item>' } as const

const rootOf = (text: string): keyof typeof closings | undefined => {
  const name = /<(rss|feed|rdf:RDF)[\s>]/i.exec(text)?.[1]?.toLowerCase()
  return name === 'rss' || name === 'feed' ? name : name === undefined ? undefined : 'rdf'
}

/** What follows the closing tag is left out; of a feed that breaks off, the complete items count. */
const completed = (text: string, root: keyof typeof closings): string | undefined => {
  const end = text.toLowerCase().lastIndexOf(`</${root === 'rdf' ? 'rdf:rdf' : root}>`)
  if (end >= 0) return text.slice(0, text.indexOf('>', end) + 1)
  const last = text.lastIndexOf(itemEnds[root])
  return last < 0 ? undefined : `${text.slice(0, last + itemEnds[root].length)}${closings[root]}`
}

/** Comments and CDATA hold no tags of the feed. */
const sections = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

/** One pass, whatever is left open. */
const isTooHard = (text: string) => {
  let depth = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const section = sections.find(([begin]) => text.startsWith(begin, at))
    const end = text.indexOf(section?.[1] ?? '>', at)
    if (end < 0) return false
    if (section === undefined && end - at > maxTagLength) return true
    if (section === undefined && text[end - 1] !== '/') depth += text[at + 1] === '/' ? -1 : 1
    if (depth > maxDepth) return true
    at = end
  }
  return false
}

const isTooLong = (text: string, itemEnd: string) => {
  let at = -1
  for (let items = 0; items <= maxFeedItems; items++) {
    at = text.indexOf(itemEnd, at + 1)
    if (at < 0) return false
  }
  return true
}

type Named = { readonly name?: string; readonly email?: string }
const nameOf = (authors: readonly Named[] | undefined): string | undefined => authors?.find(({ name }) => name)?.name

type Parsed = ReturnType<typeof parseFeed<string>>

const entriesOf = (parsed: Parsed): readonly FeedEntry[] => {
  switch (parsed.format) {
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) => {
        const content = entry.content ?? entry.summary
        return {
          id: entry.id,
          link: entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href,
          title: entry.title?.value,
          html: content?.value,
          isPlain: content?.type === 'text',
          author: nameOf(entry.authors) ?? entry.dc?.creators?.[0],
          published: entry.published ?? entry.updated,
          replies: undefined,
          categories: (entry.categories ?? []).flatMap(({ label, term }) => label ?? term ?? []),
        }
      })
    case 'rss':
      return (parsed.feed.items ?? []).map((item) => ({
        id: item.guid?.value,
        link: item.link,
        title: item.title,
        html: item.content?.encoded ?? item.description,
        isPlain: false,
        author: item.dc?.creators?.[0] ?? nameOf(item.authors),
        published: item.pubDate ?? item.dc?.dates?.[0],
        replies: item.slash?.comments,
        categories: (item.categories ?? []).flatMap(({ name }) => name ?? []),
      }))
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) => ({
        id: item.rdf?.about,
        link: item.link,
        title: item.title,
        html: item.content?.encoded ?? item.description,
        isPlain: false,
        author: item.dc?.creators?.[0],
        published: item.dc?.dates?.[0],
        replies: item.slash?.comments,
        categories: [],
      }))
    case 'json':
      return []
  }
}

const ttlOf = (parsed: Parsed) => (parsed.format === 'rss' ? parsed.feed.ttl : undefined)

/** No entity is expanded: a feed that brings its own is refused. */
export const readFeed = ({ body, headers }: SourceAnswer): Feed | { failure: 'retry' | 'stop'; detail: string } => {
  if (body.length > maxFeedBytes) return { failure: 'stop', detail: 'the feed is longer than 5 MB.' }
  const text = decodeText(body, headers['content-type'])
  if (text === undefined) return refuse('the feed does not say which character set it is in, and it cannot be told.')
  if (text.trim() === '') return refuse('the answer is empty.')
  const root = rootOf(text)
  if (root === undefined)
    return refuse(/<html|<!doctype html/i.test(text) ? 'this is a web page, not a feed.' : 'this is not a feed.')
  if (/<!ENTITY/i.test(text)) return { failure: 'stop', detail: 'the feed brings entities of its own.' }
  const whole = completed(text, root)
  if (whole === undefined) return refuse('the feed breaks off before its first entry is complete.')
  if (isTooLong(whole, itemEnds[root]))
    return { failure: 'stop', detail: `the feed has more than ${maxFeedItems} entries.` }
  if (isTooHard(whole))
    return {
      failure: 'stop',
      detail: `the feed is nested deeper than ${maxDepth} levels, or has a tag that is too long.`,
    }
  try {
    const parsed = feedsmith().parseFeed<string>(whole)
    const ttl = ttlOf(parsed)
    return { entries: entriesOf(parsed), ttlMs: ttl === undefined ? undefined : ttl * 60_000 }
  } catch {
    return refuse('this is not a feed that can be read.')
  }
}
