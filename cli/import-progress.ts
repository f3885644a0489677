// What is told of a file of posts while it is taken: how far it is, and which lines were not.
import type { Totals } from '../server/receive-stream.ts'
import type { CommandContext } from './command.ts'
import type { Input } from './open-input.ts'
import { clearLine, type Progress } from './progress.ts'

/** It goes by bytes of the file; of the standard input only posts are counted. */
export const showRead =
  (progress: Progress, { bytes, bytesRead }: Input) =>
  ({ read }: Totals) =>
    progress.show(`${read} posts`, bytes && bytesRead() / bytes)

/** @param line from 0 */
export type TellRejected = (
  line: number,
  problem: { readonly detail: string; readonly errors?: readonly { pointer: string; detail: string }[] },
) => void

export const tellRejected =
  ({ stderr }: CommandContext): TellRejected =>
  (line, { detail, errors = [] }) => {
    const faults = errors.map((error) => `${error.pointer} ${error.detail}`).join(', ')
    stderr.write(`${stderr.isTTY ? clearLine : ''}line ${line + 1}: ${faults || detail}\n`)
  }
