// Which column of a table holds which field of a post, by its heading.
import { Problem } from '../../events/problem.ts'

/** Headings as other tools write them, without blanks, dots, dashes and case; the field's own name comes first. */
const headings = {
  id: ['id', 'postid', 'tweetid', 'statusid', 'commentid', 'externalid'],
  text: ['text', 'fulltext', 'body', 'content', 'message', 'comment', 'tweet', 'review'],
  at: ['at', 'createdat', 'created', 'createdutc', 'date', 'datetime', 'timestamp', 'time', 'published', 'publishedat'],
  source: ['source', 'platform'],
  author: ['author', 'authorusername', 'username', 'screenname', 'user', 'handle'],
  url: ['url', 'link', 'permalink'],
  title: ['title', 'subject', 'headline'],
  kind: ['kind'],
  parentId: ['parentid', 'inreplytoid', 'inreplytostatusid', 'replyto'],
  threadId: ['threadid', 'conversationid', 'topicid'],
  language: ['language', 'lang'],
  likes: ['likes', 'metricslikes', 'likecount', 'favoritecount', 'favouritecount'],
  replies: ['replies', 'metricsreplies', 'replycount'],
  reposts: ['reposts', 'metricsreposts', 'repostcount', 'retweetcount', 'retweets', 'shares'],
  removed: ['removed', 'deleted'],
} as const

export type Field = keyof typeof headings
export type Columns = { readonly [Name in Field]?: number }

const plain = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** @throws Problem `invalid` when there is no column for id, text or time */
export const columnsOf = (header: readonly string[]): Columns => {
  const given = header.map(plain)
  const columns: { [Name in Field]?: number } = {}
  for (const field of Object.keys(headings) as Field[]) {
    const at = headings[field].map((heading) => given.indexOf(heading)).find((index) => index >= 0)
    if (at !== undefined) columns[field] = at
  }
  for (const needed of ['id', 'text', 'at'] as const)
    if (columns[needed] === undefined)
      throw new Problem(
        'invalid',
        `reading CSV: no column is headed ${headings[needed].join(', ')}; name one "${needed}"`,
      )
  return columns
}
