// Job expire-content: drops rows that no event speaks of, forgets what has expired, and carries open erasures on.
import type { ErasePosts } from '../events/erase-posts.ts'
import type { EventLog } from '../events/event-log.ts'
import { postStream } from '../events/post.ts'
import { postOf } from '../events/post-rules.ts'
import type { Vault } from '../events/vault.ts'
import { within } from './within.ts'

type Parts = {
  readonly log: Pick<EventLog, 'read'>
  readonly vault: Pick<Vault, 'unchecked' | 'checked' | 'discard' | 'supersede' | 'sweep'>
  readonly erasing: Pick<ErasePosts, 'resume'>
  readonly now: () => number
  /** Younger rows may be on their way: their event comes after them. */
  readonly orphanAfterMs: number
  /** Erasures go on without it after so long: in a cluster the last step may wait for hours until files are written anew. */
  readonly erasuresMs: number
}

/** `erasures`: those that were open, and are not any more. */
export type Expired = { readonly erasures: number; readonly orphans: number; readonly rows: number }

const rowsPerStep = 200

/** May be called at any time, and again after any failure: each step starts from what is there. */
export const createExpireContent = (parts: Parts): (() => Promise<Expired>) => {
  const { log, vault, erasing, now, orphanAfterMs, erasuresMs } = parts
  type Row = { readonly ref: string; readonly version: number }

  /** A row is right when it is the wording that the log knows last of a post that is there. */
  const check = async (rows: readonly Row[]): Promise<number> => {
    const states = await Promise.all(rows.map(async ({ ref }) => postOf(await log.read(postStream(ref)))))
    const isRight = (row: Row, i: number) => states[i]?.status === 'present' && states[i]?.version === row.version
    const wrong = rows.filter((row, i) => !isRight(row, i))
    const edited = rows.filter((row, i) => isRight(row, i) && row.version > 1)
    if (wrong.length > 0) await vault.discard(wrong)
    if (edited.length > 0) await vault.supersede(edited)
    return wrong.length
  }

  const dropOrphans = async (): Promise<number> => {
    const keptBefore = now() - orphanAfterMs
    for (let dropped = 0; ; ) {
      const { rows, mark } = await vault.unchecked(keptBefore, rowsPerStep)
      if (rows.length === 0) return dropped
      dropped += await check(rows)
      await vault.checked(mark)
    }
  }

  return async () => {
    const orphans = await dropOrphans()
    // After that: it also makes what was dropped leave the disk.
    const rows = await vault.sweep(now())
    // Last: one that cannot be completed keeps nothing else from its end.
    const erasures = await within(erasing.resume(), erasuresMs)
    return { erasures: erasures === 'late' ? 0 : erasures, orphans, rows }
  }
}
