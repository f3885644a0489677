// The connection to a KurrentDB cluster: the client, loaded only where it is used, and thrown away where it does not answer.
import type { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { Problem } from '../events/problem.ts'
import { createBackOff } from './back-off.ts'
import { optionalPackage } from './optional-package.ts'

type Library = Pick<
  typeof import('@kurrent/kurrentdb-client'),
  'KurrentDBClient' | 'eventTypeFilter' | 'excludeSystemEvents'
>

export type KurrentFilter = ReturnType<Library['eventTypeFilter'] | Library['excludeSystemEvents']>

/** `retired` is aborted when the client is thrown away: what still runs on it may never end by itself. */
export type Connected = { readonly client: KurrentDBClient; readonly retired: AbortSignal }

export type KurrentConnection = {
  readonly library: Library
  /** Its hosts, as they were given. */
  readonly place: string
  /** For reads: the client's native part would send what stands in the connection string, `%40` and all. */
  readonly credentials?: Credentials
  /** A client of the caller's own. */
  readonly connect: () => KurrentDBClient
  /** @throws Problem `unavailable` once it is closed */
  readonly current: () => Connected
  /** Connects anew, unless somebody did already, or did lately in vain: a half-open connection looks alive for ever. */
  readonly renew: (used: Connected) => void
  /** An append was answered. */
  readonly works: () => void
  /** By performance.now(). */
  readonly workedAtMs: () => number
  readonly close: () => Promise<void>
}

const opening = 'opening the event log at KURRENTDB_URL'
/** Each client that is thrown away leaves some 200 kB of the native part behind. */
export const renewMs = { shortest: 1_000, longest: 15_000 }

/** @throws Problem `unavailable` when it is not installed, or not for this machine */
export const loadKurrent = async (load: () => Promise<Library> = () => import('@kurrent/kurrentdb-client')) => {
  try {
    return await optionalPackage('@kurrent/kurrentdb-client', load)
  } catch (error) {
    if (error instanceof Problem) throw error
    const words = `${opening}: the client cannot be loaded; its native part knows Linux, macOS and Windows on x64 and arm64`
    throw new Problem('unavailable', words, { cause: error })
  }
}

/**
 * The client lets go of two things where nobody can catch them: what waits to be sent when its stream breaks (the append that it belongs
 * to ends by our own time limit), and that it found no node when a stream broke meanwhile (whoever asks next hears it, too). Anything else
 * that nobody caught ends the process, as it would without this.
 */
const ignoreStray = (error: unknown): void => {
  const isOfCall = error instanceof Error && 'details' in error && 'metadata' in error && 'code' in error
  if (isOfCall || (error instanceof Error && error.message.startsWith('Failed to discover after'))) return
  throw error
}
let connections = 0
const countConnections = (change: 1 | -1): void => {
  connections += change
  process.off('unhandledRejection', ignoreStray)
  if (connections > 0) process.on('unhandledRejection', ignoreStray)
}

/** As the client writes them, in small letters; what it does not know it prints, with the whole string. */
const options = new Set(
  'usercertfile userkeyfile maxdiscoverattempts connectionname defaultdeadline discoveryinterval gossiptimeout nodepreference tls tlsverifycert tlscafile keepaliveinterval keepalivetimeout'.split(
    ' ',
  ),
)

export type Credentials = { readonly username: string; readonly password: string }

/**
 * Before the client sees it: what it would print, cut off, send in clear or answer wrongly for.
 * @returns user and password as they are meant
 * @throws Problem `usage`, without any of it
 */
const refuseTraps = (connectionString: string): Credentials | undefined => {
  const [beforeOptions = '', query = ''] = connectionString.trim().split('?', 2)
  const credentials = /^[^:]+:\/\/(.*)@/.exec(beforeOptions)?.[1]
  const refuse = (words: string): never => {
    throw new Problem('usage', `${opening}: ${words}`)
  }
  if (credentials !== undefined && !/^[^:@/]+:[^:@/]+$/.test(credentials))
    refuse('before the @ stand user:password, in both of them %3A for a colon, %40 for an @, %2F for a slash')
  const given = new Map(
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => pair.split('=', 2) as [string, string?])
      .map(([name, value = '']) => [name.trim().toLowerCase().replace(/[_-]/g, ''), { name, value }]),
  )
  for (const [flat, { name }] of given)
    if (flat === 'throwonappendfailure') refuse('leave throwOnAppendFailure out; Outcry must hear of each failure')
    else if (!options.has(flat)) refuse(`the client knows no option ${name}`)
  if (credentials !== undefined && given.get('tls')?.value === 'false')
    refuse('without TLS a password would be sent in clear; set tls=true, or leave user and password out')
  if (credentials === undefined) return undefined
  try {
    const [username = '', password = ''] = credentials.split(':').map(decodeURIComponent)
    return { username, password }
  } catch {
    return refuse('in user and password write %25 for a %')
  }
}

/** What it says of files names no part of the connection string but them. */
const ofCertificates = /^(Failed to load certificate|userCertFile must)/

/**
 * Connects when first used.
 * @param connectionString `kurrentdb://host:2113[,host:2113…]?tls=…`; may hold a password, so no message repeats it
 * @throws Problem `usage` when it cannot be understood
 */
export const connectKurrent = (library: Library, connectionString: string): KurrentConnection => {
  const credentials = refuseTraps(connectionString)
  const connect = () => {
    try {
      return library.KurrentDBClient.connectionString(connectionString)
    } catch (error) {
      // No cause: what the client throws quotes the string.
      const words = error instanceof Error ? error.message : ''
      const example = 'it is no connection string such as kurrentdb://user:password@host1:2113,host2:2113?tls=true'
      throw new Problem('usage', `${opening}: ${ofCertificates.test(words) ? words : example}`)
    }
  }
  const begin = () => {
    const stop = new AbortController()
    return { client: connect(), retired: stop.signal, stop }
  }
  let connected = begin()
  let isClosed = false
  let workedAtMs = Number.NEGATIVE_INFINITY
  const backOff = createBackOff(renewMs.shortest, renewMs.longest)
  countConnections(1)

  const retire = async ({ client, stop }: typeof connected) => {
    stop.abort()
    await client.dispose()
    // The client has no other way to close its channel, and dispose leaves it open.
    const { getChannel } = client as unknown as { getChannel: () => Promise<{ close: () => void }> }
    const channel = await getChannel()
    channel.close()
  }
  const retiring = new Set<Promise<void>>()
  const retireInBackground = (old: typeof connected) => {
    const done = retire(old)
      .catch(() => undefined) // it is thrown away because it does not work
      .finally(() => retiring.delete(done))
    retiring.add(done)
  }

  return {
    library,
    place: connectionString.trim().replace(/^[^:]+:\/\/([^?]*@)?|[/?].*$/g, ''),
    ...(credentials === undefined ? {} : { credentials }),
    connect,
    current: () => {
      if (isClosed) throw new Problem('unavailable', 'using the event log at KURRENTDB_URL: it is closed')
      return connected
    },
    renew: (used) => {
      if (isClosed || used.retired.aborted || !backOff.isDue(workedAtMs)) return
      retireInBackground(connected)
      connected = begin()
    },
    works: () => {
      workedAtMs = performance.now()
    },
    workedAtMs: () => workedAtMs,
    close: async () => {
      if (isClosed) return
      isClosed = true
      retireInBackground(connected)
      await Promise.all(retiring)
      countConnections(-1)
    },
  }
}
