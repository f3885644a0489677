// Style sheets, scripts and icon: read and compressed once at start, served under a name that carries their hash.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
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
  return {
    path: `/assets/${name.replace('.', `.${hash}.`)}`,
    type,
    plain,
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(plain, { level: 9 }),
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

export const createAssets = () => {
  const sheet = (name: string) =>
    asset(
      name,
      'text/css; charset=utf-8',
      tight(readFileSync(new URL(`../views/public/${name}`, import.meta.url), 'utf8')),
    )
  const style = sheet('style.css')
  const pages = sheet('pages.css')
  const embed = sheet('embed.css')
  const script = asset('live.js', 'text/javascript; charset=utf-8', liveScript())
  const keys = asset('keys.js', 'text/javascript; charset=utf-8', keysScript())
  const sign = asset('icon.svg', 'image/svg+xml', icon)
  const paths: AssetPaths = {
    style: style.path,
    pages: pages.path,
    embed: embed.path,
    script: script.path,
    keys: keys.path,
    icon: sign.path,
  }
  return { paths, byPath: new Map([style, pages, embed, script, keys, sign].map((one) => [one.path, one])) }
}
export type Assets = ReturnType<typeof createAssets>
