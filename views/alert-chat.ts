// An alert as Slack and Discord take it. What strangers wrote is plain text there: it mentions nobody and formats nothing.
import type { AlertText } from './alert-text.ts'

/** Cut so that it fits once it is escaped. */
export const fitted = (text: string, limit: number, escaped: (text: string) => string): string => {
  const whole = escaped(text)
  if (whole.length <= limit) return whole
  const characters = [...text]
  let kept = ''
  let length = 1
  for (const character of characters) {
    length += escaped(character).length
    if (length > limit) break
    kept += character
  }
  return `${escaped(kept)}…`
}

const slackEscape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
/** Characters that format, mention, link or name an emoji. */
const discordEscape = (text: string) => text.replace(/[\\*_~`|>#\-+[\]()<@:]/g, '\\$&')

const linesOf = ({ note, reason, since, why, posts }: AlertText): readonly string[] =>
  [
    note,
    reason,
    since,
    ...why.map(({ name, items }) => `${name}: ${items}`),
    ...posts.map(({ words }) => words),
  ].filter((line) => line !== '')

/** Blocks of an incoming webhook: https://docs.slack.dev/reference/block-kit/blocks. */
export const slackMessage = (text: AlertText): object => {
  const words = (line: string, limit: number) => ({
    type: 'plain_text',
    text: fitted(line, limit, slackEscape),
    emoji: false,
  })
  const link = (url: string, label: string) => `<${slackEscape(url).replaceAll('|', '%7C')}|${label}>`
  const links = [
    ...(text.link === null ? [] : [link(text.link, 'Open the page as of that moment')]),
    ...text.posts.flatMap((post, i) => (post.link === null ? [] : [link(post.link, `Post ${i + 1}`)])),
  ]
  return {
    text: fitted(`${text.title}. ${text.reason}`, 1_000, slackEscape),
    blocks: [
      { type: 'header', text: words(text.title, 150) },
      ...linesOf(text).map((line) => ({ type: 'section', text: words(line, 3_000) })),
      ...(links.length === 0
        ? []
        : [{ type: 'section', text: { type: 'mrkdwn', text: links.join(' · '), verbatim: true } }]),
      { type: 'context', elements: [words(text.footer, 1_000)] },
    ],
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  }
}

/** An embed of a webhook: https://docs.discord.com/developers/resources/webhook. All of it stays below 6,000 characters. */
export const discordMessage = (text: AlertText): object => ({
  content: fitted(text.title, 300, discordEscape),
  allowed_mentions: { parse: [] },
  embeds: [
    {
      title: fitted(text.title, 256, discordEscape),
      description: fitted([text.note, text.reason, text.since].filter(Boolean).join('\n'), 2_500, discordEscape),
      ...(text.link === null ? {} : { url: text.link }),
      fields: [
        ...text.why.map(({ name, items }) => ({ name, value: fitted(items, 500, discordEscape) })),
        ...text.posts.map(({ words, link }, i) => ({
          name: `Post ${i + 1}`,
          value: `${fitted(words, 350, discordEscape)}${link === null || link.length > 300 ? '' : `\n<${link}>`}`,
        })),
      ],
      footer: { text: fitted(text.footer, 400, (line) => line) },
    },
  ],
})
