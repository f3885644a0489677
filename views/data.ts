// Data and deletion: what is kept here, where, for how long, and how it goes. True statements about this version and these channels.
import { defaults as emerging } from '../analysis/emerging/emerging.ts'
import type { ChannelKind } from '../events/channel.ts'
import type { Keeping } from '../events/keeping.ts'
import { field, type Values } from './admin/fields.ts'
import type { Asking, ChannelKeeping, DataFacts, KindKeeping } from './data-facts.ts'
import { counted, dateOf, inWords, spanOf } from './phrases.ts'
import { sourceName } from './post-card.ts'
import { clockOf, dayMs, hourMs, whole } from './wording.ts'

/** What whoever runs the place wants of those who keep copies. */
const asked: Record<ChannelKind, string> = {
  webhook: 'Whoever sends the posts answers for them, and says when one is gone.',
  discourse: 'What is deleted in the forum should go here too.',
  feed: 'The terms of the site.',
  reddit:
    'What is deleted or removed there goes, and so does the name of a deleted account; copies are to be swept within 48 hours.',
  x: 'What is deleted, changed, protected, suspended or withheld there goes within 24 hours of a request; all of it, once access ends.',
  mastodon: 'What is deleted there should go here too.',
  bluesky: 'What is deleted there should go here too.',
  lemmy: 'What is deleted there should go here too.',
  hackernews: 'What is deleted there should go here too.',
}

/** `24 hours`, `90 days` */
const long = (ms: number) => (ms <= 2 * dayMs ? counted(ms / hourMs, 'hour') : counted(Math.round(ms / dayMs), 'day'))

const keptWords = ({ keptMs, longestMs }: Keeping) =>
  keptMs < longestMs
    ? `${long(longestMs)} at most, and never longer than ${long(keptMs)} after it was last seen there`
    : long(longestMs)

const everyWords = (ms: number) => (ms === dayMs ? 'every day' : `every ${long(ms)}`)

const notAsked: Record<Exclude<Asking, 'asked'>, string> = {
  closed: 'Not any more: the channel is closed.',
  'no access': 'Not at present: its platform does not let us ask.',
  'not built': 'Not yet: this version cannot ask there.',
}

const lookedUp = (keeping: KindKeeping, asking: Asking): string => {
  const { kind, recheckEveryMs, recheckForMs } = keeping
  if (kind === 'feed') return 'No: a feed does not tell what was removed. A post that has left it may only be old.'
  if (kind === 'webhook') return 'No: the sender tells.'
  if (recheckEveryMs === undefined || recheckEveryMs >= keeping.longestMs) return 'No.'
  if (asking !== 'asked') return notAsked[asking]
  return `Yes, ${everyWords(recheckEveryMs)}${recheckForMs === undefined ? ' while it is kept' : `, for ${long(recheckForMs)}`}. What is gone there goes here.`
}

const nowWords = ({ watched, overdue, oldestDueMs, goneFromMs }: ChannelKeeping, nowMs: number): string => {
  const late = oldestDueMs === undefined ? '' : `, the longest by ${spanOf(nowMs - oldestDueMs)}`
  const watch = `${counted(watched, 'post')} watched, ${overdue === 0 ? 'none overdue' : `${whole(overdue)} overdue${late}`}`
  const ends =
    goneFromMs === undefined ? '' : `Access has ended: all of it is erased on ${dateOf(goneFromMs)} unless it returns.`
  return [watched === 0 ? '' : watch, ends].filter((part) => part !== '').join('. ')
}

/** Fields of the form, as partials/admin-field.hbs draws them. */
export const removalFields = (entered: Values) => [
  field('ask', 'url', 'Link of the post', entered, {
    needed: true,
    hint: 'As your browser shows it: https://… One post a request.',
  }),
  field('ask', 'note', 'Anything the operator should know', entered, {
    rows: 3,
    hint: 'You need not say who you are. Only the operator reads this; it is sealed, and deleted with the link when the request is settled.',
  }),
]

/** As long as the documentation lets sealed copies lie in backups. */
export const backupsLastMs = 35 * dayMs

export const dataView = ({ channels, others, nowMs }: DataFacts) => ({
  made: `${dateOf(nowMs)}, ${clockOf(nowMs)} UTC`,
  madeTime: new Date(nowMs).toISOString(),
  phraseAuthors: inWords(emerging.minAuthors),
  backups: long(backupsLastMs),
  some: channels.length > 0,
  watched: channels.some(({ watched }) => watched > 0),
  channels: channels.map((channel) => ({
    id: channel.id,
    kind: `${sourceName(channel.kind)}${channel.isClosed ? ', closed' : ''}`,
    kept: keptWords(channel),
    asked: asked[channel.kind],
    lookedUp: lookedUp(channel, channel.asking),
    now: nowWords(channel, nowMs),
  })),
  hasOthers: others.length > 0,
  others: others.map((other) => ({
    kind: sourceName(other.kind),
    kept: keptWords(other),
    asked: asked[other.kind],
  })),
  fields: removalFields({}),
})
