// The scripts of the pages, types and comments taken off: the socket.io client, live.ts and what it uses in one file; keys for labelling.
import { readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'

const views = new URL('../views/', import.meta.url)

/** In the order of their imports: each uses only what stands before it. Their top-level names must differ. */
const modules = ['wording.ts', 'chart.ts', 'shown.ts', 'public/fill.ts', 'public/live.ts']

/**
 * Our own modules only, in our own format: imports on lines of their own, `//` comments and `/** … *​/` blocks that
 * fill whole lines. Node replaces types by blanks, which are taken off too, as are those around signs that no text of
 * ours holds.
 */
const plainScript = (file: string) =>
  stripTypeScriptTypes(readFileSync(new URL(file, views), 'utf8'))
    .replace(/^import\s[\s\S]*?\sfrom '[^']+'$/gm, '')
    .replace(/^import '[^']+'$/gm, '')
    .replace(/^export (?=const |function )/gm, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^\s*\/\*\*[\s\S]*?\*\/$/gm, '')
    .replace(/^\s*;?\s*$/gm, '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ (=>|===|!==|&&|\?\?|=|\+|\*) /g, '$1')
    .replace(/\n\s+/g, '\n')

/** The client as the socket.io package ships it: an ES module whose only export list stands at its end. */
const socketClient = () => {
  const folder = join(dirname(createRequire(import.meta.url).resolve('socket.io/package.json')), 'client-dist')
  const text = readFileSync(join(folder, 'socket.io.esm.min.js'), 'utf8')
  const list = /export\{[^}]*?\b(\w+) as io\b[^}]*\};?/.exec(text)
  if (list === null) throw new Error('the client of socket.io no longer exports `io` as expected: see server/script.ts')
  const body = text.replace(list[0], `return ${list[1]}`).replace(/\/\/# sourceMappingURL=.*/, '')
  return `const io=(()=>{${body}})()\n`
}

export const liveScript = () => socketClient() + modules.map(plainScript).join('\n')

export const keysScript = () => plainScript('public/label-keys.ts')
