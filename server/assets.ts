// Style sheets, scripts and icon: made when the first page names them, compressed when first asked for, served under a name that
// carries their hash. A start takes a quarter of a second less without them.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { once } from '../events/once.ts'
import type { AssetPaths } from './render.ts'
import { keysScript, liveScript } from './script.ts'

export type Asset = {
  readonly path: string
  readonly type: string
  readonly plain: Buffer
  readonly br: Buffer
  readonly gzip: Buffer
}

const asset = (name: string, type: string, text: string): Asset => {
  const plain = Buffer.from(text)
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10)
  const br = once(() => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  const gzip = once(() => gzipSync(plain, { level: 9 }))
  return {
    path: `/assets/${name.replace('.', `.${hash}.`)}`,
    type,
    plain,
    get br() {
      return br()
    },
    get gzip() {
      return gzip()
    },
  }
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#0c6e7f"/><path d="M4 10l2.500-3 2 2L12 5" fill="none" stroke="#fff" stroke-width="1.500" stroke-linecap="round" stroke-linejoin="round"/></svg>'

/** Comments and blanks are for people who read the file; what stands in quotes is left as it is. */
const tight = (css: string) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/"[^"]*"|\s+/g, (part) => (part.startsWith('"') ? part : ' '))
    .replace(/"[^"]*"|(?: ?([{};]) ?)|(?:(?<=[a-z-]): )/g, (part, sign: string | undefined) =>
      part.startsWith('"') ? part : (sign ?? ':'),
    )
    .replaceAll(';}', '}')
    .trim()

const sheet = (name: string) =>
  asset(
    name,
    'text/css; charset=utf-8',
    tight(readFileSync(new URL(`../views/public/${name}`, import.meta.url), 'utf8')),
  )
const javascript = 'text/javascript; charset=utf-8'

export const createAssets = () => {
  const all = {
    style: once(() => sheet('style.css')),
    pages: once(() => sheet('pages.css')),
    embed: once(() => sheet('embed.css')),
    script: once(() => asset('live.js', javascript, liveScript())),
    keys: once(() => asset('keys.js', javascript, keysScript())),
    icon: once(() => asset('icon.svg', 'image/svg+xml', icon)),
  }
  const paths = Object.defineProperties(
    {},
    Object.fromEntries(Object.entries(all).map(([name, made]) => [name, { get: () => made().path, enumerable: true }])),
  ) as AssetPaths
  return {
    paths,
    /** All of them; costs something once. */
    make: (): void => {
      for (const made of Object.values(all)) made()
    },
    find: (path: string): Asset | undefined =>
      Object.values(all)
        .map((made) => made())
        .find((one) => one.path === path),
  }
}
export type Assets = ReturnType<typeof createAssets>
