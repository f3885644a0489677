// How far a report is: what was read of the file, then how many posts still wait for their analysis.
import { SingleBar } from 'cli-progress'
import type { Totals } from '../server/receive-stream.ts'
import type { CommandContext } from './command.ts'
import { createImportBar } from './import-progress.ts'
import type { Input } from './open-input.ts'

export const createReportBar = (context: CommandContext, input: Input) => {
  const reading = createImportBar(context, input)
  let posts = 0
  let analysing: SingleBar | undefined
  return {
    read: (totals: Totals) => {
      posts = totals.read
      reading.update(totals)
    },
    analysing: (waiting: number) => {
      if (!context.stderr.isTTY || waiting === 0) return
      if (analysing === undefined) {
        reading.stop()
        const format = '{bar} {percentage} % analysed of {total} posts'
        analysing = new SingleBar({ format, stream: context.stderr, hideCursor: true, clearOnComplete: true })
        analysing.start(posts, 0)
      }
      analysing.update(Math.max(0, posts - waiting))
    },
    stop: () => {
      reading.stop()
      analysing?.stop()
    },
  }
}
