// Packages that only a cluster needs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { clusterPackages, optionalPackage } from '../../adapters/optional-package.ts'
import { root } from '../running.ts'

describe('a package that only a cluster needs', () => {
  const absent = 'outcry-no-such-package'

  it('is named with what to type when it is not installed', async () => {
    await assert.rejects(
      optionalPackage(absent, () => import(absent)),
      {
        code: 'unavailable',
        message: `loading ${absent}: it is not installed, and a cluster needs it; run "npm install --no-save ${clusterPackages}"`,
      },
    )
  })

  it('is installed with the others, in the versions that package.json allows', () => {
    const { peerDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      peerDependencies: { readonly [name: string]: string }
    }
    const named = Object.entries(peerDependencies).map(([name, version]) => `${name}@${version}`)
    assert.equal(clusterPackages, named.join(' '))
  })

  it('fails as it fails when it is there and broken', async () => {
    await assert.rejects(
      optionalPackage('x', async () => {
        throw new SyntaxError('broken')
      }),
      SyntaxError,
    )
  })
})
