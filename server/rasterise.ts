// The rasteriser of pictures for link previews, with its font: both are read from files, and nothing else is ever loaded.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Renderer } from '@takumi-rs/wasm/node'
import { type PreviewNode, previewSize } from '../views/preview-nodes.ts'
import { previewStyle } from '../views/preview-style.ts'

const fontFile = (name: string) => readFileSync(fileURLToPath(import.meta.resolve(`@fontsource/inter/${name}`)))

/** `U+0460-052F,U+20B4`, as pairs. */
const rangesIn = (text: string) =>
  text.split(',').map((range): [number, number] => {
    const [from = 0, to = from] = range
      .slice(2)
      .split('-')
      .map((hex) => Number.parseInt(hex, 16))
    return [from, to]
  })

export const renderer = new Renderer()
const ranges = JSON.parse(fontFile('unicode.json').toString())
for (const subset of ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'])
  for (const weight of [400, 700]) {
    const data = fontFile(`files/inter-${subset}-${weight}-normal.woff2`)
    await renderer.registerFont({
      name: 'Inter',
      data,
      weight,
      style: 'normal',
      unicodeRange: rangesIn(ranges[subset]),
    })
  }

/** @returns a PNG */
export const rasterised = (node: PreviewNode): Promise<Uint8Array<ArrayBuffer>> =>
  renderer.render(node, { ...previewSize, format: 'png', css: [previewStyle] })
