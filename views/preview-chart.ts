// The chart in the picture for link previews: the page's own shapes, with fewer and larger words.
import { drawChart } from './chart.ts'
import { shareIn } from './chart-svg-parts.ts'
import { light } from './colours.ts'
import type { StoryFacts } from './facts.ts'
import { binWord } from './phrases.ts'
import { box, type PreviewNode, shape, words } from './preview-nodes.ts'
import { chartData } from './story.ts'
import { scored } from './summary.ts'
import { whole } from './wording.ts'

/** px between the edges of the plot. */
const width = 1088
/** px of a bold letter of 24 px, about. */
const letter = 14.5
/** Above the bars: phases and their names. */
const bandsHeight = 44
/** The page's ground, to tell that an hour is not over. */
const ground = '#faf9f6'

const per = (share: number) => `${Math.round(share * 10_000) / 100}%`
const placed = (style: string) => ({ left: per(shareIn(style, 'left')), width: per(shareIn(style, 'width')) })
const fits = (style: string, label: string) => shareIn(style, 'width') * width > letter * label.length + 8

/** Posts, phases and what the company said, with the days below. */
export const previewChart = (facts: StoryFacts): readonly PreviewNode[] => {
  const { bands, gaps, marks, days, ticks, ...drawn } = drawChart(chartData(facts))
  const path = (colour: string, d: string, more = '') => `<path fill="${colour}"${more} d="${d}"/>`
  const bars = [
    path(light.pos, drawn.positive),
    path(light.neu, drawn.neutral),
    path(light.neg, drawn.negative),
    path(ground, drawn.running, ' fill-opacity=".45"'),
  ]
  const below = { top: bands.length === 0 ? 8 : bandsHeight }
  const highest = Math.max(0, ...facts.bins.slice(facts.lead).map(scored))
  // The bars have all the room that the page leaves above the highest: single posts are no wave, so at least four are the whole.
  const top = Math.max(4, highest)
  const room = Math.ceil((500 * top) / Number(ticks[0]?.text.replaceAll(',', '')))
  const [, , count] = drawn.volBox.split(' ')
  const said = marks.filter(({ look }) => look.startsWith('company'))
  const each = Math.ceil(days.length / 6)
  return [
    box('plot', [
      ...bands.map(({ style, phase, label }) => words(`band ${phase}`, fits(style, label) ? label : '', placed(style))),
      words('top', highest === 0 ? '' : whole(top), below),
      box('bars', [shape('fill', `0 ${500 - room} ${count} ${room}`, bars.join(''))], below),
      ...gaps.map(({ style, label }) => words('gap', fits(style, label) ? label : '', { ...placed(style), ...below })),
      ...said.map(({ style }) =>
        box('said', [box('dot', [])], {
          ...below,
          left: per(shareIn(style, 'left') + shareIn(style, 'width') / 2),
        }),
      ),
    ]),
    box(
      'under m',
      days
        .filter(({ style }, i) => i % each === 0 && shareIn(style, 'left') > 0.03 && shareIn(style, 'left') < 0.96)
        .map(({ style, text }) => words('at', text, { left: per(shareIn(style, 'left')) })),
    ),
    box('legend m', [
      words('', `Posts per ${binWord(facts.binMs)}:`),
      ...(
        [
          ['pos', 'positive'],
          ['neu', 'neutral'],
          ['neg', 'negative'],
        ] as const
      ).flatMap(([name, word]) => [box(`key ${name}`, []), words('', word)]),
      ...(said.length === 0 ? [] : [box('dot key', []), words('', 'company statement')]),
    ]),
  ]
}
