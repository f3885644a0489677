// What twarc wrote: pages and stream objects of the API v2, flattened posts, posts and search pages of v1.1, and notices of deletion.
import { isObject, type Json, objectIn, objectsIn, stringIn } from '../fields.ts'
import { type Dropped, type Item, refuse } from '../source.ts'
import { timeOfId, xRemoval } from '../x-post.ts'
import { xV1Item } from '../x-v1.ts'
import { xFlattened, xPage } from '../x-v2.ts'
import { jsonFormat } from './json-format.ts'

/** What a stream of v1.1 and a compliance job say of a post that is gone. */
const removalOf = (value: Json): Item | undefined => {
  const status = objectIn(objectIn(value, 'delete'), 'status')
  const id =
    status === undefined ? (value.action === 'delete' ? stringIn(value, 'id') : undefined) : stringIn(status, 'id_str')
  return id === undefined ? undefined : xRemoval(id, stringIn(value, 'created_at') ?? timeOfId(id) ?? '')
}

const translate = (value: Json): readonly (Item | Dropped)[] => {
  const removal = removalOf(value)
  if (removal !== undefined) return [removal]
  // A page that found nothing has only `meta`.
  if (isObject(value.data) || Array.isArray(value.data) || 'errors' in value || 'meta' in value) return xPage(value)
  if (Array.isArray(value.statuses)) return objectsIn(value, 'statuses').map(xV1Item)
  if ('id_str' in value) return [xV1Item(value)]
  if ('id' in value) return [xFlattened(value)]
  return [refuse('a line of twarc', { pointer: '', detail: 'has none of data, statuses, id_str and id' })]
}

export const twarc = jsonFormat({
  name: 'twarc',
  knows: (keys) =>
    keys.has('statuses') ||
    (keys.has('data') && !keys.has('kind')) || // what comes after a long list of posts is not seen
    (keys.has('id_str') && (keys.has('user') || keys.has('full_text'))) ||
    (keys.has('text') && (keys.has('author_id') || keys.has('edit_history_tweet_ids'))) ||
    (keys.has('action') && keys.has('reason')),
  translate,
})
