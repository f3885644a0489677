// Holds every import of the tree against the table in docs/architecture.md, and looks for circles.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const doors = new Set(['server/main.ts', 'server/history-thread.ts', 'workers/main.ts', 'cli/outcry.ts', 'cli/run.ts'])

type Row = { readonly folder: string; readonly imports: readonly string[]; readonly packages: readonly string[] }
const listed = (cell: string) =>
  cell
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
const section = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8').match(/^## Who may import whom$.*?^## /ms)
const table: readonly Row[] = [...(section?.[0] ?? '').matchAll(/^\| (\w+) +\|([^|]*)\|([^|]*)\|$/gm)]
  .map(([, folder = '', imports = '', packages = '']) => ({
    folder,
    imports: listed(imports),
    packages: listed(packages),
  }))
  .filter(({ folder }) => folder !== 'folder')

const files = table.flatMap(({ folder }) =>
  folder === 'settings'
    ? ['settings.ts']
    : readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.startsWith('public/') && !name.startsWith('model/'))
        .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`),
)

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean }
const importsOf = (file: string): readonly Import[] =>
  [
    ...readFileSync(path.join(root, file), 'utf8').matchAll(
      /^(import|export)( type)?[^'"\n]*?(?:\{[^}]*\})?[^'"\n]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map((match) => {
    const target = match[3] ?? match[4] ?? match[5] ?? ''
    const to = target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target
    return { from: file, to, typeOnly: match[2] !== undefined }
  })
const every = files.flatMap(importsOf)

const of = (imported: string, name: string) => imported === name || imported.startsWith(`${name}/`)
const allowed = ({ from, to }: Import): boolean => {
  if (to.startsWith('node:')) return true
  if (doors.has(from)) return true
  const row = table.find(({ folder }) => from.startsWith(`${folder}/`) || from === `${folder}.ts`)
  if (row === undefined) return false
  if (!to.endsWith('.ts')) return row.packages.some((name) => of(to, name))
  if (doors.has(to)) return false
  return [row.folder, ...row.imports].some((place) => to.startsWith(`${place}/`) || to === `${place}.ts`)
}

describe('the house', () => {
  it('is read from a table with a row for every folder', () => {
    assert.deepEqual(table.map(({ folder }) => folder).sort(), [
      'adapters',
      'analysis',
      'cli',
      'events',
      'projections',
      'server',
      'settings',
      'sources',
      'views',
      'workers',
    ])
    assert.ok(every.length > 100, `only ${every.length} imports were found`)
  })

  it('imports only what its table allows', () => {
    assert.deepEqual(
      every.filter((one) => !allowed(one)).map(({ from, to }) => `${from} → ${to}`),
      [],
    )
  })

  it('lists no package that nothing imports', () => {
    const unused = table.flatMap(({ folder, packages }) => {
      const used = every.filter(({ from }) => from.startsWith(`${folder}/`)).map(({ to }) => to)
      return packages.filter((name) => !used.some((to) => of(to, name))).map((name) => `${folder} → ${name}`)
    })
    assert.deepEqual(unused, [])
  })

  it('has no circle', () => {
    const next = new Map<string, string[]>()
    for (const { from, to, typeOnly } of every) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to])
    const done = new Set<string>()
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) assert.fail(`circle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`)
      if (done.has(file)) return
      for (const to of next.get(file) ?? []) visit(to, [...trail, file])
      done.add(file)
    }
    for (const file of next.keys()) visit(file, [])
  })
})
