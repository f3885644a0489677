// A thousand requests a second for badge, feed and summary, and what the page's readers feel of it; beside it the page alone.
import autocannon from 'autocannon'
import { processorMs, type Running } from './outcry.ts'
import { type Result, round } from './table.ts'

const views = ['badge.svg', 'feed.atom', 'summary.json'] as const
const perSecond = 1_000
const seconds = 20
const pagesPerSecond = 20
const goalMs = 500

type Load = {
  readonly title: string
  readonly rate: number
  readonly connections: number
  readonly url: string
}

/** In a thread of its own, so that no reader waits until the answers of others are read. */
const load = ({ rate, ...asked }: Load) =>
  autocannon({ ...asked, overallRate: rate, workers: 1, duration: seconds, headers: { 'accept-encoding': 'gzip' } })

/** Wall times hold whatever else the machine does; the processor time of the server does not. */
const row = (
  what: string,
  usedMs: number | undefined,
  { title, requests, latency, non2xx, errors, timeouts }: autocannon.Result,
) => ({
  what,
  view: title ?? '',
  'requests/s': round(requests.average),
  'p50 ms': latency.p50,
  'p99 ms': latency.p99,
  'max ms': latency.max,
  failed: non2xx + errors + timeouts,
  'server’s processor, ms/s': usedMs === undefined ? '' : round(usedMs / seconds),
})

/** @param server with a story `feedback` that has posts */
export const seeing = async (server: Running): Promise<Result> => {
  const story = `${server.url}/stories/feedback`
  const page = { title: 'page', rate: pagesPerSecond, connections: 10, url: story }
  // What a process makes for the first time takes half a second: no reader of a running service meets that.
  for (const view of ['', ...views.map((view) => `/${view}`)]) await (await fetch(`${story}${view}`)).arrayBuffer()
  const used = () => processorMs(server.process.pid)
  const began = used()
  const alone = await load(page)
  const between = used()
  const rate = Math.ceil(perSecond / views.length)
  const [beside, ...others] = await Promise.all([
    load(page),
    ...views.map((view) => load({ title: view, rate, connections: 20, url: `${story}/${view}` })),
  ])
  const ended = used()
  if (beside === undefined) throw new Error('the page was not asked for')
  const asked = others.reduce((sum, { requests }) => sum + requests.average, 0)
  const rows = [
    row('the page alone', between - began, alone),
    row('the page beside them', ended - between, beside),
    ...others.map((one) => row('at the same time', undefined, one)),
  ]
  const failed = rows.reduce((sum, one) => sum + one.failed, 0)
  return {
    name: `seeing: badge, feed and summary at ${perSecond} requests/s`,
    goal: `p99 of the page < ${goalMs} ms, nothing fails, ≥ ${0.95 * perSecond} requests/s answered`,
    reached: beside.latency.p99 < goalMs && failed === 0 && asked >= 0.95 * perSecond,
    rows,
  }
}
