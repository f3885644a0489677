// The page of a story and its state, made once per version, range and minute, compressed, and kept for the next reader.

import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { ChartData } from '../views/chart.ts'
import type { StoryFacts } from '../views/facts.ts'
import { figureNumbers } from '../views/figures.ts'
import { pagePhase, shownPhase } from '../views/phase-now.ts'
import { chartData, storyPage, storyView } from '../views/story.ts'
import { timeOf } from '../views/wording.ts'
import type { RenderPage } from './render.ts'

const brotli = promisify(brotliCompress)
const gunzippable = promisify(gzip)

export type Made = {
  readonly etag: string
  readonly type: string
  readonly plain: Buffer
  readonly br: Buffer
  readonly gzip: Buffer
  readonly quotesPosts: boolean
}

/** @param quality of brotli: 10 takes 20 ms of a thread of its own for a page that many load, and makes it a tenth smaller */
export const compressed = async (
  text: string,
  type: string,
  etag: string,
  quotesPosts: boolean,
  quality = 5,
): Promise<Made> => {
  const plain = Buffer.from(text)
  const [br, gz] = await Promise.all([
    brotli(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
    gunzippable(plain, { level: 6 }),
  ])
  return { etag, type, plain, br, gzip: gz, quotesPosts }
}

/** What `state.json` and the socket's `state` hold: all that the live script needs to draw the page anew. */
export const stateOf = (facts: StoryFacts) => ({
  story: facts.slug,
  version: facts.version,
  nowMs: facts.nowMs,
  phase: shownPhase(facts.phases),
  pagePhase: pagePhase(facts.phases),
  figures: figureNumbers(facts),
  dataTo: facts.newestPostMs === null ? null : new Date(facts.newestPostMs).toISOString(),
  checkedAt: new Date(facts.nowMs).toISOString(),
  view: liveView(facts),
  chart: chartData(facts),
})

/** Slots that differ from range to range: they go out with the chart of one. */
export const ofRange: ReadonlySet<string> = new Set(['chartText', 'gaps', 'csv', 'json'])

/** All but the chart, which the script draws itself. */
const liveView = (facts: StoryFacts) => {
  const { chart: _, ...view } = storyView(facts)
  return { ...view, checked: timeOf(facts.nowMs), checkedTime: new Date(facts.nowMs).toISOString() }
}

/** The page itself holds what a mark says: the script needs to know only where it stands. */
const placesOnly = (data: ChartData) => ({
  ...data,
  marks: data.marks.map(({ fromMs, untilMs, row, narrowRow }) => ({ fromMs, untilMs, row, narrowRow })),
})

export const storyHtml = (render: RenderPage, facts: StoryFacts) => {
  const page = storyPage(facts)
  return render('story', {
    ...storyView(facts),
    page,
    chartData: JSON.stringify(placesOnly(chartData(facts))),
    checked: page.checked,
    checkedTime: page.checkedTime,
    pageTitle: `${facts.title} – Outcry`,
    description: page.description,
    scripted: true,
    demonstration: facts.demonstration,
    about: facts.company,
  })
}

export const quotesPosts = ({ typical, newest }: StoryFacts) =>
  [...typical, ...newest].some(({ text }) => text !== null)

type Kept<Value> = { readonly stamp: string; readonly value: Promise<Value>; goodUntilMs: number }

/**
 * Keeps what `make` made for a key until its stamp changes. Readers of one moment share one making.
 * @param restFactor how many times as long as its making took, a thing is good enough whatever its stamp: 4 means
 * that a flood of posts, each a new version, takes at most a fifth of a core per key
 */
export const createCache = <Value>(maxEntries: number, restFactor = 0) => {
  const kept = new Map<string, Kept<Value>>()
  return (key: string, stamp: string, make: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key)
    if (known !== undefined && (known.stamp === stamp || performance.now() < known.goodUntilMs)) return known.value
    const began = performance.now()
    const value = make()
    const entry = { stamp, value, goodUntilMs: restFactor === 0 ? 0 : Number.POSITIVE_INFINITY }
    kept.delete(key)
    kept.set(key, entry)
    for (const oldest of kept.keys()) {
      if (kept.size <= maxEntries) break
      kept.delete(oldest)
    }
    value.then(
      () => {
        if (restFactor > 0) entry.goodUntilMs = performance.now() + restFactor * (performance.now() - began)
      },
      // A failure is told to those who wait for it, and tried again by the next reader.
      () => {
        if (kept.get(key) === entry) kept.delete(key)
      },
    )
    return value
  }
}
