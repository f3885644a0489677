// Monthly dumps of Reddit: one submission or comment a line, usually .zst.
import { redditItem } from '../reddit-item.ts'
import { jsonFormat } from './json-format.ts'

export const redditDump = jsonFormat({
  name: 'reddit-dump',
  knows: (keys) => keys.has('subreddit') && (keys.has('link_id') || keys.has('title') || keys.has('selftext')),
  translate: (value) => [redditItem(value, { escaped: true })],
})
