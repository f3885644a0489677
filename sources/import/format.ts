// What a file format offers: its bytes in, numbered items out, streamed at constant memory.
import type { Dropped, Item } from '../source.ts'

/** `line`: from 0, where the item begins in the file. `bytes`: how much of the file it took, about. */
export type NumberedItem = { readonly line: number; readonly item: Item | Dropped; readonly bytes: number }

export type ImportFormat = {
  readonly name: string
  /** By the first bytes of the file, never by its name. */
  readonly looksLike: (head: Buffer) => boolean
  /** Hands on what is whole at each step. A bad line costs that line only. @throws Problem when no line can be read */
  readonly read: (chunks: AsyncIterable<Buffer>) => AsyncIterable<readonly NumberedItem[]>
}
