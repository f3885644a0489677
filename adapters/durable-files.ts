// Writes and copies files so that they, and their names, are durable.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

const sync = async (place: string) => {
  const handle = await open(place, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 })

/** Makes a file that something else has written durable, and its name too. */
export const settle = async (file: string) => {
  await sync(file)
  await sync(path.dirname(file))
}

/** A file that is not there is not copied. */
export const copyIfThere = async (from: string, to: string) => {
  if (!existsSync(from)) return
  await copyFile(from, to)
  await settle(to)
}

/** Files only, one level. */
export const copyAll = async (from: string, to: string) => {
  await makeFolder(to)
  for (const name of await readdir(from)) await copyIfThere(path.join(from, name), path.join(to, name))
}

/** Whole or not at all. */
export const writeWhole = async (file: string, bytes: string | Uint8Array) => {
  await writeFile(`${file}.new`, bytes, { mode: 0o600 })
  await sync(`${file}.new`)
  await rename(`${file}.new`, file)
  await sync(path.dirname(file))
}

export const readIfThere = async (file: string): Promise<Buffer | undefined> =>
  existsSync(file) ? readFile(file) : undefined

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
