// The page of a removal request: where it stands, in plain words.

import type { Values } from './admin/fields.ts'
import { backupsLastMs, removalFields } from './data.ts'
import { counted, dateOf } from './phrases.ts'
import type { RemovalFacts } from './removal-facts.ts'
import { clockOf, dayMs } from './wording.ts'

const timeWords = (iso: string) => `${dateOf(Date.parse(iso))}, ${clockOf(Date.parse(iso))} UTC`

type Words = { readonly heading: string; readonly text: string; readonly reason?: string }

const wordsOf = (facts: RemovalFacts): Words => {
  switch (facts.state) {
    case 'waiting':
      return {
        heading: 'Your request waits',
        text: 'The operator of this service will look at it and decide; then this page says so. Keep its address: there is no other way back here, and nobody is told it.',
      }
    case 'under way':
      return {
        heading: 'Granted',
        text: `${counted(facts.posts, 'post')} with this link ${facts.posts === 1 ? 'is' : 'are'} being erased and refused from now on. It takes a moment: load this page again.`,
      }
    case 'done':
      return {
        heading: 'Done',
        text: `${counted(facts.posts, 'post')} with this link ${facts.posts === 1 ? 'was' : 'were'} erased. Should ${facts.posts === 1 ? 'it' : 'they'} be sent here again, ${facts.posts === 1 ? 'it is' : 'they are'} refused.`,
      }
    case 'declined':
      return { heading: 'Declined', text: 'The operator does not agree, and says why:', reason: facts.reason }
    case 'not found':
      return {
        heading: 'No such post is kept here',
        text: `Nothing of a post with this link was found, or nothing is kept of it any more.${facts.refusedLater ? ' Should it be sent here, it is refused.' : ' If you meant another form of the link, ask again with that.'}`,
      }
  }
}

const row = (name: string, iso: string | undefined) =>
  iso === undefined ? [] : [{ name, value: timeWords(iso), datetime: iso }]

const rowsOf = (facts: RemovalFacts) => {
  const receipt = 'receipt' in facts ? facts.receipt : undefined
  const gone = receipt?.completedAt
  return [
    ...row('Asked', facts.requestedAt),
    ...row('Decided', 'settledAt' in facts ? facts.settledAt : undefined),
    ...row('No longer shown or counted since', receipt?.recordedAt),
    ...row('Gone from the disk since', gone),
    ...row(
      `Out of backups, kept ${backupsLastMs / dayMs} days at most, by`,
      gone === undefined ? undefined : new Date(Date.parse(gone) + backupsLastMs).toISOString(),
    ),
  ]
}

export const removalView = (facts: RemovalFacts) => {
  const { heading, text, reason = '' } = wordsOf(facts)
  return {
    heading,
    text,
    reason,
    rows: rowsOf(facts),
    again: facts.state === 'not found',
    waiting: facts.state === 'waiting',
  }
}

/** The form by itself, for who comes by another way or has to correct something. */
export const askView = (
  entered: Values,
  problem: { readonly detail: string; readonly faults: readonly string[] } | null,
) => ({
  problem,
  fields: removalFields(entered),
})
