// `npm run bench`: everything that is claimed about performance, one after the other on this machine; about fifteen minutes.
// `npm run bench -- webhook page` runs only those; `--long` streams 2,000,000 posts in place of 1,000,000.
import { alerts } from './alerts.ts'
import { cluster } from './cluster.ts'
import { clusterReads } from './cluster-reads.ts'
import { effects } from './effects.ts'
import { importing } from './import.ts'
import { kurrent } from './kurrent.ts'
import { live } from './live.ts'
import { ndjson, stream } from './ndjson.ts'
import { postsCounted, remove, scratchFolder, startOutcry, until } from './outcry.ts'
import { page } from './page.ts'
import { phases } from './phases.ts'
import { reactionFigures } from './reactions.ts'
import { rebuild } from './rebuild.ts'
import { redis } from './redis.ts'
import { seeing } from './seeing.ts'
import { sentiment } from './sentiment.ts'
import { keep, type Result, show } from './table.ts'
import { timeline } from './timeline.ts'
import { webhook } from './webhook.ts'

const long = process.argv.includes('--long')
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const wanted = (name: string) => only.length === 0 || only.includes(name)
const results: Result[] = []
const report = (result: Result) => {
  results.push(result)
  show(result)
}

if (wanted('webhook')) report(await webhook())

if (wanted('kurrent')) report(await kurrent())

if (wanted('sentiment')) sentiment(report)
if (wanted('reactions')) reactionFigures(report)
if (wanted('alerts')) report(alerts())
if (wanted('effects')) await effects(report)
if (wanted('phases')) await phases(report)
if (wanted('redis')) await redis(report)
if (wanted('cluster')) await cluster(report)
if (wanted('cluster-reads')) await clusterReads(report)
if (wanted('import')) {
  const folder = scratchFolder()
  report(await importing(folder, long ? 2_000_000 : 1_000_000))
  remove(folder)
}

if (['ndjson', 'rebuild', 'timeline', 'start', 'live', 'page', 'seeing'].some(wanted)) {
  const [big, small] = [scratchFolder(), scratchFolder()]
  const total = long ? 2_000_000 : 1_000_000
  try {
    if (['ndjson', 'rebuild', 'timeline', 'start'].some(wanted)) report(await ndjson(big, total))
    if (wanted('rebuild')) report(await rebuild(big))

    const few = await startOutcry(small)
    await stream(few.url, 0, 10_000)
    await until('10,000 posts', async () => ((await postsCounted(few.url, 'feedback')) >= 10_000 ? true : undefined))
    if (wanted('timeline') || wanted('start')) {
      const many = await startOutcry(big)
      report({
        name: `start: ready with ${total} posts in the log`,
        goal: 'ready ≤ 2 s',
        reached: many.readyMs <= 2_000,
        rows: [{ 'ready ms': Math.round(many.readyMs) }],
      })
      if (wanted('timeline')) report(await timeline(many, few))
      await many.stop()
    }
    if (wanted('live')) report(await live(few))
    if (wanted('page')) report(await page(few))
    if (wanted('seeing')) report(await seeing(few))
    await few.stop()
  } finally {
    remove(big)
    remove(small)
  }
}
const [alone] = only
if (
  only.length === 1 &&
  alone !== undefined &&
  ['sentiment', 'effects', 'phases', 'redis', 'cluster', 'cluster-reads', 'seeing'].includes(alone)
)
  keep(results, alone)
if (only.length === 0) keep(results)
process.exitCode = results.every(({ reached }) => reached) ? 0 : 1
