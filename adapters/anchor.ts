// The anchor: where the log's chain had got to, kept in a file outside the database, so that a cut-off log is noticed.
import { readFileSync } from 'node:fs'
import { Problem } from '../events/problem.ts'
import { writeWhole } from './durable-files.ts'

/** `hash` is the chain's after the event `position`, 64 hex digits; position 0 is before the first event. */
export type AnchorPoint = { readonly position: number; readonly hash: string }

const shape = /^(\d{1,16}) ([0-9a-f]{64})\n$/

/** `undefined` when there is no such file. @throws Problem `damaged` when it holds something else */
export const readAnchor = (file: string): AnchorPoint | undefined => {
  let text: string
  try {
    text = readFileSync(file, 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Problem('damaged', 'reading the anchor: the file cannot be read; check the folder’s rights', {
      cause: error,
    })
  }
  const [, position, hash] = shape.exec(text) ?? []
  if (position !== undefined && hash !== undefined) return { position: Number(position), hash }
  throw new Problem(
    'damaged',
    'reading the anchor: the file is damaged; restore it, or run "outcry verify" and remove it',
  )
}

type Anchor = {
  /** Tells that the log has moved on: it is anchored at most `everyMs` later, unless the disk refuses; then at the next try. */
  readonly moved: () => void
  /** Anchors a last time. */
  readonly close: () => Promise<void>
}

/** @param head what is durable in the log: the anchor may lag behind it, never lead */
export const keepAnchor = (file: string, head: () => AnchorPoint, everyMs: number): Anchor => {
  let anchored = -1
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = async () => {
    timer = undefined
    const point = head()
    if (point.position === anchored) return
    try {
      await writeWhole(file, `${point.position} ${point.hash}\n`)
      anchored = point.position
    } catch {
      moved() // a full disk: the log's own writes say so to users, and the next try may succeed
    }
  }
  const moved = () => {
    // Half of the time is left for the disk.
    timer ??= setTimeout(() => {
      writing = writing.then(write)
    }, everyMs / 2).unref()
  }
  return {
    moved,
    close: async () => {
      clearTimeout(timer)
      await writing
      await write()
      clearTimeout(timer)
    },
  }
}
