// The documents say what the code says: events, settings, commands, jobs, and the tree itself.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { commands } from '../cli/all.ts'
import { eventTypes } from '../events/catalogue.ts'
import { settings } from '../settings.ts'
import { jobPolicy } from '../workers/jobs.ts'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const rows = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '')
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
const documents = tracked.filter((name) => name.endsWith('.md'))
/** Of its headings, as they are made of them where Markdown is shown. */
const anchorsOf = (file: string) =>
  [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )

describe('the documents', () => {
  it('list every event, and none that is not there', () => {
    assert.deepEqual(rows(read('docs/events.md')).sort(), [...eventTypes].sort())
  })

  it('list every setting with its default', () => {
    const table = read('docs/operating.md')
    for (const [name, setting] of Object.entries(settings)) {
      const row = table.match(new RegExp(`^\\| \`${name}\` \\|([^|]*)\\|`, 'm'))
      assert.ok(row, `docs/operating.md has no row for ${name}`)
      assert.equal(row[1]?.trim(), setting.default, `the default of ${name}`)
    }
  })

  it('name every command and every job', () => {
    const text = documents.map(read).join('\n')
    for (const name of Object.keys(commands))
      assert.match(text, new RegExp(`outcry (-- )?${name}|\`${name}\``), `command ${name}`)
    for (const name of Object.keys(jobPolicy)) assert.ok(text.includes(`\`${name}\``), `job ${name}`)
  })

  it('show the tree as it is: every top-level folder and file of the program has its caption', () => {
    const tree = read('README.md').match(/^```\n(analysis\/[\s\S]*?)^```/m)?.[1] ?? ''
    const captioned = [...tree.matchAll(/^(\S+) {2,}\S/gm)].map((match) => (match[1] ?? '').replace(/\/$/, ''))
    const top = new Set(tracked.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')))
    const dull = [
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'biome.json',
      'package-lock.json',
      'tsconfig.json',
      '.ci',
    ]
    assert.deepEqual(captioned.sort(), [...top].filter((name) => !dull.includes(name)).sort())
  })

  it('hold no mark of a merge', () => {
    const marked = tracked
      .filter((file) => /\.(md|ts|json|ya?ml|hbs|css)$/.test(file))
      .filter((file) => /^(<{7}|>{7}) /m.test(read(file)))
    assert.deepEqual(marked, [])
  })

  it('link only to files that are there, and to headings in them', () => {
    for (const file of documents)
      for (const [, target = '', anchor] of read(file).matchAll(/\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]+))?\)/g)) {
        const linked = target === '' ? file : path.posix.join(path.posix.dirname(file), target)
        const isThere = tracked.some((name) => name === linked || name.startsWith(`${linked}/`))
        assert.ok(isThere, `${file} links to ${target}`)
        if (anchor !== undefined) assert.ok(anchorsOf(linked).includes(anchor), `${file} links to ${target}#${anchor}`)
      }
  })

  it('name no path of the machine they were written on and no registry host', () => {
    for (const file of tracked.filter((name) => !name.endsWith('.png') && name !== 'test/docs.test.ts'))
      assert.doesNotMatch(read(file), /"resolved": "http|(^|[\s'"`(])\/(work|root)\//m, file)
  })
})
