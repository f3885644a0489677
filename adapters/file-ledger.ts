// The erasures ledger as an append-only file: one line per fsync, each a JSON array of what was entered or completed.
import { type FileHandle, open } from 'node:fs/promises'
import type { Ledger } from '../events/ledger.ts'
import { Problem } from '../events/problem.ts'
import { settle } from './durable-files.ts'
import { createErasures, type LedgerRecord } from './erasures.ts'

/**
 * A line that was being written when the power went was never answered: it may be cut, or have holes, but it is the last one.
 * @returns the records, and how many bytes of the file they take
 * @throws Problem `damaged` when any other line cannot be read: what was erased could come back
 */
const readLedger = (bytes: Buffer): { records: LedgerRecord[]; size: number } => {
  const records: LedgerRecord[] = []
  let size = 0
  for (let line = 1; size < bytes.length; line++) {
    const end = bytes.indexOf(10, size)
    if (end < 0) break
    try {
      records.push(...(JSON.parse(bytes.toString('utf8', size, end)) as LedgerRecord[]))
    } catch (cause) {
      if (end === bytes.length - 1) break
      const words = `opening the erasures ledger: line ${line} cannot be read; restore erasures.log from a copy`
      throw new Problem('damaged', words, { cause })
    }
    size = end + 1
  }
  return { records, size }
}

type Waiting = {
  readonly record: LedgerRecord
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** @throws Problem `damaged` */
export const openFileLedger = async (file: string): Promise<Ledger> => {
  const { apply, ...erasures } = createErasures()
  const handle: FileHandle = await open(file, 'a+', 0o600)
  const bytes = await handle.readFile()
  const { records, size: whole } = readLedger(bytes)
  let size = whole
  if (size < bytes.length) await handle.truncate(size)
  await settle(file)
  for (const record of records) apply(record)

  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined

  const writeLine = async (records: readonly LedgerRecord[]) => {
    const line = Buffer.from(`${JSON.stringify(records)}\n`)
    try {
      await handle.appendFile(line)
      await handle.sync()
      size += line.length
    } catch (cause) {
      await handle.truncate(size).catch(() => {}) // a rest of it would be cut off at the next start too
      throw new Problem('unavailable', 'writing the erasures ledger: the disk refused; nothing was erased, try again', {
        cause,
        retryAfterSeconds: 5,
      })
    }
  }
  /** What comes while a line is being written shares the next one. */
  const writeAll = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await writeLine(batch.map(({ record }) => record))
        for (const { record, resolve } of batch) {
          apply(record)
          resolve()
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    writing = undefined
  }
  const append = (record: LedgerRecord) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ record, resolve, reject })
      writing ??= Promise.resolve().then(writeAll)
    })

  return {
    ...erasures,
    enter: (entered) => append({ entered }),
    complete: (id, times) => append({ completed: { id, ...times } }),
    close: async () => {
      await writing
      await handle.close()
    },
  }
}
