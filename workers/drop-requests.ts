// What was written into removal requests goes when they are settled; this finds what a crash left behind.
import type { EventLog } from '../events/event-log.ts'
import { removalSecrets, removalStream } from '../events/removal.ts'
import { removalOf } from '../events/removal-rules.ts'
import type { Vault } from '../events/vault.ts'

type Parts = {
  readonly log: Pick<EventLog, 'read'>
  readonly vault: Pick<Vault, 'secretNames' | 'secret' | 'keepSecret'>
  readonly now: () => number
  /** Younger ones may be on their way: their event comes after them. */
  readonly orphanAfterMs: number
}

/** Answers how many went. */
export const createDropRequests =
  ({ log, vault, now, orphanAfterMs }: Parts): (() => Promise<number>) =>
  async () => {
    let dropped = 0
    for (const name of await vault.secretNames(removalSecrets)) {
      const { status } = removalOf(await log.read(removalStream(name.slice(removalSecrets.length))))
      if (status === 'waiting') continue
      const { at } = JSON.parse((await vault.secret(name)) ?? '{"at":""}') as { at: string }
      if (status === 'unknown' && Date.parse(at) > now() - orphanAfterMs) continue
      await vault.keepSecret(name, undefined)
      dropped++
    }
    return dropped
  }
