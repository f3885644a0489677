// A round over Hacker News, one item a request: every new item from the newest down, then what those that belong hang on. Pure.
//
// Why all of them: there is no search, and comments that speak of something stand under stories that do not. The site makes some twelve
// items a minute, so that reading each of them once is a request every five seconds, where reading the stories, their trees and
// /v0/updates again and again would be hundreds a minute and still miss comments elsewhere.
import { idIn, isObject, type Json } from './fields.ts'
import { isGone, isStory, type Thread, titleOf, wordsOf } from './hackernews-item.ts'

/** Items of one round: two to three hours of the site. */
const maxWalked = 2_000
const maxParents = 2_000
const maxStories = 1_000
const maxComments = 3_000
/** Times of single items were changed by moderators. */
const oldInARow = 3
/** Of real items a few are empty for some seconds. */
const maxEmptyInARow = 100

/** `found`: its own words are what is looked for. */
type Waiting = readonly [id: number, found: 0 | 1]
/** `kids`: what answers it is read as well. */
type Belonging = { readonly id: number; readonly thread?: string; readonly kids?: true }

export type Walk = {
  /** The next item to look at, 0: that is done; from here down nothing was looked at. */
  readonly next: number
  readonly walked: number
  readonly oldInARow: number
  readonly emptyInARow: number
  /** Ms since 1970. */
  readonly newestMs: number
  readonly oldestMs: number
  /** It came to where the last round ended. */
  readonly isBack: boolean
  /** Comments by what they answer, until their story is known. */
  readonly waiting: { readonly [parent: string]: readonly Waiting[] }
  readonly parents: number
  /** Lists of stories that are looked through in a first round, or where the walk did not come back, and the stories in them. */
  readonly lists: readonly string[]
  readonly stories: readonly number[]
  readonly isListed: boolean
  /** To be read and kept. */
  readonly comments: readonly Belonging[]
  readonly read: number
  /** Of stories that belong. */
  readonly titles: { readonly [story: string]: string }
}

export type Step = 'walk' | 'comment' | 'parent' | 'list' | 'story'
/** What is asked for next: an item by its id, or a list by its name. */
export type Wish = { readonly step: Step; readonly of: number | string; readonly thread?: string; readonly kids?: true }

const allLists = ['newstories', 'topstories', 'beststories']

/** @param isFirst nothing was read before: what goes back furthest comes first */
export const startWalk = (newest: number, isFirst: boolean): Walk => ({
  next: newest,
  walked: 0,
  oldInARow: 0,
  emptyInARow: 0,
  newestMs: 0,
  oldestMs: Number.MAX_SAFE_INTEGER,
  isBack: false,
  waiting: {},
  parents: 0,
  lists: isFirst ? allLists : [],
  stories: [],
  isListed: isFirst,
  comments: [],
  read: 0,
  titles: {},
})

const isWalking = ({ next, walked, isBack, emptyInARow }: Walk) =>
  next > 0 && walked < maxWalked && emptyInARow < maxEmptyInARow && !isBack

/** Nothing was there at all: a fault of the site, not its beginning. */
export const isBarren = ({ emptyInARow, walked }: Walk): boolean =>
  emptyInARow === walked && emptyInARow >= maxEmptyInARow

/** Undefined at the end of the round. */
export const wishOf = (walk: Walk): Wish | undefined => {
  const [comment] = walk.comments
  if (comment !== undefined) return { step: 'comment', of: comment.id, ...comment }
  const [list] = walk.lists
  if (list !== undefined) return { step: 'list', of: list }
  const [story] = walk.stories
  if (story !== undefined) return { step: 'story', of: story }
  if (isWalking(walk)) return { step: 'walk', of: walk.next }
  // Items that answer are younger than what they answer: from the youngest on, each is asked for once.
  const parents = Object.keys(walk.waiting)
  return parents.length === 0 ? undefined : { step: 'parent', of: Math.max(...parents.map(Number)) }
}

export type Looking = {
  /** Whether a text holds what the channel looks for. */
  readonly isWanted: (text: string) => boolean
  readonly nowMs: number
  /** Where the walk ends, and how old a story of a list may be. Ms since 1970. */
  readonly endMs: number
  readonly sinceMs: number
}

const timeOf = (item: Json | undefined): number => (typeof item?.time === 'number' ? item.time * 1_000 : Number.NaN)
const belongs = (item: Json, { isWanted }: Looking) => isStory(item) && !isGone(item) && isWanted(wordsOf(item))

/** What waits for an item goes on waiting for what that answers, or belongs, or does not. */
const settle = (walk: Walk, id: string, item: Json | undefined, more: readonly Waiting[], looking: Looking): Walk => {
  const { [id]: children = [], ...others } = walk.waiting
  const waiting = [...children, ...more]
  if (waiting.length === 0) return walk
  const parent = idIn(item, 'parent')
  if (item?.type === 'comment' && parent !== undefined)
    return { ...walk, waiting: { ...others, [parent]: [...(others[parent] ?? []), ...waiting] } }
  const isThread = item !== undefined && isStory(item)
  const chosen = waiting.filter(([, found]) => found === 1 || (isThread && belongs(item, looking)))
  const title = isThread && chosen.length > 0 ? titleOf(item) : undefined
  return {
    ...walk,
    waiting: others,
    comments: [...walk.comments, ...chosen.map(([one]) => ({ id: one, ...(isThread ? { thread: id } : {}) }))],
    titles: title === undefined ? walk.titles : { ...walk.titles, [id]: title },
  }
}

const afterItem = (walk: Walk, id: number, item: Json | undefined, looking: Looking): Walk => {
  const atMs = timeOf(item)
  const isOld = atMs <= looking.endMs
  const old = Number.isNaN(atMs) ? walk.oldInARow : isOld ? walk.oldInARow + 1 : 0
  const isKept = item?.type === 'comment' && !isGone(item)
  const own: readonly Waiting[] = isKept && !isOld ? [[id, looking.isWanted(wordsOf(item)) ? 1 : 0]] : []
  const after: Walk = {
    ...settle(walk, String(id), item, own, looking),
    next: id - 1,
    walked: walk.walked + 1,
    oldInARow: old,
    emptyInARow: item === undefined ? walk.emptyInARow + 1 : 0,
    newestMs: atMs <= looking.nowMs ? Math.max(walk.newestMs, atMs) : walk.newestMs,
    oldestMs: Math.min(walk.oldestMs, Number.isNaN(atMs) ? Number.MAX_SAFE_INTEGER : atMs),
    isBack: old >= oldInARow || id <= 1,
  }
  return isWalking(after) || after.isBack || after.isListed ? after : { ...after, lists: allLists, isListed: true }
}

/** Those whose story was not found within the bounds of a round: only what they say themselves counts. */
const giveUp = (walk: Walk): Walk => {
  const found = Object.values(walk.waiting).flatMap((waiting) => waiting.filter(([, isFound]) => isFound === 1))
  return { ...walk, waiting: {}, comments: [...walk.comments, ...found.map(([id]) => ({ id }))] }
}

const afterParent = (walk: Walk, id: number, item: Json | undefined, looking: Looking): Walk => {
  const after = settle({ ...walk, parents: walk.parents + 1 }, String(id), item, [], looking)
  return after.parents >= maxParents ? giveUp(after) : after
}

const idsOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((id): id is number => Number.isSafeInteger(id) && id > 0) : []

const afterList = (walk: Walk, ids: readonly number[]): Walk => {
  const stories = [...new Set([...walk.stories, ...ids.filter((id) => id <= walk.next)])].slice(0, maxStories)
  return { ...walk, lists: walk.lists.slice(1), stories }
}

const withKids = (walk: Walk, item: Json, thread: string | undefined): Walk => {
  // Younger ones the walk has seen.
  const kids = idsOf(item.kids).filter((id) => id <= walk.next)
  const room = Math.max(0, maxComments - walk.read - walk.comments.length)
  const more = kids
    .slice(0, room)
    .map((id) => ({ id, ...(thread === undefined ? {} : { thread }), kids: true as const }))
  return { ...walk, comments: [...walk.comments, ...more] }
}

const afterStory = (walk: Walk, id: number, item: Json | undefined, looking: Looking): Walk => {
  const after: Walk = { ...walk, stories: walk.stories.slice(1) }
  if (item === undefined || !belongs(item, looking) || timeOf(item) < looking.sinceMs) return after
  const title = titleOf(item)
  return withKids({ ...after, titles: { ...after.titles, [id]: title } }, item, String(id))
}

const afterComment = (walk: Walk, { thread, kids }: Wish, item: Json | undefined): Walk => {
  const after: Walk = { ...walk, comments: walk.comments.slice(1), read: walk.read + 1 }
  return kids && item !== undefined ? withKids(after, item, thread) : after
}

/** Whether an item that was asked for is one to keep: deleted ones that were never kept are no news. */
const isKept = (step: Step, item: Json, looking: Looking): boolean => {
  switch (step) {
    case 'walk':
      return belongs(item, looking) && timeOf(item) > looking.endMs
    case 'story':
      return belongs(item, looking) && timeOf(item) >= looking.sinceMs
    case 'comment':
      return item.type === 'comment' && !isGone(item)
    case 'parent':
    case 'list':
      return false
  }
}

export const threadOf = ({ titles }: Walk, thread: string | undefined): Thread | undefined => {
  const title = thread === undefined ? undefined : titles[thread]
  return thread === undefined ? undefined : { id: thread, ...(title === undefined ? {} : { title }) }
}

/** @param value what was answered to the wish, as JSON.parse gave it. Answers the walk after it, and the item if it is to be kept */
export const afterWish = (
  walk: Walk,
  wish: Wish,
  value: unknown,
  looking: Looking,
): { readonly walk: Walk; readonly item?: Json } => {
  const item = isObject(value) ? value : undefined
  const id = Number(wish.of)
  const kept = item !== undefined && isKept(wish.step, item, looking) ? { item } : {}
  switch (wish.step) {
    case 'walk':
      return { walk: afterItem(walk, id, item, looking), ...kept }
    case 'parent':
      return { walk: afterParent(walk, id, item, looking) }
    case 'comment':
      return { walk: afterComment(walk, wish, item), ...kept }
    case 'list':
      return { walk: afterList(walk, idsOf(value)) }
    case 'story':
      return { walk: afterStory(walk, id, item, looking), ...kept }
  }
}
