// A folder that is gone after the test.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** To be called inside `describe`: one folder per test; answers the path of a file in it. */
export const tempFolder = () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'outcry-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return (...names: readonly string[]) => path.join(folder, ...names)
}
