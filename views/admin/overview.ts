// The operator's first page: the state of the system in words, stories and channels with what they need.
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
  readonly parked: number
  /** Removal requests that wait. */
  readonly requests: number
  readonly nowMs: number
}

const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB free`

export const overviewView = ({
  readiness,
  head,
  version,
  freeBytes,
  stories,
  channels,
  parked,
  requests,
  nowMs,
}: Overview) => {
  const { ready, checks } = readiness
  const lag = Math.max(0, head - version)
  return {
    ...tabs('/admin'),
    summary: ready ? 'Everything works.' : 'Not everything works: see below.',
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
