// No container engine is needed: plays the image. Exactly the files the Dockerfile copies, production dependencies only.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const root = path.resolve(import.meta.dirname, '..')
const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8')
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '))

describe('the image', function () {
  this.timeout(180_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'outcry-image-'))
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('starts from the files that the Dockerfile copies, gets ready, answers, and stops on SIGTERM', async () => {
    for (const name of new Set(copied)) cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
    await promisify(execFile)('npm', ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline'], { cwd: folder })

    const server = spawn(process.execPath, ['server/main.ts'], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: '0', OUTCRY_DATA: path.join(folder, 'data'), NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaint = ''
    server.stderr.on('data', (chunk) => {
      complaint += chunk
    })
    const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
    try {
      let url: string | undefined
      for (let left = 200; left > 0 && url === undefined && server.exitCode === null; left--) {
        await pause(50)
        try {
          url = JSON.parse(readFileSync(path.join(folder, 'data/server.json'), 'utf8')).url
        } catch {
          // not there yet
        }
      }
      assert.ok(url, `the server did not start: ${complaint}`)
      for (let left = 100; left > 0 && (await fetch(`${url}/readyz`)).status !== 200; left--) await pause(50)
      assert.equal((await fetch(`${url}/readyz`)).status, 200)
      assert.match(await (await fetch(url)).text(), /Outcry/)
    } finally {
      server.kill('SIGTERM')
    }
    assert.equal(await ended, 0, complaint)
  })
})
