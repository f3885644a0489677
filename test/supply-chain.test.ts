// What is installed beside our own code, by the lockfile: whole, from no named host, under known licences, without scripts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'

type Package = {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
}
const { packages } = JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')) as {
  readonly packages: { readonly [place: string]: Package }
}
const installed = Object.entries(packages).filter(([place]) => place !== '')
/** Of `npm ci --omit=dev`, which the image is made of. */
const production = installed.filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true)

/** Of the production tree. OFL-1.1 is a font's. */
const licences = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '(MIT OR Apache-2.0)',
  'PSF-2.0',
  'OFL-1.1',
])
/** It may become smaller; what makes it larger has to be worth it. */
const mostPackages = 154

const failing = (all: typeof installed, holds: (one: Package) => boolean) =>
  all.filter(([, one]) => !holds(one)).map(([place]) => place)

describe('the supply chain', () => {
  it('is whole by its hashes and names no host', () => {
    assert.ok(installed.length > production.length && production.length > 50)
    assert.deepEqual(
      failing(installed, ({ integrity = '' }) => integrity.startsWith('sha512-')),
      [],
    )
    assert.deepEqual(
      failing(installed, ({ resolved }) => resolved === undefined),
      [],
    )
  })

  it('runs no script and has only known licences in production', () => {
    assert.deepEqual(
      failing(production, ({ hasInstallScript }) => hasInstallScript !== true),
      [],
    )
    assert.deepEqual(
      failing(production, ({ license = '' }) => licences.has(license)),
      [],
    )
  })

  it('does not grow by itself', () => {
    assert.ok(production.length <= mostPackages, `${production.length} packages in production`)
  })
})
