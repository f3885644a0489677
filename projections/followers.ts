// Followers of stories, by random ids, and what of each story they may have to be told.
import type { RecordedEvent } from '../events/catalogue.ts'
import type { PhaseRevised } from '../events/phase.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

/** Times are ISO 8601 UTC. */
export type Follower = {
  readonly id: string
  readonly slug: string
  /** Each change, not only one of course. */
  readonly every: boolean
  /** Mails that ask for confirmation: wanted, and sent. */
  readonly asks: number
  readonly invited: number
  /** Version of the log at which it was confirmed: it is told of what came later, whatever the clocks say. */
  readonly confirmed?: number
  /** Of the event in the story's stream that was told last. */
  readonly told: number
}

const gone: Follower | undefined = undefined
const keyOf = (slug: string, id: string) => `${slug}|${id}`

/** Key: `story|id`. Those that left have no row. */
export const followers: Projection<Follower | undefined> = {
  name: 'followers',
  initial: gone,
  keys: (event) => {
    switch (event.type) {
      case 'FollowerAsked':
      case 'FollowerConfirmed':
      case 'FollowerTold':
      case 'FollowerLeft':
        return [keyOf(event.data.slug, event.data.id)]
      default:
        return []
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'FollowerAsked': {
        const { id, slug, every } = event.data
        return { ...(state ?? { id, slug, asks: 0, invited: 0, told: -1 }), every, asks: (state?.asks ?? 0) + 1 }
      }
      case 'FollowerConfirmed':
        return state && { ...state, confirmed: event.version }
      case 'FollowerTold': {
        const { revision } = event.data
        if (state === undefined) return gone
        return revision === undefined ? { ...state, invited: state.asks } : { ...state, told: revision }
      }
      case 'FollowerLeft':
        return gone
      default:
        return state
    }
  },
}

/**
 * An event of a story that followers are told of; `course`: the company changes its course, or it is over, or not any more.
 * `over`: the recovery it tells of, by when it began, while that stands. `set`: it tells what a person set.
 */
export type Notice = {
  /** Of the event, in its stream and in the log. */
  readonly revision: number
  readonly version: number
  readonly recordedAt: string
  readonly course: boolean
  readonly over?: string
  readonly set?: true
}

const mostNotices = 50
/** What is recorded later than that after it happened is no news. */
const newsForMs = 7 * 24 * 3_600_000

const isNews = (at: string, { recordedAt }: RecordedEvent) => Date.parse(recordedAt) - Date.parse(at) < newsForMs
const from = ({ revision, version, recordedAt }: RecordedEvent) => ({ revision, version, recordedAt })

const noticeOf = (event: RecordedEvent, before: readonly Notice[]): Notice | undefined => {
  const of = from(event)
  switch (event.type) {
    case 'StatementRecorded': {
      const course = event.data.kind === 'reversal' || event.data.kind === 'partial-reversal'
      return isNews(event.data.at, event) ? { ...of, course } : undefined
    }
    case 'PhaseDeclared': {
      const { at, phase } = event.data
      const isOver = phase === 'recovered'
      return isNews(at, event) ? { ...of, course: isOver, ...(isOver ? { over: at } : {}) } : undefined
    }
    case 'PhaseOverridden':
      return { ...of, course: event.data.phase === 'recovered', set: true }
    case 'PhaseOverrideWithdrawn':
      return { ...of, course: before.findLast(({ set }) => set)?.course ?? false }
    case 'StoryClosed':
      return { ...of, course: true }
    case 'StoryOpened':
      // Again: whoever was told that it ended is told.
      return event.revision === 0 ? undefined : { ...of, course: true }
    default:
      return undefined
  }
}

/** Of what is computed again only the end counts: one that was told and does not hold, or one that was not told. */
const afterRevision = (before: readonly Notice[], event: RecordedEvent & PhaseRevised): readonly Notice[] => {
  const { changes } = event.data
  const overs = changes.filter(({ phase }) => phase === 'recovered').map(({ at }) => at)
  let told = 0
  const kept = before.map((notice) => {
    const { over, ...rest } = notice
    if (over === undefined || over < event.data.from) return notice
    const at = overs[told++]
    return at === undefined ? rest : { ...rest, over: at }
  })
  const newest = overs.at(-1)
  if (told > overs.length) return [...kept, { ...from(event), course: true }]
  if (newest === undefined) return before
  return told < overs.length && isNews(newest, event) ? [...kept, { ...from(event), course: true, over: newest }] : kept
}

/** Key: the story's slug. The newest, in order. */
export const notices: Projection<readonly Notice[]> = {
  name: 'notices',
  initial: [],
  keys: (event) => {
    switch (event.type) {
      case 'StatementRecorded':
      case 'PhaseDeclared':
      case 'PhaseRevised':
      case 'PhaseOverridden':
      case 'PhaseOverrideWithdrawn':
      case 'StoryClosed':
      case 'StoryOpened':
        return [event.data.slug]
      default:
        return []
    }
  },
  evolve: (state, event) => {
    if (event.type === 'PhaseRevised') {
      const next = afterRevision(state, event)
      return next === state ? state : next.slice(-mostNotices)
    }
    const notice = noticeOf(event, state)
    return notice === undefined ? state : [...state, notice].slice(-mostNotices)
  },
}

/** By key. */
export const followerIn = (readModel: ReadModel, key: string): Follower | undefined =>
  readModel.load('followers', [key]).get(key) as Follower | undefined

/** Keys of all followers, or of one story's. */
export const followerKeys = (readModel: ReadModel, slug?: string): readonly string[] => {
  const prefix = slug === undefined ? '' : keyOf(slug, '')
  return readModel.scan('followers', { from: prefix, to: afterPrefix(prefix) }).map(({ key }) => key)
}

/** Whether a mail that asks for confirmation is to go out. */
export const isToBeAsked = ({ confirmed, asks, invited }: Follower): boolean =>
  confirmed === undefined && invited < asks

/** What it has not been told since it was confirmed, oldest first. */
export const untold = (readModel: ReadModel, { slug, every, confirmed, told }: Follower): readonly Notice[] => {
  if (confirmed === undefined) return []
  const all = (readModel.load('notices', [slug]).get(slug) ?? []) as readonly Notice[]
  return all.filter(({ revision, version, course }) => revision > told && version > confirmed && (every || course))
}

/** Of each story that has any: how many confirmed, and how many have not yet. */
export const followersByStory = (
  readModel: ReadModel,
): readonly { readonly story: string; readonly confirmed: number; readonly unconfirmed: number }[] => {
  const rows = readModel.scan('followers', { from: '', to: afterPrefix('') }).map(({ state }) => state as Follower)
  return [...Map.groupBy(rows, ({ slug }) => slug)].map(([story, all]) => {
    const confirmed = all.filter((one) => one.confirmed !== undefined).length
    return { story, confirmed, unconfirmed: all.length - confirmed }
  })
}
