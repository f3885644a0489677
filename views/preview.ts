// The picture for link previews, 1200 × 630 px: which phase, the numbers, the chart, and of which moment all that is. It quotes nobody.
import { chartTitle } from './chart-title.ts'
import { light } from './colours.ts'
import { drawable } from './drawable.ts'
import type { StoryFacts } from './facts.ts'
import { figureTexts } from './figures.ts'
import { shortened } from './markup.ts'
import { closedWords, phaseInWords, phaseName, phaseTexts } from './phase-box.ts'
import { dateOf, demonstrationNotice } from './phrases.ts'
import { previewChart } from './preview-chart.ts'
import { box, type PreviewNode, shape, words } from './preview-nodes.ts'
import { clockOf, hourMs } from './wording.ts'

/** More do not fit on two lines of the smallest size. */
const longestTitle = 92

/** px */
const titleSize = (letters: number) => (letters <= 30 ? 64 : letters <= 40 ? 54 : letters <= longestTitle ? 48 : 38)

/** `19 Aug 2017, 14:00 UTC` */
const momentOf = ({ nowMs }: StoryFacts) => `${dateOf(nowMs)}, ${clockOf(nowMs)} UTC`

/** As far as its font can write it. */
const written = (facts: StoryFacts): StoryFacts => ({
  ...facts,
  title: shortened(drawable(facts.title), longestTitle),
  company: shortened(drawable(facts.company), 40) || 'the company',
})

const figure = (number: string, word: string) => box('figure', [words('number', number), words('m', word)])

const figures = (facts: StoryFacts) => {
  const { total, net, netLook } = figureTexts(facts)
  return [figure(total, total === '1' ? 'post' : 'posts'), ...(netLook === '' ? [figure(net, 'net sentiment')] : [])]
}

const phaseBox = (facts: StoryFacts) => {
  const { icon, sinceWord, since } = phaseTexts(facts)
  const { look } = phaseName(facts)
  const line = `<path fill="none" stroke="${light.card}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" d="${icon}"/>`
  return box(`box ${look}`, [
    box('icon', [shape('drawn', '0 0 24 24', line)]),
    box('named', [
      words('word', phaseInWords(facts)),
      words('m', [sinceWord + since, closedWords(facts)].filter((part) => part !== '').join(' · ')),
    ]),
    box('end row', figures(facts)),
  ])
}

export const previewOf = (given: StoryFacts): PreviewNode => {
  const facts = written(given)
  const says = given.firstPostMs === null ? 'No posts yet' : chartTitle(facts)
  const title = facts.title || says
  return box('page', [
    box('row', [words('brand', 'Outcry'), words('m end', `As of ${momentOf(facts)}`)]),
    words('title', title, { fontSize: titleSize([...title].length) }),
    phaseBox(facts),
    ...(facts.title === '' ? [] : [words('says', says, { fontSize: says.length <= 70 ? 30 : 26 })]),
    ...previewChart(facts),
    ...(facts.demonstration ? [words('b', demonstrationNotice)] : []),
  ])
}

/** What the picture shows, for who does not see it. */
export const previewAlt = (facts: StoryFacts) => `${phaseInWords(facts)}, as of ${momentOf(facts)}: posts over time`

/**
 * The picture's address, from the story's on: another one after an hour, or in another phase, for networks keep the
 * first they get. A view of the past has a picture of that moment.
 */
export const previewQuery = (facts: StoryFacts) =>
  facts.asOfMs === null
    ? `?v=${Math.floor((facts.closedAtMs ?? facts.nowMs) / hourMs)}${phaseInWords(facts).slice(0, 3)}`
    : `?at=${new Date(facts.asOfMs).toISOString()}`
