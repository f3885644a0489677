// The chart as a picture of its own: the same shapes as on the page, its labels as SVG text, both themes, no script.
import { drawChart } from './chart.ts'
import { chartTitle } from './chart-title.ts'
import { type Colours, dark, light } from './colours.ts'
import type { StoryFacts } from './facts.ts'
import { escaped } from './markup.ts'
import { phaseName } from './phase-box.ts'
import { binWord, demonstrationNotice } from './phrases.ts'
import { chartData } from './story.ts'
import { timeOf } from './wording.ts'

type Drawn = ReturnType<typeof drawChart>

const width = 760
const left = 44
const right = width - 16
const inner = right - left
const volume = 200
const netHeight = 66
const gapHeight = 30
/** Where the picture is narrow its title is left out, and the legend stands there. */
const narrowLegend = 72

/** What `drawChart` says in per cent, as a part of the whole. */
const shareIn = (style: string, name: string) =>
  Number(new RegExp(`(?:^|;)${name}:(-?[\\d.]+)%`).exec(style)?.[1] ?? 0) / 100
const rowIn = (style: string, name: string) => Number(new RegExp(`--${name}:(\\d+)`).exec(style)?.[1] ?? 0)
const round = (value: number) => String(Math.round(value * 10) / 10)
const xOf = (style: string) => left + shareIn(style, 'left') * inner
const wideOf = (style: string) => shareIn(style, 'width') * inner

const rules = (c: Colours) =>
  [
    `.card{fill:${c.card};stroke:${c.line}}`,
    `text{fill:${c.ink}}`,
    `.m{fill:${c.mute}}`,
    `.gl{stroke:${c.grid}}`,
    `.ax,.zero{stroke:${c.mute}}`,
    `.hat{stroke:${c.mute}}`,
    `.net,.o,.d,.br{stroke:${c.ink}}`,
    `.o,.halo{fill:${c.card}}`,
    `.o.company,.no{fill:${c.ink}}`,
    `.company+.num{fill:${c.card}}`,
    `.run{fill:${c.card}}`,
    ...(['neg', 'neu', 'pos', 'calm', 'backlash', 'reversal', 'recovery'] as const).map(
      (name) => `.${name}{fill:${c[name]}}`,
    ),
    `.peak+.num{fill:${c.backlash}}`,
  ].join('')

/** Shown where the picture is narrow (`.n`) or is not (`.w`): its width is all that a picture knows of the page it stands in. */
const style = `text{font:13px -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}.b{font-weight:700}.h{font-size:17px;font-weight:700}.c{text-anchor:middle}.e{text-anchor:end}.gl,.ax,.zero{stroke-width:1}.zero{stroke-dasharray:3 3}.net,.zero{fill:none;vector-effect:non-scaling-stroke}.net{stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}.d{stroke-opacity:.45;stroke-width:1.5;stroke-dasharray:5 4}.o{stroke-width:1.5}.o.more{stroke-dasharray:3 2}.o.peak{fill:none;stroke:none}.br{fill:none;stroke-opacity:.55;stroke-width:1.5}.num{font-size:12px;font-weight:700;text-anchor:middle}.tint{fill-opacity:.07}.run{fill-opacity:.45}.hat{stroke-opacity:.4}.halo{fill-opacity:.75}.n{display:none}${rules(light)}@media(prefers-color-scheme:dark){${rules(dark)}.tint{fill-opacity:.12}}@media(max-width:480px){text{font-size:24px}.num{font-size:21px}.w{display:none}.n{display:inline}}`

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

const legend = (y: number, hasPeak: boolean) => {
  const items = [
    ['Positive', 74, `<rect class="pos" y="-10" width="12" height="12" rx="2"/>`],
    ['Neutral', 70, `<rect class="neu" y="-10" width="12" height="12" rx="2"/>`],
    ['Negative', 78, `<rect class="neg" y="-10" width="12" height="12" rx="2"/>`],
    ['Net sentiment', 108, `<path class="net" d="M0 -4h12"/>`],
    ['Company statement', 142, `<circle class="o company" cx="6" cy="-4.500" r="5.500"/>`],
    ['Other key moment', 134, `<circle class="o" cx="6" cy="-4.500" r="5.500"/>`],
    ...(hasPeak ? [['Peak', 60, `<text class="backlash" style="font-size:12px">▲</text>`] as const] : []),
  ] as const
  let x = 16
  const drawn = items.map(([word, wide, sign]) => {
    const item = `<g transform="translate(${x} ${y})">${sign}<text x="18">${word}</text></g>`
    x += wide + 12
    return item
  })
  const signs = (['neg', 'neu', 'pos'] as const).map(
    (name, i) =>
      `<rect class="${name}" x="${16 + i * 200}" y="${narrowLegend - 18}" width="20" height="20" rx="3"/><text x="${44 + i * 200}" y="${narrowLegend}">${{ neg: 'Negative', neu: 'Neutral', pos: 'Positive' }[name]}</text>`,
  )
  return `<g class="w">${drawn.join('')}</g><g class="n">${signs.join('')}</g>`
}

const bands = ({ bands }: Drawn, top: number, bottom: number) =>
  bands
    .map(({ style, label, phase }) => {
      const [x, wide] = [xOf(style), wideOf(style)]
      const word =
        label === '' ? '' : `<text class="b ${phase} w" x="${round(x)}" y="${top - 9}">${escaped(label)}</text>`
      const word2 =
        wide < 150 ? '' : `<text class="b ${phase} n" x="${round(x)}" y="${top - 9}">${escaped(label)}</text>`
      return `<rect class="tint ${phase}" x="${round(x)}" y="${top}" width="${round(wide)}" height="${bottom - top}"/><rect class="${phase}" x="${round(x)}" y="${top - 4}" width="${round(Math.max(1, wide - 2))}" height="4"/>${word}${word2}`
    })
    .join('')

const gaps = ({ gaps }: Drawn, top: number, height: number, named: boolean) =>
  gaps
    .map(({ style, label }) => {
      const [x, wide] = [xOf(style), wideOf(style)]
      const middle = top + height / 2
      const words =
        named && label !== ''
          ? `<rect class="halo w" x="${round(x + wide / 2 - 28)}" y="${middle - 14}" width="56" height="20"/><text class="m c w" x="${round(x + wide / 2)}" y="${middle + 1}">${label}</text>`
          : ''
      return `<rect fill="url(#hatch)" x="${round(x)}" y="${top}" width="${round(wide)}" height="${height}"><title>No data</title></rect>${words}`
    })
    .join('')

const marks = ({ marks }: Drawn, top: number, bottom: number, narrow: boolean) =>
  marks
    .map(({ style, text, look, label }) => {
      const [radius, apart] = narrow ? [17, 37] : [11, 26]
      const [from, wide] = [xOf(style), wideOf(style)]
      const x = round(from + wide / 2)
      const y = top + radius + 4 + rowIn(style, narrow ? 'rn' : 'r') * apart
      const sign = look.endsWith(' day')
        ? `<rect class="o ${look}" x="${round(from + wide / 2 - radius * 1.35)}" y="${y - radius}" width="${radius * 2.7}" height="${radius * 2}" rx="${radius / 2}"/>`
        : look.startsWith('turn')
          ? `<rect class="o ${look}" x="${round(from + wide / 2 - radius)}" y="${y - radius}" width="${radius * 2}" height="${radius * 2}" rx="4"/>`
          : `<circle class="o ${look}" cx="${x}" cy="${y}" r="${radius}"/>`
      const bracket = wide > 1 ? `<path class="br" d="M${round(from)} ${y + 9}v-9h${round(wide)}v9"/>` : ''
      return `<g><title>${escaped(label)}</title><path class="d" d="M${x} ${top}V${bottom}"/>${bracket}${sign}<text class="num" x="${x}" y="${y + (narrow ? 7.5 : 4.5)}">${escaped(text)}</text></g>`
    })
    .join('')

const axes = ({ ticks, days }: Drawn, top: number, netTop: number) => {
  const bottom = netTop + netHeight
  const values = ticks.map(({ style, text }, i) => {
    const y = round(top + (1 - shareIn(style, 'bottom')) * volume)
    return `<path class="${i === ticks.length - 1 ? 'ax' : 'gl'}" d="M${left} ${y}H${right}"/><text class="m e w" x="${left - 7}" y="${Number(y) + 4.5}">${text}</text>${i % 2 ? '' : `<text class="m n" x="${left + 4}" y="${Number(y) - (i === 4 ? 5 : -22)}">${text}</text>`}`
  })
  const levels = (['+1', '0', '−1'] as const).map(
    (text, i) =>
      `<text class="m e w" x="${left - 7}" y="${netTop + (i * netHeight) / 2 + 4.5}">${text}</text>`,
  )
  const each = Math.ceil(days.length / 4)
  const dates = days.map(({ style, text }, i) => {
    const x = round(xOf(style))
    return `<path class="ax" d="M${x} ${bottom}v5"/><text class="m c${i % each === 0 && shareIn(style, 'left') < 0.95 ? '' : ' w'}" x="${x}" y="${bottom + 24}">${text}</text>`
  })
  return `${values.join('')}<path class="gl" d="M${left} ${netTop}H${right}M${left} ${bottom}H${right}"/><text class="m" x="${left}" y="${netTop - 8}">Net sentiment<tspan class="w">, −1 to +1</tspan></text>${levels.join('')}${dates.join('')}`
}

const panel = (box: string, y: number, height: number, shapes: string) =>
  `<svg x="${left}" y="${y}" width="${inner}" height="${height}" viewBox="${box}" preserveAspectRatio="none">${shapes}</svg>`

/** What the picture says without being seen: the two panels, then each moment. */
const description = (drawn: Drawn) =>
  [drawn.volumeLabel, drawn.netLabel, ...drawn.marks.map(({ label }) => `${label}.`)].join(' ')

/** @param address where this service is reached, without a slash at the end */
export const chartSvg = (facts: StoryFacts, address: string): string => {
  const drawn = drawChart(chartData(facts))
  const { phase, look, sinceWord, since } = phaseName(facts)
  const title = lines(chartTitle(facts), 82)
  const notice = facts.demonstration ? demonstrationNotice : ''
  const legendY = 52 + title.length * 22
  const top = legendY + 44
  const netTop = top + volume + gapHeight
  const bottom = netTop + netHeight
  const asOf = facts.asOfMs === null ? '' : `As recorded by ${timeOf(facts.asOfMs)}. `
  const dated = facts.newestPostMs === null ? 'No posts yet' : `Data to ${timeOf(facts.newestPostMs)}`
  const place = `${address.replace(/^https?:\/\//, '')}/stories/${facts.slug}`
  const height = bottom + 62 + (notice === '' ? 0 : 22)
  const said = `${facts.title}. ${chartTitle(facts)}.${notice === '' ? '' : ` ${notice}`}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d"><title id="t">${escaped(said)}</title><desc id="d">${escaped(description(drawn))}</desc><style>${style}</style><defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hat" d="M0 0v8"/></pattern></defs><rect class="card" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/><text x="16" y="32">${facts.company === '' ? '' : `<tspan class="b">${escaped(facts.company)}</tspan> · `}<tspan class="b ${look}">${phase}</tspan> <tspan class="m">${escaped(`${sinceWord}${since}`)}</tspan></text>${title.map((line, i) => `<text class="h w" x="16" y="${60 + i * 22}">${escaped(line)}</text>`).join('')}${legend(
    legendY + 16,
    drawn.marks.some(({ look }) => look.startsWith('peak')),
  )}${bands(drawn, top, bottom)}${axes(drawn, top, netTop)}${panel(drawn.volBox, top, volume, `<path class="pos" d="${drawn.positive}"/><path class="neu" d="${drawn.neutral}"/><path class="neg" d="${drawn.negative}"/><path class="run" d="${drawn.running}"/>`)}${panel(drawn.netBox, netTop, netHeight, `<path class="zero" d="${drawn.zero}"/><path class="net" d="${drawn.net}"/>`)}${gaps(drawn, top, volume, true)}${gaps(drawn, netTop, netHeight, false)}<g class="w">${marks(drawn, top, bottom, false)}</g><g class="n">${marks(drawn, top, bottom, true)}</g><text class="m w" x="16" y="${height - 16 - (notice === '' ? 0 : 22)}">${escaped(`${asOf}Posts per ${binWord(facts.binMs)}, times in UTC. ${dated}.`)}</text><text class="m e w" x="${width - 16}" y="${height - 16 - (notice === '' ? 0 : 22)}">${escaped(place)}</text>${notice === '' ? '' : `<text class="b w" x="16" y="${height - 16}">${notice}</text><text class="b n" x="16" y="${height - 16}" style="font-size:22px">${notice}</text>`}</svg>`
}
