// Packages that only a cluster needs.
import assert from 'node:assert/strict'
import { optionalPackage } from '../../adapters/optional-package.ts'

describe('a package that only a cluster needs', () => {
  const absent = 'outcry-no-such-package'

  it('is named with what to type when it is not installed', async () => {
    await assert.rejects(
      optionalPackage(`${absent}@^1.0.0`, () => import(absent)),
      { code: 'unavailable', message: /run "npm install --no-save outcry-no-such-package@\^1\.0\.0"$/ },
    )
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
