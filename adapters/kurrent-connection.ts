// The connection to a KurrentDB cluster: the client, loaded only where it is used, and thrown away where it does not answer.
import type { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { Problem } from '../events/problem.ts'

type Library = Pick<
  typeof import('@kurrent/kurrentdb-client'),
  'KurrentDBClient' | 'eventTypeFilter' | 'excludeSystemEvents'
>

export type KurrentFilter = ReturnType<Library['eventTypeFilter'] | Library['excludeSystemEvents']>

/** `retired` is aborted when the client is thrown away: what still runs on it may never end by itself. */
export type Connected = { readonly client: KurrentDBClient; readonly retired: AbortSignal }

export type KurrentConnection = {
  readonly library: Library
  /** A client of the caller's own. */
  readonly connect: () => KurrentDBClient
  /** @throws Problem `unavailable` once it is closed */
  readonly current: () => Connected
  /** Connects anew, unless somebody did already: a half-open connection looks alive for ever. */
  readonly renew: (used: Connected) => void
  readonly close: () => Promise<void>
}

const opening = 'opening the event log at KURRENTDB_URL'

/** The package is an optional peer: docs/decisions/0005-optional-peers.md. @throws Problem `unavailable` when it is not installed */
export const loadKurrent = async (load: () => Promise<Library> = () => import('@kurrent/kurrentdb-client')) => {
  try {
    return await load()
  } catch (error) {
    const what =
      (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
        ? 'the client is not installed; run "npm install --no-save @kurrent/kurrentdb-client@^1.3.1"'
        : 'the client cannot be loaded; its native part knows Linux, macOS and Windows on x64 and arm64'
    throw new Problem('unavailable', `${opening}: ${what}`, { cause: error })
  }
}

/**
 * Connects when first used.
 * @param connectionString `kurrentdb://host:2113[,host:2113…]?tls=…`; may hold a password, so no message repeats it
 * @throws Problem `usage` when it cannot be understood
 */
export const connectKurrent = (library: Library, connectionString: string): KurrentConnection => {
  const connect = () => {
    try {
      return library.KurrentDBClient.connectionString(connectionString)
    } catch (error) {
      const example = 'kurrentdb://user:password@host1:2113,host2:2113,host3:2113?tls=true'
      throw new Problem('usage', `${opening}: it is no connection string such as ${example}`, { cause: error })
    }
  }
  const begin = () => {
    const stop = new AbortController()
    return { client: connect(), retired: stop.signal, stop }
  }
  let connected = begin()
  let isClosed = false

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
    connect,
    current: () => {
      if (isClosed) throw new Problem('unavailable', 'using the event log at KURRENTDB_URL: it is closed')
      return connected
    },
    renew: (used) => {
      if (isClosed || used.retired.aborted) return
      retireInBackground(connected)
      connected = begin()
    },
    close: async () => {
      isClosed = true
      retireInBackground(connected)
      await Promise.all(retiring)
    },
  }
}
