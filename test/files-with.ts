// Which files hold something that must be sealed or gone: everything below a folder is read, while processes write there.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const isGone = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const readAll = (folder: string): [string, Buffer][] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .map((file) => [path.relative(folder, file), readFileSync(file)])

/** Every file below `folder`, all of one moment as far as names go: when one was renamed or removed on the way, all are read again. */
const filesBelow = (folder: string, looksLeft = 100): [string, Buffer][] => {
  try {
    return readAll(folder)
  } catch (error) {
    if (!isGone(error) || looksLeft === 0) throw error
    return filesBelow(folder, looksLeft - 1)
  }
}

/** Names of the files below `folder` whose bytes hold any of the `canaries`, as they are, in hex or in base64. @param canaries of 12 bytes or more */
export const filesWith = (folder: string, canaries: readonly (string | Buffer)[]): string[] => {
  const forms = canaries.flatMap((canary) => {
    const bytes = Buffer.from(canary)
    if (bytes.length < 12)
      throw new RangeError(`canary of ${bytes.length} bytes: needs 12, or its base64 would be found everywhere`)
    // Base64 depends on what stands before: the middle of all three alignments.
    const base64 = [0, 1, 2].map((lead) =>
      Buffer.concat([Buffer.alloc(lead), bytes])
        .toString('base64')
        .slice(4, -4),
    )
    return [bytes, Buffer.from(bytes.toString('hex')), ...base64.map((text) => Buffer.from(text))]
  })
  return filesBelow(folder)
    .filter(([, bytes]) => forms.some((form) => bytes.includes(form)))
    .map(([name]) => name)
}
