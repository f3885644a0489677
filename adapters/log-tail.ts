// Where the log ends, and whether its last part is what the anchor says: looked at once, at start.
import type { DatabaseSync } from 'node:sqlite'
import { chainHash, chainStart } from '../events/chain.ts'
import { Problem } from '../events/problem.ts'
import { type AnchorPoint, readAnchor } from './anchor.ts'
import { hex, linkOf, type Row, rowColumns } from './event-rows.ts'

export type Tail = { readonly position: number; readonly hash: Uint8Array }

/** `damage` when the log does not reach the anchor or the chain from there on is broken: writes must then be refused. */
export const checkTail = (db: DatabaseSync, anchorFile: string): { tail: Tail; damage: Problem | undefined } => {
  const last = db.prepare('SELECT position, hash FROM events ORDER BY position DESC LIMIT 1').get()
  const tail = last
    ? { position: Number(last.position), hash: last.hash as Uint8Array }
    : { position: 0, hash: chainStart }
  const damaged = (words: string) => ({
    tail,
    damage: new Problem('damaged', `opening log.db: ${words}; run "outcry verify", then restore a backup`),
  })
  let anchor: AnchorPoint | undefined
  try {
    anchor = readAnchor(anchorFile)
  } catch (error) {
    if (error instanceof Problem) return { tail, damage: error }
    throw error
  }
  if (anchor === undefined) return { tail, damage: undefined }
  if (tail.position < anchor.position)
    return damaged(`the log ends at event ${tail.position}, but ${anchor.position} were anchored: its end is cut off`)
  const hashAt = db.prepare('SELECT hash FROM events WHERE position = ?')
  let hash = anchor.position === 0 ? chainStart : (hashAt.get(anchor.position)?.hash as Uint8Array | undefined)
  if (hash === undefined || hex(hash) !== anchor.hash)
    return damaged(`event ${anchor.position} is not the one that was anchored`)
  const rows = db.prepare(`SELECT ${rowColumns}, hash FROM events WHERE position > ? ORDER BY position`)
  rows.setReturnArrays(true)
  let position = anchor.position
  for (const row of rows.iterate(anchor.position)) {
    const found = row as unknown as [...Row, hash: Uint8Array]
    hash = chainHash(hash, linkOf(found))
    if (found[0] !== ++position || hex(hash) !== hex(found[6]))
      return damaged(`event ${position} is missing or altered`)
  }
  return { tail, damage: undefined }
}
