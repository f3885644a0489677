// Reads files with a format, in small pieces, and finds the recorded bodies where they lie beside the project.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { IncomingPost } from '../../../events/incoming-post.ts'
import { limits } from '../../../settings.ts'
import { formatOf } from '../../../sources/import/all.ts'
import type { ImportFormat, NumberedItem } from '../../../sources/import/format.ts'
import { sayMissing, sharedData } from '../../system-program.ts'

async function* pieces(bytes: Buffer, pieceBytes: number) {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

/** The format that a file shows itself to be of. */
export const formatNamed = (file: string | Buffer): string => formatOf(undefined, Buffer.from(file), limits).name

export const entriesOf = async (
  file: string | Buffer,
  format: ImportFormat = formatOf(undefined, Buffer.from(file), limits),
  pieceBytes = 1_000,
): Promise<readonly NumberedItem[]> => {
  const entries: NumberedItem[] = []
  for await (const some of format.read(pieces(Buffer.from(file), pieceBytes))) entries.push(...some)
  return entries
}

export const postsOf = async (file: string | Buffer): Promise<readonly IncomingPost[]> =>
  (await entriesOf(file)).flatMap(({ item }) => ('post' in item ? [item.post] : []))

/** In words: what became of each item. */
export const toldOf = async (file: string | Buffer): Promise<readonly string[]> =>
  (await entriesOf(file)).map(({ line, item }) => {
    if ('dropped' in item) return `${line} dropped: ${item.dropped}`
    if ('post' in item) return `${line} ${item.post.removed ? 'removed' : 'post'} ${item.post.content.id}`
    const faults = item.problem.faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join(', ')
    return `${line} ${faults || item.problem.message}`
  })

const shared = path.resolve(import.meta.dirname, '../../../../shared/data/sources')

/** A recorded body; undefined, and said so, where the shared data folder is not beside the project. */
export const recorded = (name: string): Buffer | undefined => {
  const file = path.join(shared, name)
  if (existsSync(file)) return readFileSync(file)
  sayMissing(`${name} ${sharedData}`)
  return undefined
}
