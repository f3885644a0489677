// The keys of one instance, as files of 32 random bytes: the pepper, the key of the secrets, one key per month of content.
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { Problem } from '../events/problem.ts'

const keyBytes = 32

/** A calendar month in UTC as a number, 202611 for November 2026: what one content key is for. */
export type Epoch = number
export const epochOf = (ms: number): Epoch => {
  const date = new Date(ms)
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1
}

export type Keys = {
  /** Makes the refs. Never changes: another pepper is another instance. */
  readonly pepper: KeyObject
  /** Seals what has no retention. */
  readonly secrets: KeyObject
  /** `undefined`: destroyed, so what it sealed is gone. */
  readonly ofEpoch: (epoch: Epoch) => KeyObject | undefined
  /** The key of this epoch; made, durable, when it is the first time. */
  readonly forEpoch: (epoch: Epoch) => KeyObject
  readonly epochs: () => readonly Epoch[]
  readonly destroyEpoch: (epoch: Epoch) => void
}

const syncFolder = (folder: string) => {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const writeWhole = (file: string, flags: string, bytes: Uint8Array) => {
  const handle = openSync(file, flags, 0o600)
  try {
    writeSync(handle, bytes)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const readKey = (file: string): KeyObject | undefined => {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (bytes.length === keyBytes) return createSecretKey(bytes)
  throw new Problem('damaged', `opening the keys: ${path.basename(file)} is not ${keyBytes} bytes; restore the keys`)
}

/** Where several nodes share the folder one of them was first: its key stays. */
const nameOnce = (half: string, file: string) => {
  try {
    linkSync(half, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return renameSync(half, file) // no links on this file system
  }
  syncFolder(path.dirname(file)) // before the half loses its name
  unlinkSync(half)
}

const isEpochFile = /^epoch-(\d{6})$/

/**
 * @param folder made with mode 0700 when missing
 * @param mayBegin false where posts are kept already: a missing pepper is then a loss, not a beginning
 * @throws Problem `damaged` when a key that must be there is missing or cut
 */
export const openKeyFiles = (folder: string, mayBegin: boolean): Keys => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const fileOf = (name: string) => path.join(folder, name)

  const make = (name: string): KeyObject => {
    const half = fileOf(`${name}.${randomBytes(4).toString('hex')}.new`)
    writeWhole(half, 'wx', randomBytes(keyBytes))
    nameOnce(half, fileOf(name))
    syncFolder(folder)
    return readKey(fileOf(name)) as KeyObject
  }
  const mustBe = (name: string): KeyObject => {
    const key = readKey(fileOf(name))
    if (key !== undefined) return key
    if (mayBegin) return make(name)
    throw new Problem(
      'damaged',
      `opening the keys: ${name} is missing beside a log that has posts; restore the keys folder`,
    )
  }

  const pepper = mustBe('pepper')
  const secrets = mustBe('secrets')
  const epochs = new Map<Epoch, KeyObject>()
  for (const name of readdirSync(folder)) {
    const epoch = isEpochFile.exec(name)?.[1]
    const key = epoch === undefined ? undefined : readKey(fileOf(name))
    if (key !== undefined) epochs.set(Number(epoch), key)
  }

  /** Another node that shares the folder may have made it since. */
  const find = (epoch: Epoch): KeyObject | undefined => {
    const key = epochs.get(epoch) ?? readKey(fileOf(`epoch-${epoch}`))
    if (key !== undefined) epochs.set(epoch, key)
    return key
  }

  return {
    pepper,
    secrets,
    ofEpoch: find,
    forEpoch: (epoch) => {
      const key = find(epoch) ?? make(`epoch-${epoch}`)
      epochs.set(epoch, key)
      return key
    },
    epochs: () => [...epochs.keys()].sort((a, b) => a - b),
    destroyEpoch: (epoch) => {
      epochs.delete(epoch)
      const file = fileOf(`epoch-${epoch}`)
      if (!existsSync(file)) return
      writeWhole(file, 'r+', new Uint8Array(keyBytes)) // a file system that writes in place keeps nothing
      unlinkSync(file)
      syncFolder(folder)
    },
  }
}
