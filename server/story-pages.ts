// The page of a story and its state, made once per version, range and minute, compressed, and kept for the next reader.
import type { ChartData } from '../views/chart.ts'
import type { StoryFacts } from '../views/facts.ts'
import { figureNumbers } from '../views/figures.ts'
import { pagePhase, shownPhase } from '../views/phase-now.ts'
import { previewAlt, previewQuery } from '../views/preview.ts'
import { chartData, storyPage, storyView } from '../views/story.ts'
import { timeOf } from '../views/wording.ts'
import type { RenderPage } from './render.ts'

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

/** What page and panel have in common. */
const viewOf = (facts: StoryFacts, address: string) => {
  const page = storyPage(facts, address)
  return {
    ...storyView(facts),
    page,
    preview: `${page.url}/preview.png${previewQuery(facts)}`,
    previewAlt: previewAlt(facts),
    chartData: JSON.stringify(placesOnly(chartData(facts))),
    checked: page.checked,
    checkedTime: page.checkedTime,
    pageTitle: `${facts.title} – Outcry`,
    description: page.description,
    scripted: true,
    demonstration: facts.demonstration,
    about: facts.company,
    feeds: `${page.path}/`,
  }
}

/**
 * @param address where this service is reached, without a slash at the end
 * @param byMail whether it can be followed by mail
 */
export const storyHtml = (render: RenderPage, facts: StoryFacts, address: string, byMail: boolean) =>
  render('story', { ...viewOf(facts, address), byMail })

/** The panel for pages of others. */
export const embedHtml = (render: RenderPage, facts: StoryFacts, address: string) =>
  render('embed', viewOf(facts, address))

export const quotesPosts = ({ typical, newest }: StoryFacts) =>
  [...typical, ...newest].some(({ text }) => text !== null)
