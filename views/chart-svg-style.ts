// How the chart as a picture looks, in both themes and where it is narrow. Without variables and mixed colours: not every reader of SVG knows them.
import { type Colours, dark, light } from './colours.ts'

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
    `.run{fill:${c.card}}.lb{stroke:${c.card}}`,
    ...(['neg', 'neu', 'pos', 'calm', 'backlash', 'reversal', 'recovery'] as const).map(
      (name) => `.${name}{fill:${c[name]}}`,
    ),
    `.peak+.num{fill:${c.backlash}}`,
  ].join('')

const lasting = [
  'text{font:13px -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}',
  '.b{font-weight:700}.h{font-size:17px;font-weight:700}.c{text-anchor:middle}.e{text-anchor:end}',
  '.gl,.ax,.zero{stroke-width:1}.zero{stroke-dasharray:3 3}.net,.zero{fill:none;vector-effect:non-scaling-stroke}',
  '.net{stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}',
  '.d{stroke-opacity:.45;stroke-width:1.5;stroke-dasharray:5 4}.br{fill:none;stroke-opacity:.55;stroke-width:1.5}',
  '.o{stroke-width:1.5}.o.more{stroke-dasharray:3 2}.o.peak{fill:none;stroke:none}',
  '.lb{paint-order:stroke;stroke-width:5px;stroke-linejoin:round}',
  '.num{font-size:12px;font-weight:700;text-anchor:middle}',
  '.tint{fill-opacity:.07}.run{fill-opacity:.45}.hat{stroke-opacity:.4}.halo{fill-opacity:.75}',
].join('')

/** `.n` is shown where the picture is narrow, `.w` elsewhere: its width is all that it knows of the page it stands in. */
const narrow = 'text{font-size:24px}.num{font-size:21px}.w{display:none}.n{display:inline}'

export const style = `${lasting}.n{display:none}${rules(light)}@media(prefers-color-scheme:dark){${rules(dark)}.tint{fill-opacity:.12}}@media(max-width:480px){${narrow}}`
