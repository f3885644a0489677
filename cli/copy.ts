// outcry copy: a whole installation from the data folder into a cluster, or back; run again it goes on where it broke off.
import { parseArgs } from 'node:util'
import { Problem } from '../events/problem.ts'
import { afterPrefix, type ReadModel } from '../projections/read-model.ts'
import { rebuild } from '../projections/rebuild.ts'
import { runHistoryTask } from '../server/history-task.ts'
import { copyEvents, lackingIn } from '../workers/copy-log.ts'
import { copyVault } from '../workers/copy-vault.ts'
import type { Command, CopyEnd } from './command.ts'
import { createProgress } from './progress.ts'

const usage = '--to kurrentdb://… | --from kurrentdb://… (or KURRENTDB_URL: what that is set to)'

const read = (args: readonly string[]): { direction: 'to' | 'from'; url: string } => {
  const options = { to: { type: 'string' }, from: { type: 'string' } } as const
  const { to, from } = parseArgs({ args: [...args], options }).values
  if (to !== undefined && from === undefined) return { direction: 'to', url: to }
  if (from !== undefined && to === undefined) return { direction: 'from', url: from }
  throw new Problem('usage', `copying: say one way, and where the cluster is; usage: outcry copy ${usage}`)
}

/** The log read whole, in a thread. @throws Problem `damaged` */
const verified = async (which: 'source' | 'target', { files }: CopyEnd) => {
  const log = await runHistoryTask({ name: 'verify-log', files, built: '' })
  if (log.damage === undefined) return log
  const { version, detail } = log.damage
  throw new Problem('damaged', `copying: the log of the ${which} is damaged at event ${version}: ${detail}`)
}

const rowsPerPage = 1_000

function* bucketsOf(readModel: ReadModel): Generator<string, undefined> {
  for (let from = ''; ; ) {
    const rows = readModel.scan('timeline', { from, to: afterPrefix(''), limit: rowsPerPage })
    for (const row of rows) yield JSON.stringify(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsPerPage) return undefined
    from = `${last.key}\0`
  }
}

/** Both folded anew, every bucket of one against the other's. @returns how many there are @throws Problem `damaged` */
const compareTimelines = async (ends: readonly CopyEnd[]): Promise<number> => {
  for (const { log, readModel } of ends) {
    readModel.clear()
    await rebuild({ log, readModel })
  }
  const [one, other] = ends.map(({ readModel }) => bucketsOf(readModel))
  for (let buckets = 0; ; buckets++) {
    const bucket = one?.next().value
    if (bucket !== other?.next().value)
      throw new Problem(
        'damaged',
        'copying: the timelines of source and target differ; copy into an empty target again',
      )
    if (bucket === undefined) return buckets
  }
}

export const copyCommand: Command = {
  name: 'copy',
  usage,
  summary: 'copies log, texts, secrets and erasures into a cluster or back, and verifies; again, it goes on',
  run: async (args, context) => {
    const { direction, url } = read(args)
    if ((await context.connect()) !== undefined)
      throw new Problem(
        'conflict',
        'copying: a server runs on the data folder; stop it, and every server and worker of the cluster',
      )
    const begun = performance.now()
    const { source, target, openContent, close } = await context.openCopyEnds(direction, url)
    const progress = createProgress(context)
    try {
      const { events, streams } = await verified('source', source)
      if (events === 0) throw new Problem('usage', 'copying: the log of the source is empty')
      const lacking = lackingIn(target.log, source.log)
      const first = await lacking.next()
      const content = await openContent()
      const copiedContent = copyVault(content.source, content.target, context.now(), (done) =>
        progress.show(`${done} texts`),
      )
      const { texts, secrets } = await copiedContent.finally(content.close)
      async function* rest() {
        if (first.value !== undefined) yield first.value
        yield* lacking
      }
      const copied = await copyEvents(rest(), target.log, (done) => progress.show(`${done} events`, done / events))
      progress.clear()
      if ((await lackingIn(target.log, source.log).next()).value !== undefined)
        throw new Problem(
          'conflict',
          'copying: events came in meanwhile; stop every server and worker, then copy again',
        )
      const buckets = await compareTimelines([source, target])
      await verified('target', target)
      const tookMs = Math.round(performance.now() - begun)
      const { erasures } = content
      context.stdout.write(
        `${JSON.stringify({ events, copied, streams, texts, secrets, erasures, buckets, tookMs })}\n`,
      )
      return 0
    } finally {
      progress.clear()
      await close()
    }
  },
}
