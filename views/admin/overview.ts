// The operator's first page: the state of the system in words, stories and channels with what they need.
import { byHand } from '../../events/receiver.ts'
import { counted } from '../phrases.ts'
import { timeOf, whole } from '../wording.ts'
import { tabs } from './fields.ts'

type Overview = {
  readonly readiness: {
    readonly ready: boolean
    readonly checks: {
      readonly log: string
      readonly readModel: string
      readonly disk: string
      readonly vault?: string
    }
  }
  readonly head: number
  readonly version: number
  readonly freeBytes: number | undefined
  readonly stories: readonly {
    readonly slug: string
    readonly title: string
    readonly posts: number
    readonly closedAt: string | null
  }[]
  readonly channels: readonly {
    readonly id: string
    readonly state: string
    readonly posts: number
    readonly problem: string | null
  }[]
  readonly receivers: readonly {
    readonly off: { readonly why: string } | null
    readonly failures: number
    readonly waiting: number
  }[]
  readonly parked: number
  /** Removal requests that wait. */
  readonly requests: number
  readonly nowMs: number
}

const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB free`

/** `2 receivers, 1 switched off, 3 alerts waiting` */
const alertWords = (receivers: Overview['receivers']) => {
  const off = receivers.filter(({ off }) => off !== null).length
  const failing = receivers.filter(({ off, failures }) => off === null && failures > 0).length
  const waiting = receivers.reduce((sum, { waiting }) => sum + waiting, 0)
  return [
    counted(receivers.length, 'receiver'),
    ...(off === 0 ? [] : [`${off} switched off`]),
    ...(failing === 0 ? [] : [`${failing} failing`]),
    ...(waiting === 0 ? [] : [`${counted(waiting, 'alert')} waiting`]),
  ].join(', ')
}

const isWell = ({ readiness, channels, receivers, parked }: Overview) =>
  readiness.ready &&
  parked === 0 &&
  channels.every(({ state }) => state !== 'failing') &&
  receivers.every(({ off, failures }) => (off === null ? failures === 0 : off.why === byHand))

export const overviewView = (overview: Overview) => {
  const { readiness, head, version, freeBytes, stories, channels, receivers, parked, requests, nowMs } = overview
  const { checks } = readiness
  const lag = Math.max(0, head - version)
  return {
    ...tabs('/admin'),
    summary: isWell(overview) ? 'Everything works.' : 'Not everything works: see below.',
    state: [
      { name: 'Event log', value: checks.log === 'ok' ? `takes writes, ${counted(head, 'event')}` : checks.log },
      {
        name: 'Read model',
        value:
          lag === 0
            ? `up to date at event ${whole(version)}`
            : `${counted(lag, 'event')} behind${checks.readModel === 'ok' ? '' : `, ${checks.readModel}`}`,
      },
      { name: 'Disk', value: `${checks.disk}${freeBytes === undefined ? '' : `, ${gigabytes(freeBytes)}`}` },
      ...(checks.vault === undefined ? [] : [{ name: 'Vault', value: checks.vault }]),
      { name: 'Parked events', value: parked === 0 ? 'none' : whole(parked) },
      ...(receivers.length === 0 ? [] : [{ name: 'Alerts', value: alertWords(receivers) }]),
      { name: 'Clock', value: timeOf(nowMs) },
    ],
    waiting: requests === 0 ? '' : counted(requests, 'removal request'),
    hasStories: stories.length > 0,
    stories: stories.map(({ slug, title, posts, closedAt }) => ({
      href: `/admin/stories/${slug}`,
      title,
      words: `${counted(posts, 'post')}${closedAt === null ? '' : ', closed'}`,
    })),
    hasChannels: channels.length > 0,
    channels: channels.map(({ id, state, posts, problem }) => ({
      href: `/admin/channels/${id}`,
      id,
      words: `${state}, ${counted(posts, 'post')}`,
      problem: problem ?? '',
    })),
  }
}
