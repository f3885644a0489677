// An alert as a mail: plain text, one subject of one line.
import type { AlertText } from './alert-text.ts'
import { plain } from './quote.ts'

type MailText = { readonly subject: string; readonly text: string }

const longestSubject = 150

/** A line of a header: nothing in it can begin another one. */
export const subjectOf = (title: string) => plain(title, longestSubject)

export const alertMail = ({ title, note, reason, since, why, posts, link, footer }: AlertText): MailText => ({
  subject: subjectOf(title),
  text: `${[
    ...(note === '' ? [] : [note]),
    title,
    [reason, since].filter(Boolean).join('\n'),
    ...(why.length === 0 ? [] : [why.map(({ name, items }) => `${name}: ${items}`).join('\n')]),
    ...posts.map(({ words, link }) => [words, link].filter(Boolean).join('\n')),
    ...(link === null ? [] : [`The page as of that moment:\n${link}`]),
    `-- \n${footer}`,
  ].join('\n\n')}\n`,
})
