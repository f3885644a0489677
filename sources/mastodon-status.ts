// A status of Mastodon, or of a server that speaks as it does → a post.
import { countIn, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { htmlText } from './html-text.ts'
import { told } from './lookup.ts'
import { tidyLines } from './normalise.ts'
import { type Dropped, type Item, refuse } from './source.ts'
import { parseTime } from './time.ts'
import { translatePost } from './webhook.ts'

const unknownLanguage = /^(und|zxx|mul|q..)$/
const isPublic = ({ visibility, local_only }: Json) =>
  local_only !== true && (visibility === undefined || visibility === 'public' || visibility === 'unlisted')
/** `#nobot` and `#noindex` in a profile: the custom from before there was a setting. */
const optsOut = /#(<span>)?no(bots?|index)\b/i

/** Whether its author does not want to be found outside. `indexable` is about search by words, which the server itself keeps to. */
const isHidden = (account: Json | undefined) =>
  account?.noindex === true || optsOut.test(stringIn(account, 'note') ?? '')

/** Custom emoji are pictures: their names are no words of the author. */
const withoutEmoji = (text: string, status: Json): string => {
  const codes = objectsIn(status, 'emojis').flatMap((emoji) => stringIn(emoji, 'shortcode') ?? [])
  return codes.reduce((rest, code) => rest.replaceAll(`:${code}:`, ''), text).replaceAll(/ {2,}/g, ' ')
}

const textOf = (status: Json): string => {
  const warning = stringIn(status, 'spoiler_text') ?? ''
  const text = tidyLines(`${warning}\n${htmlText(stringIn(status, 'content') ?? '')}`)
  return text.includes(':') ? tidyLines(withoutEmoji(text, status)) : text
}

/** @param idOfLocal the id of a status by its local one, where it is known */
export const mastodonStatus = (
  status: Json,
  idOfLocal: (local: string | undefined) => string | undefined,
): Item | Dropped => {
  const id = stringIn(status, 'uri')
  if (id === undefined) return refuse('a status of Mastodon', { pointer: '/uri', detail: 'is missing' })
  const boosted = objectIn(status, 'reblog')
  const account = objectIn(status, 'account')
  if (!isPublic(status) || (boosted !== undefined && !isPublic(boosted))) return { dropped: 'not public' }
  if (isHidden(account) || (boosted !== undefined && isHidden(objectIn(boosted, 'account'))))
    return { dropped: 'of an author who does not want to be found' }
  if (typeof status.content !== 'string' && boosted === undefined)
    return refuse('a status of Mastodon', { pointer: '/content', detail: 'is missing' })
  const at = stringIn(status, 'created_at') ?? ''
  const answered = stringIn(status, 'in_reply_to_id')
  const language = stringIn(boosted ?? status, 'language')
  const item = translatePost({
    source: 'mastodon',
    id,
    kind: answered === undefined ? 'post' : 'reply',
    parentId: idOfLocal(answered),
    threadId: answered === undefined ? id : undefined,
    at,
    text: textOf(boosted ?? status),
    author: stringIn(account, 'acct'),
    url: stringIn(status, 'url') ?? (URL.canParse(id) ? id : undefined),
    language: language === undefined || unknownLanguage.test(language) ? undefined : language,
    metrics: {
      likes: countIn(status, 'favourites_count'),
      replies: countIn(status, 'replies_count'),
      // Of a boost these are its original's.
      reposts: boosted === undefined ? countIn(status, 'reblogs_count') : 0,
    },
    repostOf: boosted && stringIn(boosted, 'uri'),
  })
  const revisedMs = parseTime(stringIn(status, 'edited_at') ?? at)
  return told(item, {
    lookup: stringIn(status, 'id'),
    ...(revisedMs === undefined ? {} : { revision: new Date(revisedMs).toISOString() }),
  })
}
