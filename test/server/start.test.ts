// outcry.yaml and the real server: at start, and again on SIGHUP.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { outcryProcess, remove, scratchFolder, startServer, until } from '../running.ts'

describe('the server and its outcry.yaml', () => {
  const folder = scratchFolder('start')
  const file = path.join(folder, 'outcry.yaml')
  const story = (title: string) =>
    `channels:\n  - { id: in, kind: webhook }\nstories:\n  - { slug: a, title: "${title}" }\n`
  after(() => remove(folder))

  it('does not start with a broken one, and names the line', async () => {
    writeFileSync(file, 'channels:\n  - id: in\n    kind: fax\n')
    const { status, stderr } = await outcryProcess(folder, ['serve'], { env: { PORT: '0', OUTCRY_CONFIG: file } })
    assert.equal(status, 2)
    assert.match(stderr, /^outcry: outcry\.yaml line 3: channels\.0\.kind: must be one of webhook/m)
  })

  it('reads it again on SIGHUP; a broken one changes nothing and is told', async () => {
    writeFileSync(file, story('First'))
    const server = await startServer(folder, { env: { LOG_LEVEL: 'info' } })
    try {
      const titleIs = async (title: string) => {
        const answer = await fetch(`${server.url}/api/v1/stories/a`)
        return ((await answer.json()) as { title: string }).title === title || undefined
      }
      assert.ok(await titleIs('First'))
      writeFileSync(file, story('Second'))
      server.process.kill('SIGHUP')
      await until('the new title', () => titleIs('Second'))
      writeFileSync(file, 'stories: 1\n')
      server.process.kill('SIGHUP')
      await until('the fault in the log', () => /outcry\.yaml line 1: stories/.test(server.output()) || undefined)
      assert.ok(await titleIs('Second'))
    } finally {
      await server.stop()
    }
  })
})
