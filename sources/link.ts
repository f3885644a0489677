// The link of a post as somebody copied it: a key that is equal for every form of the same link, and the ids it tells.

/** Of a post at its platform; `sources` under which it may have come in. */
export type LinkedId = { readonly sources: readonly string[]; readonly id: string }

/** A site that has forms of its own for one link. */
type Site = {
  readonly knows: (host: string) => boolean
  /** `undefined`: the link is of no post of this site, and read as any other. */
  readonly post: (url: URL) => { readonly key: string; readonly ids: readonly LinkedId[] } | undefined
}

const ofHosts = (pattern: RegExp) => (host: string) => pattern.test(host)

const x: Site = {
  knows: ofHosts(/^(?:(?:www|mobile|m)\.)?(?:x|twitter)\.com$/),
  post: ({ pathname }) => {
    const id = /\/status(?:es)?\/(\d{1,19})(?:\/|$)/.exec(pathname)?.[1]
    return id === undefined ? undefined : { key: `x ${id}`, ids: [{ sources: ['x', 'twitter'], id }] }
  },
}

/** Feeds of Reddit give the same ids. */
const redditSources = ['reddit', 'feed']
const reddit: Site = {
  knows: ofHosts(/^(?:[a-z]+\.)?reddit\.com$|^redd\.it$/),
  post: ({ host, pathname }) => {
    const place = host === 'redd.it' ? `/comments${pathname}` : pathname
    const [, post, comment] =
      /\/(?:comments|gallery)\/([0-9a-z]{1,13})(?:\/[^/]*\/([0-9a-z]{1,13}))?(?:\/|$)/i.exec(place) ?? []
    if (post === undefined) return undefined
    const id = (comment === undefined ? `t3_${post}` : `t1_${comment}`).toLowerCase()
    return { key: `reddit ${id}`, ids: [{ sources: redditSources, id }] }
  },
}

const hackernews: Site = {
  knows: ofHosts(/^news\.ycombinator\.com$/),
  post: ({ pathname, searchParams, hash }) => {
    // A comment is also linked as a place in its thread.
    const id = /^#(\d{1,12})$/.exec(hash)?.[1] ?? searchParams.get('id') ?? ''
    if (pathname !== '/item' || !/^\d{1,12}$/.test(id)) return undefined
    return { key: `hackernews ${id}`, ids: [{ sources: ['hackernews'], id }] }
  },
}

const bluesky: Site = {
  knows: ofHosts(/^(?:www\.)?bsky\.app$/),
  post: ({ pathname }) => {
    const [, who = '', rkey] = /^\/profile\/([^/]+)\/post\/([0-9a-z]{8,20})\/?$/i.exec(pathname) ?? []
    if (rkey === undefined) return undefined
    const did = decoded(who)
    const ids = did.startsWith('did:') ? [{ sources: ['bluesky'], id: `at://${did}/app.bsky.feed.post/${rkey}` }] : []
    // A name may change and a DID is not in every link: the key of a record is made of its time and is nobody else's.
    return { key: `bluesky ${rkey}`, ids }
  },
}

const sites: readonly Site[] = [x, reddit, hackernews, bluesky]

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Sessions, campaigns and who shared it: they name no post. */
const passing = /^(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|ref_src|ref_source|share_id|sid|si)$/i

/** `#p123`, `#post-123`, `#Comment_123`, `#issuecomment-123`: a place that is a post. */
const postFragment = /^[a-z]{0,20}[-_]?\d+$/i

/** What forum engines call a post or a thread, of which they have several addresses: by path, query and fragment. */
const discourse = (pathname: string, { searchParams, hash }: URL): string | undefined => {
  const [, before, topic, number] = /^(.*)\/t\/(?:[^/]*[^/\d][^/]*\/)?(\d+)(?:\/(\d+))?$/.exec(pathname) ?? []
  if (topic === undefined) return undefined
  const byPage = searchParams.has('page') ? /^#post_(\d+)$/.exec(hash)?.[1] : undefined
  return `${before}/t/${topic}/${number ?? byPage ?? 1}`
}
const phpbb = (pathname: string, { searchParams, hash }: URL): string | undefined => {
  const post = searchParams.get('p') ?? /^#p(\d+)$/.exec(hash)?.[1]
  return pathname.endsWith('/viewtopic.php') && post != null ? `${pathname}?p=${post}` : undefined
}
const xenforo = (pathname: string, { hash }: URL): string | undefined => {
  const [, before, thread, post] =
    /^(.*)\/threads\/(?:[^/]*\.)?(\d+)(?:\/page-\d+)?(?:[/#]+post-(\d+))?(?:#.*)?$/.exec(pathname + hash) ?? []
  if (thread === undefined) return undefined
  return `${before}/${post === undefined ? `threads/${thread}` : `posts/${post}`}`
}

const anyKey = (url: URL): string => {
  const host = url.host.replace(/^www\./, '')
  const pathname = decoded(url.pathname).replace(/\/+$/, '')
  const place = discourse(pathname, url) ?? phpbb(pathname, url) ?? xenforo(pathname, url)
  if (place !== undefined) return `${host}${place}`
  const query = [...url.searchParams].filter(([name]) => !passing.test(name)).map(([name, value]) => `${name}=${value}`)
  const fragment = url.hash.slice(1)
  return [
    host,
    pathname,
    query.length === 0 ? '' : `?${query.sort().join('&')}`,
    postFragment.test(fragment) ? `#${fragment.toLowerCase()}` : '',
  ].join('')
}

/** A Mastodon or Lemmy link, whatever its host: their ids are addresses. */
const fediverseIds = ({ host, pathname, protocol }: URL): readonly LinkedId[] => {
  const [, name, status] = /^\/@([^/@]+)\/(\d{1,24})\/?$/.exec(pathname) ?? []
  if (name !== undefined)
    return [{ sources: ['mastodon'], id: `${protocol}//${host}/users/${name}/statuses/${status}` }]
  const item = /^\/(?:post|comment)\/\d{1,15}(?=\/?$)/.exec(pathname)?.[0]
  return item === undefined ? [] : [{ sources: ['lemmy'], id: `${protocol}//${host}${item}` }]
}

/** http and https without user info; `undefined` for anything else. */
const urlOf = (link: string): URL | undefined => {
  if (!URL.canParse(link)) return undefined
  const url = new URL(link)
  url.port = url.port === '80' || url.port === '443' ? '' : url.port
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.username === '' && url.password === '' ? url : undefined
}

/**
 * `key` is equal for two links of the same post, as far as links alone tell; never shown and never kept. `ids`: what its platform
 * calls it, empty where the link does not say. `undefined`: no link of a web page.
 */
export const readLink = (link: string): { readonly key: string; readonly ids: readonly LinkedId[] } | undefined => {
  const url = urlOf(link)
  if (url === undefined) return undefined
  const site = sites.find(({ knows }) => knows(url.host))
  return site?.post(url) ?? { key: anyKey(url), ids: fediverseIds(url) }
}
