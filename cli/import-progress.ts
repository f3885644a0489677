// What is told of a file of posts while it is taken: how far it is, and which lines were not.
import { SingleBar } from 'cli-progress'
import type { Totals } from '../server/receive-stream.ts'
import type { CommandContext } from './command.ts'
import type { Input } from './open-input.ts'

/** A bar on a terminal, nothing elsewhere. It goes by bytes of the file; of the standard input only posts are counted. */
export const createImportBar = ({ stderr }: CommandContext, input: Input) => {
  if (!stderr.isTTY) return { update: () => undefined, stop: () => undefined }
  const shape = input.bytes === undefined ? '{read} posts' : '{bar} {percentage} % · {read} posts'
  const bar = new SingleBar({ format: shape, stream: stderr, hideCursor: true, clearOnComplete: true })
  bar.start(Math.max(input.bytes ?? 0, 1), 0, { read: 0 })
  return {
    update: ({ read }: Totals) => bar.update(Math.min(input.bytesRead(), bar.getTotal()), { read }),
    stop: () => bar.stop(),
  }
}

/** @param line from 0 */
export type TellRejected = (
  line: number,
  problem: { readonly detail: string; readonly errors?: readonly { pointer: string; detail: string }[] },
) => void

export const tellRejected =
  ({ stderr }: CommandContext): TellRejected =>
  (line, { detail, errors = [] }) => {
    const faults = errors.map((error) => `${error.pointer} ${error.detail}`).join(', ')
    // On a terminal the bar stands on this line; it is drawn anew on the next.
    stderr.write(`${stderr.isTTY ? '\r\u001b[K' : ''}line ${line + 1}: ${faults || detail}\n`)
  }
