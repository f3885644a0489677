// The chart as a picture of its own: the same shapes as on the page, its labels as SVG text, both themes, no script.
import { drawChart } from './chart.ts'
import {
  axes,
  bands,
  type Drawn,
  gapHeight,
  gaps,
  legend,
  marks,
  netHeight,
  netLabel,
  panel,
  volume,
  width,
} from './chart-svg-parts.ts'
import { style } from './chart-svg-style.ts'
import { chartTitle } from './chart-title.ts'
import type { StoryFacts } from './facts.ts'
import { escaped, shortened } from './markup.ts'
import { closedWords, phaseInWords, phaseName } from './phase-box.ts'
import { binWord, demonstrationNotice } from './phrases.ts'
import { chartData } from './story.ts'
import { timeOf } from './wording.ts'

/** At most two lines of about `most` characters. */
const lines = (text: string, most: number): string[] => {
  const all: string[] = []
  for (const word of text.split(' ')) {
    const last = all.at(-1)
    if (last !== undefined && last.length + word.length < most) all[all.length - 1] = `${last} ${word}`
    else all.push(word)
  }
  return all.length <= 2 ? all : [all[0] ?? '', `${all[1]}…`]
}

/** What the picture says without being seen: the two panels, then each moment. */
const description = (drawn: Drawn) =>
  [drawn.volumeLabel, drawn.netLabel, ...drawn.marks.map(({ label }) => `${label}.`)].join(' ')

const margin = 16

/** Whose, which phase, since when; below it, where there is room, what the chart shows. */
const heading = (facts: StoryFacts, title: readonly string[]) => {
  const { look, sinceWord, since } = phaseName(facts)
  const name = shortened(facts.company, 22)
  const company = name === '' ? '' : `<tspan class="b">${escaped(name)}</tspan> · `
  const closed =
    facts.closedAtMs === null
      ? ''
      : `<tspan class="m w"> · ${closedWords(facts)}</tspan><tspan class="m n"> · closed</tspan>`
  const words = `<tspan class="b ${look}">${phaseInWords(facts)}</tspan> <tspan class="m">${escaped(`${sinceWord}${since}`)}</tspan>${closed}`
  const lines = title.map((line, i) => `<text class="h w" x="${margin}" y="${60 + i * 22}">${escaped(line)}</text>`)
  return `<text x="${margin}" y="32">${company}${words}</text>${lines.join('')}`
}

/** @param y of the last line */
const footing = (facts: StoryFacts, address: string, y: number) => {
  const asOf = facts.asOfMs === null ? '' : `As recorded by ${timeOf(facts.asOfMs)}. `
  const dated = facts.newestPostMs === null ? 'No posts yet' : `Data to ${timeOf(facts.newestPostMs)}`
  const made = `${asOf}Posts per ${binWord(facts.binMs)}, times in UTC. ${dated}.`
  const place = `${address.replace(/^https?:\/\//, '')}/stories/${facts.slug}`
  const above = facts.demonstration ? y - 22 : y
  const notice = `<text class="b w" x="${margin}" y="${y}">${demonstrationNotice}</text><text class="b n" x="${margin}" y="${y}" style="font-size:22px">${demonstrationNotice}</text>`
  return `<text class="m w" x="${margin}" y="${above}">${escaped(made)}</text><text class="m e w" x="${width - margin}" y="${above}">${escaped(place)}</text>${facts.demonstration ? notice : ''}`
}

const hatch =
  '<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hat" d="M0 0v8"/></pattern></defs>'

const path = (name: string, shape: string) => `<path class="${name}" d="${shape}"/>`

/** @param address where this service is reached, without a slash at the end */
export const chartSvg = (facts: StoryFacts, address: string): string => {
  const drawn = drawChart(chartData(facts))
  const title = lines(chartTitle(facts), 82)
  const legendY = 68 + title.length * 22
  const top = legendY + 32
  const netTop = top + volume + gapHeight
  const bottom = netTop + netHeight
  const height = bottom + (facts.demonstration ? 84 : 62)
  const hasPeak = drawn.marks.some(({ look }) => look.startsWith('peak'))
  const said = `${facts.title}. ${chartTitle(facts)}.${facts.demonstration ? ` ${demonstrationNotice}` : ''}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(said)}</title><desc id="d">${escaped(description(drawn))}</desc><style>${style}</style>${hatch}`,
    `<rect class="card" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    heading(facts, title),
    legend(legendY, hasPeak),
    bands(drawn, top, bottom),
    axes(drawn, top, netTop),
    panel(
      drawn.volBox,
      top,
      volume,
      path('pos', drawn.positive) +
        path('neu', drawn.neutral) +
        path('neg', drawn.negative) +
        path('run', drawn.running),
    ),
    panel(drawn.netBox, netTop, netHeight, path('zero', drawn.zero) + path('net', drawn.net)),
    gaps(drawn, top, volume, true),
    gaps(drawn, netTop, netHeight, false),
    `<g class="w">${marks(drawn, top, bottom, false)}</g><g class="n">${marks(drawn, top, bottom, true)}</g>`,
    netLabel(netTop),
    footing(facts, address, height - margin),
    '</svg>',
  ].join('')
}
