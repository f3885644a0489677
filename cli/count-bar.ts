// How many of something were done: a bar on a terminal, nothing elsewhere.
import { SingleBar } from 'cli-progress'
import type { CommandContext } from './command.ts'

export const createCountBar = ({ stderr }: CommandContext) => {
  let bar: SingleBar | undefined
  const stop = () => bar?.stop()
  return {
    /** @param total absent: not known before */
    begin: (noun: string, total?: number) => {
      stop()
      if (!stderr.isTTY) return
      const format = total === undefined ? `{value} ${noun}` : `{bar} {percentage} % · {value} ${noun}`
      bar = new SingleBar({ format, stream: stderr, hideCursor: true, clearOnComplete: true })
      bar.start(total ?? 1, 0)
    },
    update: (done: number) => bar?.update(done),
    stop,
  }
}
