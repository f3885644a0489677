// No container engine is needed: plays the image. Exactly the files the Dockerfile copies, production dependencies only.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { remove, root, scratchFolder, startServer } from './running.ts'

const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8')
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '))

describe('the image', () => {
  const folder = scratchFolder('image')
  after(() => remove(folder))

  it('starts from the files that the Dockerfile copies, gets ready, answers, and stops on SIGTERM', async () => {
    for (const name of new Set(copied)) cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
    await promisify(execFile)('npm', ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline'], { cwd: folder })

    const server = await startServer(path.join(folder, 'data'), { program: folder, env: { NODE_ENV: 'production' } })
    try {
      assert.match(await (await fetch(server.url)).text(), /Outcry/)
    } finally {
      assert.equal(await server.stop(), 0, server.output())
    }
  })
})
