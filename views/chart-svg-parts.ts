// The parts of the chart as a picture: each from what `drawChart` says, placed in units of the picture.
import type { drawChart } from './chart.ts'
import { escaped } from './markup.ts'

export type Drawn = ReturnType<typeof drawChart>

export const width = 760
const left = 44
const right = width - 16
const inner = right - left
export const volume = 200
export const netHeight = 66
export const gapHeight = 30
/** Where the picture is narrow its title is left out, and the legend stands there. */
const narrowLegend = 72

/** What `drawChart` says in per cent, as a part of the whole. */
export const shareIn = (style: string, name: string) =>
  Number(new RegExp(`(?:^|;)${name}:(-?[\\d.]+)%`).exec(style)?.[1] ?? 0) / 100
const rowIn = (style: string, name: string) => Number(new RegExp(`--${name}:(\\d+)`).exec(style)?.[1] ?? 0)
const round = (value: number) => String(Math.round(value * 10) / 10)
const xOf = (style: string) => left + shareIn(style, 'left') * inner
const wideOf = (style: string) => shareIn(style, 'width') * inner

export const legend = (y: number, hasPeak: boolean) => {
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

export const bands = ({ bands }: Drawn, top: number, bottom: number) =>
  bands
    .map(({ style, label, phase }) => {
      const [x, wide] = [xOf(style), wideOf(style)]
      const word =
        label === '' ? '' : `<text class="b ${phase} w" x="${round(x)}" y="${top - 9}">${escaped(label)}</text>`
      const word2 =
        wide < 14 * label.length
          ? ''
          : `<text class="b ${phase} n" x="${round(x)}" y="${top - 9}">${escaped(label)}</text>`
      return `<rect class="tint ${phase}" x="${round(x)}" y="${top}" width="${round(wide)}" height="${bottom - top}"/><rect class="${phase}" x="${round(x)}" y="${top - 4}" width="${round(Math.max(1, wide - 2))}" height="4"/>${word}${word2}`
    })
    .join('')

export const gaps = ({ gaps }: Drawn, top: number, height: number, named: boolean) =>
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

export const marks = ({ marks }: Drawn, top: number, bottom: number, narrow: boolean) =>
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

export const axes = ({ ticks, days }: Drawn, top: number, netTop: number) => {
  const bottom = netTop + netHeight
  const values = ticks.map(({ style, text }, i) => {
    const y = round(top + (1 - shareIn(style, 'bottom')) * volume)
    return `<path class="${i === ticks.length - 1 ? 'ax' : 'gl'}" d="M${left} ${y}H${right}"/><text class="m e w" x="${left - 7}" y="${Number(y) + 4.5}">${text}</text>${i % 2 ? '' : `<text class="m n" x="${left + 4}" y="${Number(y) - (i === 4 ? 5 : -22)}">${text}</text>`}`
  })
  const levels = (['+1', '0', '−1'] as const).map(
    (text, i) => `<text class="m e w" x="${left - 7}" y="${netTop + (i * netHeight) / 2 + 4.5}">${text}</text>`,
  )
  const each = Math.ceil(days.length / 4)
  const dates = days.map(({ style, text }, i) => {
    const x = round(xOf(style))
    return `<path class="ax" d="M${x} ${bottom}v5"/><text class="m c${i % each === 0 && shareIn(style, 'left') < 0.95 ? '' : ' w'}" x="${x}" y="${bottom + 24}">${text}</text>`
  })
  return `${values.join('')}<path class="gl" d="M${left} ${netTop}H${right}M${left} ${bottom}H${right}"/>${levels.join('')}${dates.join('')}`
}

/** Over the lines of the moments, which it interrupts. */
export const netLabel = (netTop: number) =>
  `<text class="m lb" x="${left}" y="${netTop - 8}">Net sentiment<tspan class="w">, −1 to +1</tspan></text>`

export const panel = (box: string, y: number, height: number, shapes: string) =>
  `<svg x="${left}" y="${y}" width="${inner}" height="${height}" viewBox="${box}" preserveAspectRatio="none">${shapes}</svg>`
