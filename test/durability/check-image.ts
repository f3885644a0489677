// Opens a disk that a power cut could have left as a server would, and counts what is wrong with it.
import { DatabaseSync } from 'node:sqlite'
import { dataFiles } from '../../adapters/data-folder.ts'
import { openEmbedded } from '../../adapters/embedded.ts'
import { verifyEventLog } from '../../adapters/verify-event-log.ts'
import { start } from '../../events/event-log.ts'
import { postStream } from '../../events/post.ts'
import { Problem } from '../../events/problem.ts'
import type { Image } from './images.ts'
import { refOf, type Said } from './traced-run.ts'

const now = () => Date.UTC(2026, 0, 1)

/** What must be true of a disk after the first `answered` answers, while the next may be under way. */
const expectedAfter = (said: readonly Said[], answered: number) => {
  const texts = new Map<string, readonly string[]>()
  const refused = new Set<string>()
  const mayBeGone = new Set<string>()
  const erased: Buffer[] = []
  for (const one of said.slice(0, answered)) {
    if (one.kind === 'kept') for (const { id, text } of one.posts) texts.set(id, [text])
    else if (one.kind === 'erased') erased.push(...one.sealed.map((bytes) => Buffer.from(bytes)))
    else {
      refused.add(one.id)
      mayBeGone.add(one.id)
    }
  }
  const next = said[answered]
  if (next?.kind === 'kept')
    for (const { id, text } of next.posts) if (texts.has(id)) texts.set(id, [...(texts.get(id) ?? []), text])
  if (next?.kind === 'refused from now on') mayBeGone.add(next.id)
  return { texts, refused, mayBeGone, erased }
}

export type Faults = {
  images: number
  lost: number
  /** The log does not reach its anchor: a loss that was noticed. */
  cutOff: number
  corrupt: number
  withoutContent: number
  forgottenErasures: number
  erasedBytes: number
}
export const faultless = (): Faults => ({
  images: 0,
  lost: 0,
  cutOff: 0,
  corrupt: 0,
  withoutContent: 0,
  forgottenErasures: 0,
  erasedBytes: 0,
})

/** Opens a disk as a server would and says what is wrong with it. */
export const checkImage = async (
  folder: string,
  image: Image,
  said: readonly Said[],
  answered: number,
  faults: Faults,
) => {
  const { texts, refused, mayBeGone, erased } = expectedAfter(said, answered)
  faults.images++
  if ([...image.values()].some((data) => erased.some((sealed) => data.includes(sealed)))) faults.erasedBytes++
  const files = dataFiles(folder)
  try {
    const { log, vault, ledger, pepper, close } = await openEmbedded(folder, { now })
    try {
      if (log.damage) {
        faults.cutOff++
        return
      }
      let lost = false
      for (const [id, allowed] of texts) {
        const ref = refOf(pepper, id)
        const events = await log.read(postStream(ref))
        const content = (await vault.get([ref])).get(ref)
        if (events[0]?.type !== 'PostReceived') lost = true
        else if (!mayBeGone.has(id) && !allowed.includes(content?.content.text ?? '')) lost = true
      }
      if (lost) faults.lost++
      if ([...refused].some((id) => !ledger.isErased(refOf(pepper, id)))) faults.forgottenErasures++
      for await (const { events, live } of log.follow(start, new AbortController().signal)) {
        const refs = events.flatMap(({ type, data }) =>
          type === 'PostReceived' && !ledger.isErased(data.ref) ? [data.ref] : [],
        )
        const kept = await vault.get(refs)
        if (refs.some((ref) => !kept.has(ref))) faults.withoutContent++
        if (live) break
      }
    } finally {
      await close()
    }
    const { damage } = verifyEventLog(files.log, files.anchor)
    if (damage) throw new Error(damage.detail)
    const db = new DatabaseSync(files.vault)
    const integrity = db.prepare('PRAGMA integrity_check').get()?.integrity_check
    db.close()
    if (integrity !== 'ok') throw new Error(String(integrity))
  } catch (error) {
    if (!(error instanceof Problem) && !/SQLITE|integrity|event/.test(String(error))) throw error
    faults.corrupt++
  }
}
