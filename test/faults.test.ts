// What breaks around the real server: settings, ports, folders, disks, damaged and missing files. It says so, and loses nothing.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readSettings } from '../settings.ts'
import { adminKey, outcryProcess, type Running, remove, scratchFolder, startServer, until } from './running.ts'
import { skipOrFail } from './system-program.ts'

const at = '2017-08-18T17:00:00Z'
const post = (id: string) => ({ id, text: `This is awful, says ${id}. `.repeat(20), at })
const send = (server: { readonly url: string }, ids: readonly string[]) =>
  fetch(`${server.url}/webhooks/feedback`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(ids.map(post)),
  })
const postsOf = async (server: Running) =>
  ((await server.ask('GET', '/api/v1/stories/feedback')).body as { posts: number }).posts

/** Node's own warnings are not ours. */
const ours = (text: string) =>
  text.split('\n').filter((line) => line !== '' && !/ExperimentalWarning|--trace-warn/.test(line))
const saysInOneLine = (stderr: string, words: RegExp) => {
  const lines = ours(stderr)
  assert.equal(lines.length, 1, stderr)
  assert.match(lines[0] ?? '', words)
}

describe('faults', () => {
  const folders: string[] = []
  const folder = (name: string) => {
    const made = scratchFolder(name)
    folders.push(made)
    return made
  }
  after(() => folders.forEach(remove))

  describe('of settings', () => {
    const wrong = {
      PORT: ['web', '65536'],
      LOG_LEVEL: ['loud'],
      OUTCRY_PUBLIC: ['maybe'],
      OUTCRY_PUBLIC_URL: ['example.org'],
      OUTCRY_TRUST_PROXY: ['proxy', '10.0.0.0/33'],
    }
    it('are named', () => {
      for (const [name, values] of Object.entries(wrong))
        for (const value of values)
          assert.throws(() => readSettings({ [name]: value }), new RegExp(`setting ${name}: "${value}" is not a `))
    })
    it('keep the server from starting', async () => {
      const { status, stderr } = await outcryProcess(folder('settings'), ['serve'], { env: { LOG_LEVEL: 'loud' } })
      assert.equal(status, 2)
      saysInOneLine(stderr, /^outcry: setting LOG_LEVEL: "loud" is not a trace\|debug/)
    })
  })

  it('of use: every command says in one line what it takes, with 2', async () => {
    const data = folder('use')
    const uses = [['none'], ['serve', 'now'], ['import'], ['import', '--channel', 'A B', '-'], ['analyse', 'file']]
    const more = [['story'], ['statement', 'list'], ['channel', 'add'], ['key', 'add'], ['erase', '--id', '1']]
    const rest = [['verify', '--fast'], ['rebuild', 'all'], ['backup'], ['restore']]
    const refused = async (args: readonly string[]) => {
      const { status, stdout, stderr } = await outcryProcess(data, args)
      assert.equal(status, 2, args.join(' '))
      assert.equal(stdout, '')
      saysInOneLine(stderr, /^outcry: ./)
    }
    await Promise.all([...uses, ...more, ...rest].map(refused))
  })

  describe('of place', () => {
    it('a port or a folder that is in use is refused at once', async () => {
      const server = await startServer(folder('place'))
      try {
        const { port } = new URL(server.url)
        const [taken, second] = await Promise.all([
          outcryProcess(folder('port'), ['serve'], { env: { PORT: port } }),
          outcryProcess(server.folder, ['serve'], { env: { PORT: '0' } }),
        ])
        assert.deepEqual([taken.status, second.status], [1, 1])
        saysInOneLine(taken.stderr, /listening on 127\.0\.0\.1:\d+: another program listens there; set PORT or HOST$/)
        saysInOneLine(second.stderr, /another Outcry runs on it; stop that one, or set OUTCRY_DATA to another folder$/)
      } finally {
        await server.kill()
      }
    })
  })

  describe('of files', () => {
    const whole = folder('whole')
    before(async () => {
      const server = await startServer(whole)
      const ids = Array.from({ length: 50 }, (_, i) => `p${i}`)
      assert.equal((await send(server, ids)).status, 202)
      await until('50 posts', async () => (await postsOf(server)) === 50 || undefined)
      assert.equal(await server.stop(), 0)
    })
    const broken = (name: string, breakIt: (data: string) => void) => {
      const data = folder(name)
      cpSync(whole, data, { recursive: true })
      breakIt(data)
      return data
    }

    for (const file of ['keys/pepper', 'keys/secrets'])
      it(`${file} missing: it does not start, and names it`, async () => {
        const data = broken('keys', (copy) => rmSync(path.join(copy, file)))
        const { status, stderr } = await outcryProcess(data, ['serve'], { env: { PORT: '0' } })
        assert.equal(status, 1)
        saysInOneLine(stderr, new RegExp(`${path.basename(file)} is missing beside a log that has posts; restore`))
      })

    it('read.db not readable: it is made anew', async () => {
      const server = await startServer(broken('read', (copy) => writeFileSync(path.join(copy, 'read.db'), 'nonsense')))
      assert.equal(await postsOf(server), 50)
      await server.kill()
    })

    it('content.db missing: it is told, and no text is shown', async () => {
      const server = await startServer(broken('vault', (copy) => rmSync(path.join(copy, 'content.db'))))
      assert.match(server.output(), /content\.db is missing beside a log that has events/)
      const { body } = await server.ask('GET', '/api/v1/stories/feedback/posts?limit=1')
      assert.equal((body as { posts: { text: unknown }[] }).posts[0]?.text, null)
      await server.kill()
    })

    const changed = (name: string, sql: string) =>
      broken(name, (copy) => {
        const db = new DatabaseSync(path.join(copy, 'log.db'))
        db.exec(sql)
        db.close()
      })
    const verify = async (data: string, words: RegExp) => {
      const { status, stderr } = await outcryProcess(data, ['verify'])
      assert.equal(status, 1)
      saysInOneLine(stderr, words)
    }

    it('one letter of the log changed: verify names the event', () =>
      verify(
        changed('letter', "UPDATE events SET data = replace(data, 'feedback', 'feedbacc') WHERE position = 60"),
        /^outcry: the log is damaged at event 60: event 60 is not the one that was recorded; restore a backup$/,
      ))

    it('the end of the log cut off: pages are shown, nothing is taken, and verify names the event', async () => {
      const data = changed('cut', 'DELETE FROM events WHERE position > 60')
      await verify(data, /^outcry: the log is damaged at event 61: the log ends at event 60, but \d+ were anchored/)
      const server = await startServer(data, { readyStatus: 503 })
      try {
        for (const page of ['/', '/stories/feedback', '/api/v1/stories/feedback', '/livez'])
          assert.equal((await fetch(`${server.url}${page}`)).status, 200, page)
        const ready = await server.ask('GET', '/readyz')
        assert.equal(ready.status, 503)
        assert.match(JSON.stringify(ready.body), /outcry verify/)
        for (const [target, body] of [
          ['/webhooks/feedback', post('new')],
          ['/api/v1/stories', { slug: 'new', title: 'New' }],
        ] as const) {
          const answer = await server.ask('POST', target, body)
          assert.equal(answer.status, 503)
          assert.match((answer.body as { detail: string }).detail, /run "outcry verify", then restore a backup$/)
        }
      } finally {
        assert.equal(await server.stop(), 0)
      }
    })
  })

  describe('of the disk', () => {
    let disk: string
    const mount = (...options: readonly string[]) => execFileSync('mount', [...options, disk], { stdio: 'pipe' })
    before(function () {
      disk = folder('disk')
      try {
        mount('-t', 'tmpfs', '-o', 'size=16m', 'tmpfs')
      } catch (cause) {
        skipOrFail(this, `needs the right to mount a tmpfs: run it as root (${(cause as Error).message})`)
      }
    })
    after(() => {
      try {
        execFileSync('umount', ['-l', disk], { stdio: 'pipe' })
      } catch {
        // It was never mounted.
      }
    })

    it('a full one: 503 and why, pages go on, and so does everything once there is room', async () => {
      const server = await startServer(disk)
      try {
        const acknowledged: string[] = []
        let refused = 0
        for (let n = 0; refused < 3; n++) {
          const ids = Array.from({ length: 50 }, (_, i) => `p${n}-${i}`)
          const answer = await send(server, ids)
          if (answer.status === 202) acknowledged.push(...ids)
          else {
            refused++
            assert.equal(answer.status, 503)
            assert.ok(Number(answer.headers.get('retry-after')) >= 1)
            assert.match(
              ((await answer.json()) as { detail: string }).detail,
              /the disk is full; nothing was kept, free some space$/,
            )
          }
        }
        assert.ok(acknowledged.length > 500)
        const erasure = await server.ask('POST', '/api/v1/erasures', { source: 'webhook', id: 'p0-0' })
        assert.equal(erasure.status, 503)
        const ready = await server.ask('GET', '/readyz')
        assert.equal(ready.status, 503)
        assert.match(JSON.stringify(ready.body), /MB are free; make room/)
        for (const page of ['/', '/stories/feedback', '/api/v1/stories/feedback/timeline', '/livez'])
          assert.equal((await fetch(`${server.url}${page}`)).status, 200, page)

        mount('-o', 'remount,size=256m')
        await until('a 202', async () => (await send(server, ['last'])).status === 202 || undefined)
        await until('ready', async () => (await server.ask('GET', '/readyz')).status === 200 || undefined)
        await until('every post', async () => (await postsOf(server)) === acknowledged.length + 1 || undefined)
        assert.equal(await server.stop(), 0)
      } finally {
        await server.kill()
      }
      const verified = await outcryProcess(disk, ['verify'])
      assert.equal(verified.status, 0, verified.stderr)
    })

    it('a read-only one: it does not start, and says so', async () => {
      mount('-o', 'remount,ro')
      const { status, stderr } = await outcryProcess(disk, ['serve'], { env: { PORT: '0' } })
      assert.equal(status, 1)
      saysInOneLine(stderr, /: it is read-only for this user; change its rights, or set OUTCRY_DATA to another folder$/)
    })
  })
})
