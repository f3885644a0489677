// What was read of the log and is not finished yet, and so how far the log is finished.
import type { Checkpoint } from '../projections/read-model.ts'

type Page = { readonly checkpoint: Checkpoint; open: number }

type Unfinished<Item> = {
  /** Pages come in log order; what is added belongs to the last one. */
  readonly turnPage: (checkpoint: Checkpoint) => void
  /** Takes the place of what is there under this key; `number` rises from one to the next. */
  readonly add: (key: string, number: number, item: Item) => void
  /** Whatever there is under `key` up to `number`; answers whether there was. */
  readonly finish: (key: string, number: number) => boolean
  readonly get: (key: string) => Item | undefined
  /** Oldest first. */
  readonly entries: () => Iterable<readonly [key: string, entry: { readonly item: Item }]>
  readonly size: () => number
  /** The last page up to which all is finished, when that has moved on since it was asked last. */
  readonly advance: () => Checkpoint | undefined
}

export const createUnfinished = <Item>(): Unfinished<Item> => {
  const open = new Map<string, { readonly number: number; readonly item: Item; readonly page: Page }>()
  const pages: Page[] = []
  const remove = (key: string) => {
    const entry = open.get(key)
    if (entry === undefined) return
    entry.page.open--
    open.delete(key)
  }
  return {
    turnPage: (checkpoint) => {
      pages.push({ checkpoint, open: 0 })
    },
    add: (key, number, item) => {
      const page = pages.at(-1)
      if (page === undefined) throw new Error('nothing can be unfinished before the first page')
      remove(key)
      page.open++
      open.set(key, { number, item, page })
    },
    finish: (key, number) => {
      if ((open.get(key)?.number ?? Number.POSITIVE_INFINITY) > number) return false
      remove(key)
      return true
    },
    get: (key) => open.get(key)?.item,
    entries: () => open,
    size: () => open.size,
    advance: () => {
      const waits = pages.findIndex((page) => page.open > 0)
      return pages.splice(0, waits === -1 ? pages.length : waits).at(-1)?.checkpoint
    },
  }
}
