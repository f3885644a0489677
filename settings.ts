// Every setting once: name, default, unit and meaning. Read and checked at start, never later. Long, for it is a table.
import { isIP } from 'node:net'
import { Problem } from './events/problem.ts'

type Kind = 'text' | 'number' | 'flag' | 'list'
type Setting = {
  readonly kind: Kind
  readonly default: string
  readonly unit: string
  readonly meaning: string
  /** Of a value that was set; absent where the kind says it all. */
  readonly fits?: (text: string) => boolean
}

const isWebAddress = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text)
const isProxy = (text: string) => {
  const [address = '', bits = '0', ...more] = text.trim().split('/')
  const named = ['loopback', 'linklocal', 'uniquelocal'].includes(address)
  const maxBits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return more.length === 0 && (named || (/^\d+$/.test(bits) && Number(bits) <= maxBits))
}
const isPlace = (text: string) => /^(\[[0-9a-f:.]+\]|[^\s/@:[\]]+):\d{1,5}$/i.test(text)
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Environment variables, as docs/operating.md lists them. */
export const settings = {
  PORT: {
    kind: 'number',
    default: '3000',
    unit: 'port',
    meaning: 'where the server listens; 0 picks a free one',
    fits: (text) => Number(text) <= 65_535,
  },
  HOST: { kind: 'text', default: '127.0.0.1', unit: 'address', meaning: 'what it listens on; containers set 0.0.0.0' },
  OUTCRY_DATA: { kind: 'text', default: './data', unit: 'folder', meaning: 'log, vault, keys, ledger and read model' },
  OUTCRY_CONFIG: {
    kind: 'text',
    default: './outcry.yaml',
    unit: 'file',
    meaning: 'channels, stories, alerts, if present',
  },
  OUTCRY_ADMIN_KEY: { kind: 'text', default: '', unit: 'key', meaning: 'the admin key; else made on first start' },
  OUTCRY_PUBLIC: { kind: 'flag', default: 'true', unit: 'true|false', meaning: 'false: reads need scope read' },
  OUTCRY_PUBLIC_URL: {
    kind: 'text',
    default: '',
    unit: 'URL',
    meaning: 'the address that links and receipts name',
    fits: isWebAddress,
  },
  OUTCRY_TRUST_PROXY: {
    kind: 'text',
    default: '',
    unit: 'express trust proxy',
    meaning: 'proxies in front whose X-Forwarded-For counts',
    fits: (text) => /^(true|\d+)$/.test(text) || text.split(',').every(isProxy),
  },
  OUTCRY_ALLOW_HOSTS: {
    kind: 'list',
    default: '',
    unit: 'host:port,…',
    meaning: 'private addresses that outgoing requests may reach',
    fits: (text) => text.split(',').every((place) => isPlace(place.trim())),
  },
  OUTCRY_DEMO_CLOCK: {
    kind: 'text',
    default: '',
    unit: 'ISO time,speed',
    meaning: 'accelerated clock of the re-enactment',
  },
  KURRENTDB_URL: {
    kind: 'text',
    default: '',
    unit: 'URL that begins with kurrentdb://',
    meaning: 'cluster: the event log',
    fits: (text) => /^(kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\//.test(text),
  },
  REDIS_URL: {
    kind: 'text',
    default: '',
    unit: 'URL that begins with redis://',
    meaning: 'cluster: vault, erasures, jobs and leases',
    fits: (text) => /^rediss?:\/\//.test(text),
  },
  REDIS_JOBS_URL: {
    kind: 'text',
    default: '',
    unit: 'URL that begins with redis://',
    meaning: 'cluster: jobs, where not in the Redis of the vault',
    fits: (text) => /^rediss?:\/\//.test(text),
  },
  REDIS_REPLICAS: {
    kind: 'number',
    default: '0',
    unit: 'replicas',
    meaning: 'cluster: that must have a write of the vault before it is answered; 0: the primary syncs each',
  },
  OUTCRY_CLUSTER: {
    kind: 'text',
    default: 'outcry',
    unit: 'name of a-z, 0-9 and -',
    meaning: 'cluster: begins the names of what one installation keeps in KurrentDB and Redis',
    fits: (text) => /^[a-z0-9-]{1,40}$/.test(text),
  },
  OUTCRY_KEYS: {
    kind: 'text',
    default: '',
    unit: 'folder',
    meaning: 'cluster: the keys, the same for every process; else those of its data folder',
  },
  SMTP_URL: {
    kind: 'text',
    default: '',
    unit: 'URL that begins with smtp:// or smtps://',
    meaning: 'the mail server of alerts and followers, with user and password; none: no mail',
    fits: (text) => /^smtps?:\/\/[^/]/.test(text) && URL.canParse(text),
  },
  SMTP_FROM: {
    kind: 'text',
    default: '',
    unit: 'mail address, or Name <address>',
    meaning: 'whom mails come from; needed with SMTP_URL',
    fits: (text) => /^(?:[^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/.test(text),
  },
  LOG_LEVEL: {
    kind: 'text',
    default: 'info',
    unit: levels.join('|'),
    meaning: 'what the program log holds',
    fits: (text) => levels.includes(text),
  },
} as const satisfies { [name: string]: Setting }

type Value<K extends Kind> = K extends 'number'
  ? number
  : K extends 'flag'
    ? boolean
    : K extends 'list'
      ? string[]
      : string
export type Settings = { readonly [Name in keyof typeof settings]: Value<(typeof settings)[Name]['kind']> }

const read = (name: string, { kind, unit, fits }: Setting, text: string): Settings[keyof Settings] => {
  const refuse = (): never => {
    const isSecret = unit.startsWith('URL') && text.includes('@')
    throw new Problem(
      'usage',
      `setting ${name}: ${isSecret ? 'it' : `"${text}"`} is not a ${unit}; see docs/operating.md`,
    )
  }
  if (text !== '' && fits !== undefined && !fits(text)) refuse()
  switch (kind) {
    case 'text':
      return text
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : refuse()
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : refuse()
  }
}

/** @throws Problem `usage` naming the setting that is wrong */
export const readSettings = (environment: { readonly [name: string]: string | undefined }): Settings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [
      name,
      read(name, setting, environment[name] || setting.default),
    ]),
  ) as Settings

/** Where a cluster keeps what its processes share; undefined: everything is in the data folder. @throws Problem `usage` when half of it is set */
export const clusterOf = (settings: Settings) => {
  const {
    KURRENTDB_URL: kurrent,
    REDIS_URL: redis,
    REDIS_JOBS_URL,
    REDIS_REPLICAS,
    OUTCRY_CLUSTER,
    OUTCRY_KEYS,
  } = settings
  if (kurrent === '' && redis === '') return undefined
  const missing = kurrent === '' ? 'KURRENTDB_URL' : redis === '' ? 'REDIS_URL' : undefined
  if (missing !== undefined)
    throw new Problem(
      'usage',
      `setting ${missing}: a cluster needs KURRENTDB_URL and REDIS_URL; unset both to run embedded`,
    )
  if (settings.OUTCRY_DEMO_CLOCK !== '')
    throw new Problem(
      'usage',
      'setting OUTCRY_DEMO_CLOCK: a re-enactment runs embedded; unset it, or KURRENTDB_URL and REDIS_URL',
    )
  const keys = OUTCRY_KEYS === '' ? {} : { keysFolder: OUTCRY_KEYS }
  const jobs = REDIS_JOBS_URL || redis
  return { kurrent, redis, jobs, name: OUTCRY_CLUSTER, replicas: REDIS_REPLICAS, ...keys }
}

/** How mail goes out; undefined: it does not. @throws Problem `usage` when half of it is set */
export const mailOf = (settings: Pick<Settings, 'SMTP_URL' | 'SMTP_FROM' | 'OUTCRY_PUBLIC_URL' | 'KURRENTDB_URL'>) => {
  const { SMTP_URL: url, SMTP_FROM: from, OUTCRY_PUBLIC_URL, KURRENTDB_URL } = settings
  if (url === '') return undefined
  if (from === '') throw new Problem('usage', 'setting SMTP_FROM: mail needs it; set it, or unset SMTP_URL')
  // An embedded server knows at least where it listens.
  if (KURRENTDB_URL !== '' && OUTCRY_PUBLIC_URL === '')
    throw new Problem('usage', 'setting OUTCRY_PUBLIC_URL: the links in mails need it; set it, or unset SMTP_URL')
  return { url, from }
}

/** What servers see of whoever reads them. */
export const userAgentOf = ({ OUTCRY_PUBLIC_URL }: Pick<Settings, 'OUTCRY_PUBLIC_URL'>): string =>
  `Outcry/0.1${OUTCRY_PUBLIC_URL === '' ? '' : ` (+${OUTCRY_PUBLIC_URL})`}`

/** Limits and intervals that no one sets by environment: one name each, with its unit. trust.md says why. */
export const limits = {
  maxBodyBytes: 1024 * 1024,
  maxPostsPerBody: 1_000,
  maxLineBytes: 256 * 1024,
  maxValueBytes: 16 * 1024 * 1024, // of a file that is imported: a page of a thousand posts may stand on one line
  maxJsonDepth: 32,
  maxKeysPerObject: 1_000,
  maxHeaderBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 5_000,
  maxConnections: 12_000,
  maxRequestsPerSocket: 1_000,
  maxWaitingBytes: 64 * 1024 * 1024,
  maxWaitingPosts: 20_000,
  clockAheadMs: 5 * 60_000,
  signatureToleranceMs: 5 * 60_000,
  maxSignatures: 8,
  replayMemoryMs: 10 * 60_000,
  apiWritesPerMinute: 100,
  maxPageSize: 200,
  maxOpenRemovals: 500, // requests that wait for the operator
  removalsPerHour: 10, // asked for by one address
  followsPerHour: 10, // asked for by one address
  maxUnconfirmedFollowers: 500,
  deliveryMs: 15_000, // until a receiver has answered
  maxLinkLength: 2_048,
  maxNoteLength: 1_000,
  maxReasonLength: 200,
  maxBuckets: 5_000,
  preferredBuckets: 400,
  socketFrameBytes: 4 * 1024,
  socketsPerAddress: 200,
  maxSockets: 10_000,
  socketConnectTimeoutMs: 5_000,
  socketBacklogBytes: 256 * 1024,
  pushEveryMs: 250,
  analysisBatchPosts: 200,
  analysisBatchMs: 50,
  analysisPageMs: 25,
  analysisFloodMs: 1_000,
  floodPostsPerSecond: 2_000,
  analysisPostsUnderWay: 4_000,
  analysisPostsHeld: 20_000,
  analysisAgainMs: 10_000,
  analysisSaveEveryMs: 1_000,
  phrasesEveryMs: 60_000,
  watchPhasesEveryMs: 500, // a look at clocks and changes, of a fraction of a millisecond per story
  rerunPhasesEveryMs: 30_000, // by the clock of the service: a re-enactment runs faster
  declareAgainMs: 10_000,
  alertsEveryMs: 5_000, // a look at what no event tells, of less than a millisecond per story
  measuredAlertsEveryMs: 30_000, // channels, and numbers over hours: up to 16 ms per story; by the clock of the service
  recentPosts: 200_000, // of which it is known what repeats them
  fitEveryMs: 10_000,
  expireEveryMs: 10 * 60_000,
  standByGatherMs: 1_000, // what a worker that stands by folds at once
  drainMs: 5_000, // for requests under way; then there is time left to close within 10 s
  stopMs: 10_000,
  anchorEveryMs: 1_000,
  orphanAfterMs: 60 * 60_000,
  erasuresMs: 5_000, // the job that carries erasures on waits no longer for them
  foldAnewMs: 30 * 60_000, // enough for a log of millions of events
  lookForDueMs: 1_000, // which channel is to be read
  connectMs: 3_000, // outgoing requests, each connection
  answerMs: 30_000, // until all of an answer is there, redirects included
  maxAnswerBytes: 10 * 1024 * 1024, // inflated
  maxRedirects: 5,
  sessionMs: 12 * 60 * 60_000,
} as const
