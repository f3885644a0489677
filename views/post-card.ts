// One post as the page shows it: its text where that is allowed, else a summary made by rule.
import type { Label, PostFacts } from './facts.ts'
import { quote, webAddress } from './quote.ts'
import { timeOf } from './wording.ts'

const signs = {
  negative: { word: 'Negative', sign: 'M5 12h14' },
  neutral: { word: 'Neutral', sign: 'M5 12a7 7 0 1 0 14 0a7 7 0 1 0-14 0' },
  positive: { word: 'Positive', sign: 'M12 5v14M5 12h14' },
  unscored: { word: 'Not scored', sign: 'M9 9a3 3 0 1 1 3 4v1M12 18v.1' },
} as const satisfies { [L in Label | 'unscored']: { word: string; sign: string } }

const names: { readonly [source: string]: string } = {
  reddit: 'Reddit',
  x: 'X',
  twitter: 'Twitter',
  discourse: 'Discourse',
  hackernews: 'Hacker News',
  mastodon: 'Mastodon',
  bluesky: 'Bluesky',
  lemmy: 'Lemmy',
  feed: 'Feed',
  webhook: 'Webhook',
}
export const sourceName = (source: string) => (Object.hasOwn(names, source) ? (names[source] ?? source) : source)

/** `A negative reply about Removed opt-out.` Never a rewording of the text. */
const summary = ({ label, kind, topics }: PostFacts) => {
  const about = topics.length > 0 ? ` about ${topics.join(' and ')}` : ''
  const what = label === 'unscored' ? kind : `${label} ${kind}`
  return `A${/^[aeiou]/.test(what) ? 'n' : ''} ${what}${about}.`
}

export const postCard = (post: PostFacts) => {
  const text = post.text === null ? '' : quote(post.text)
  const href = webAddress(post.url)
  const source = sourceName(post.source)
  return {
    look: post.label,
    ...signs[post.label],
    text: text === '' ? summary(post) : text,
    summarised: text === '',
    source,
    topics: post.topics.length > 0 ? ` · ${post.topics.join(', ')}` : '',
    time: timeOf(post.atMs),
    datetime: new Date(post.atMs).toISOString(),
    href: href ?? '',
    linked: href !== null,
    where: ` on ${source}, ${timeOf(post.atMs)}`,
  }
}

export const blankPost = postCard({
  atMs: 0,
  source: '',
  kind: 'post',
  label: 'unscored',
  topics: [],
  text: '',
  url: null,
})
