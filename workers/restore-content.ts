// After the files of a backup are in their place: what has gone since then goes again, before anybody can see it.
import type { ErasePosts } from '../events/erase-posts.ts'
import { type EventLog, start } from '../events/event-log.ts'
import type { Vault } from '../events/vault.ts'

type Parts = {
  readonly log: Pick<EventLog, 'follow'>
  readonly vault: Pick<Vault, 'sweep' | 'forget' | 'supersede' | 'checked'>
  readonly erasing: Pick<ErasePosts, 'replay'>
  readonly now: () => number
}

type Restored = { readonly expired: number; readonly erasures: number; readonly removed: number }

/** Expired rows, then the whole ledger, then every removal and edit that the log knows and an older vault may not. */
export const restoreContent = async ({ log, vault, erasing, now }: Parts): Promise<Restored> => {
  const expired = await vault.sweep(now())
  const erasures = await erasing.replay()
  const gone = new Set<string>()
  const edited = new Map<string, number>()
  const stop = new AbortController()
  for await (const { events, live } of log.follow(start, stop.signal)) {
    for (const { type, data } of events) {
      if (type === 'PostRemoved' || type === 'PostErased') gone.add(data.ref)
      if (type === 'PostRestored') gone.delete(data.ref)
      if (type === 'PostRestored' || type === 'PostEdited') edited.set(data.ref, data.version)
    }
    if (live) stop.abort()
  }
  await vault.supersede([...edited].map(([ref, version]) => ({ ref, version })))
  await vault.checked(0) // rows that no event speaks of are looked for again
  await vault.forget([...gone])
  return { expired, erasures, removed: gone.size }
}
