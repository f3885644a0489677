// What a validator of feeds holds against a feed: RFC 4287, RSS 2.0 with the best practices of its board, JSON Feed 1.1.
import { childrenOf, type Element, readXml, textOf } from './xml.ts'

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const rfc822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})$/
/** RFC 3986: in ASCII, without what a reader would have to mend. */
const isAddress = (text: string | undefined) =>
  /^https?:\/\/[^\s/]+/.test(text ?? '') && URL.canParse(text ?? '') && !/[^!-~]|["<>\\^`{|}]/.test(text ?? '')
/** The day of the week is the date's. */
const isRfc822 = (text: string | undefined) =>
  rfc822.test(text ?? '') && new Date(text ?? '').toUTCString().slice(0, 3) === text?.slice(0, 3)
/** RFC 4151 */
const isTag = (text: string | undefined) => /^tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[^\s]+$/.test(text ?? '')

type Rule = (isKept: boolean, words: string) => void

/** Markup that readers show: whole tags of few kinds, addresses with their host. */
const checkHtml = (rule: Rule, html: string | undefined, where: string) => {
  rule(html !== undefined && html !== '', `${where}: no content`)
  const content = readXml(`<div>${(html ?? '').replace(/&#x?\w+;/g, '')}</div>`)
  const visit = ({ name, attributes, children }: Element): void => {
    rule(['div', 'p', 'b', 'i', 'a'].includes(name), `${where}: <${name}> in the content`)
    if (name === 'a') rule(isAddress(attributes.get('href')), `${where}: link to ${attributes.get('href')}`)
    rule(
      [...attributes.keys()].every((key) => key === 'href'),
      `${where}: attributes of <${name}>`,
    )
    children.forEach(visit)
  }
  visit(content)
}

const unique = (rule: Rule, ids: readonly (string | undefined)[]) => {
  rule(new Set(ids).size === ids.length, 'two entries of one id')
  rule(ids.every(isTag), `an id that is no tag: ${ids.find((id) => !isTag(id))}`)
}

const once = (rule: Rule, element: Element, names: readonly string[], where: string) => {
  for (const name of names) {
    const found = childrenOf(element, name)
    rule(found.length === 1 && found[0]?.text.trim() !== '', `${where}: ${found.length} of ${name}`)
  }
}

const atom = (rule: Rule, text: string) => {
  const feed = readXml(text)
  const linksOf = (element: Element, rel: string) =>
    childrenOf(element, 'link').filter(({ attributes }) => attributes.get('rel') === rel)
  rule(feed.name === 'feed' && feed.attributes.get('xmlns') === 'http://www.w3.org/2005/Atom', 'no Atom feed')
  rule(feed.attributes.get('xml:lang') === 'en', 'no language')
  once(rule, feed, ['id', 'title', 'updated'], 'feed')
  rule(textOf(childrenOf(feed, 'author')[0] ?? feed, 'name') === 'Outcry', 'no author')
  const [self] = linksOf(feed, 'self')
  rule(linksOf(feed, 'self').length === 1, 'no link to itself')
  rule(self?.attributes.get('type') === 'application/atom+xml', 'type of the link to itself')
  rule(linksOf(feed, 'alternate').length === 1, 'no link to its page')
  rule(rfc3339.test(textOf(feed, 'updated') ?? ''), 'date of the feed')
  const entries = childrenOf(feed, 'entry')
  unique(rule, [textOf(feed, 'id'), ...entries.map((entry) => textOf(entry, 'id'))])
  for (const entry of entries) {
    const id = textOf(entry, 'id') ?? ''
    once(rule, entry, ['id', 'title', 'updated', 'published', 'content'], id)
    rule(linksOf(entry, 'alternate').length === 1, `${id}: alternate links`)
    const terms = childrenOf(entry, 'category').map(({ attributes }) => attributes.get('term') ?? '')
    rule(terms.length === 1 && terms[0] !== '', `${id}: category`)
    const [published = '', updated = ''] = [textOf(entry, 'published'), textOf(entry, 'updated')]
    rule(rfc3339.test(published) && rfc3339.test(updated), `${id}: dates`)
    rule(Date.parse(updated) >= Date.parse(published), `${id}: updated before it was published`)
    rule(Date.parse(updated) <= Date.parse(textOf(feed, 'updated') ?? ''), `${id}: newer than its feed`)
    rule(childrenOf(entry, 'content')[0]?.attributes.get('type') === 'html', `${id}: type of content`)
    checkHtml(rule, textOf(entry, 'content'), id)
  }
  for (const link of [feed, ...entries].flatMap((element) => childrenOf(element, 'link')))
    rule(isAddress(link.attributes.get('href')), `link to ${link.attributes.get('href')}`)
}

const rss = (rule: Rule, text: string) => {
  const root = readXml(text)
  rule(root.name === 'rss' && root.attributes.get('version') === '2.0', 'no RSS 2.0')
  rule(root.attributes.get('xmlns:atom') === 'http://www.w3.org/2005/Atom', 'no namespace of atom:link')
  const [channel] = childrenOf(root, 'channel')
  if (channel === undefined) return rule(false, 'no channel')
  once(rule, channel, ['title', 'link', 'description', 'language', 'lastBuildDate'], 'channel')
  rule(textOf(channel, 'language') === 'en', 'language')
  rule(isRfc822(textOf(channel, 'lastBuildDate')), 'lastBuildDate')
  rule(isAddress(textOf(channel, 'link')), 'link')
  const [self] = childrenOf(channel, 'atom:link')
  rule(self?.attributes.get('rel') === 'self' && isAddress(self.attributes.get('href')), 'no atom:link to itself')
  rule(self?.attributes.get('type') === 'application/rss+xml', 'type of the link to itself')
  const items = childrenOf(channel, 'item')
  unique(rule, [...items.map((item) => textOf(item, 'guid'))])
  for (const item of items) {
    const id = textOf(item, 'guid') ?? ''
    once(rule, item, ['title', 'link', 'guid', 'pubDate', 'description'], id)
    rule(childrenOf(item, 'guid')[0]?.attributes.get('isPermaLink') === 'false', `${id}: isPermaLink`)
    const [made, built] = [textOf(item, 'pubDate') ?? '', textOf(channel, 'lastBuildDate') ?? '']
    rule(isRfc822(made) && Date.parse(made) <= Date.parse(built), `${id}: pubDate`)
    rule(childrenOf(item, 'category')[0]?.text.trim() !== '', `${id}: category`)
    rule(isAddress(textOf(item, 'link')), `${id}: link`)
    checkHtml(rule, textOf(item, 'description'), id)
  }
}

const jsonFields = 'version,title,home_page_url,feed_url,description,language,authors,items'.split(',')
const jsonItemFields = 'id,url,external_url,title,content_html,date_published,date_modified,tags'.split(',')

const json = (rule: Rule, text: string) => {
  // Readers that look at the first bytes: "this should appear at the very top".
  rule(text.startsWith('{"version":"https://jsonfeed.org/version/1.1"'), 'version is not the first')
  const feed = JSON.parse(text)
  rule(feed.version === 'https://jsonfeed.org/version/1.1', 'version')
  rule(typeof feed.title === 'string' && feed.title !== '', 'title')
  rule(isAddress(feed.home_page_url) && isAddress(feed.feed_url), 'addresses of the feed')
  rule(feed.language === 'en' && feed.authors?.[0]?.name === 'Outcry', 'language, authors')
  rule(Array.isArray(feed.items), 'items')
  const known = (object: object, fields: readonly string[]) =>
    Object.entries(object).every(([key, value]) => fields.includes(key) && value !== null && value !== '')
  rule(known(feed, jsonFields), 'fields of the feed')
  unique(
    rule,
    feed.items.map(({ id }: { id: string }) => id),
  )
  for (const item of feed.items) {
    rule(known(item, jsonItemFields), `${item.id}: fields`)
    rule(isAddress(item.url), `${item.id}: url`)
    rule(Array.isArray(item.tags) && item.tags.every((tag: string) => tag !== ''), `${item.id}: tags`)
    rule(item.date_modified >= item.date_published, `${item.id}: modified before it was published`)
    rule(item.external_url === undefined || isAddress(item.external_url), `${item.id}: external_url`)
    rule(rfc3339.test(item.date_published) && rfc3339.test(item.date_modified), `${item.id}: dates`)
    checkHtml(rule, item.content_html, item.id)
  }
}

/** Empty: the feed is valid. */
export const feedProblems = (format: 'atom' | 'rss' | 'json', text: string): readonly string[] => {
  const problems: string[] = []
  const rule: Rule = (isKept, words) => {
    if (!isKept) problems.push(words)
  }
  ;({ atom, rss, json })[format](rule, text)
  return problems
}
