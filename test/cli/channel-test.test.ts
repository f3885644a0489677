// `outcry channel test`: one real request and what of its answer would be kept, in plain words.
import assert from 'node:assert/strict'
import { outcry, type Running, remove, scratchFolder, startServer, until } from '../running.ts'
import { webDouble } from '../web-double.ts'

const body = JSON.stringify({
  latest_posts: [
    {
      ...{ id: 9, post_number: 2, post_type: 1, topic_id: 4, topic_slug: 'a', topic_title: 'A topic', username: 'ada' },
      ...{ created_at: '2026-11-24T10:00:00.000Z', cooked: '<p>It <b>broke</b> again</p>' },
    },
    { id: 8, post_number: 1, post_type: 4, topic_id: 4, created_at: '2026-11-24T09:00:00.000Z', cooked: '<p>hush</p>' },
  ],
})

for (const running of [false, true])
  describe(`outcry channel test, ${running ? 'through a running server' : 'on a folder'}`, () => {
    const double = webDouble()
    const folder = scratchFolder('trial')
    let server: Running | undefined
    const env = () => ({ OUTCRY_ALLOW_HOSTS: double.host })
    const run = (...args: string[]) => outcry(folder, ['channel', ...args], { env: env() })
    before(async () => {
      if (running) server = await startServer(folder, { env: env() })
    })
    after(async () => {
      await server?.stop()
      remove(folder)
    })

    it('says what came back and what would be kept', async () => {
      double.answers((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(body)
      })
      await run('add', 'forum', '--kind', 'discourse', '--url', double.url, '--pollEvery', '1h')
      const { status, stdout, stderr } = await run('test', 'forum')
      assert.equal(status, 0, stderr)
      const lines = stdout.trim().split('\n')
      assert.equal(lines[0], `GET ${double.url}/posts.json`)
      assert.match(lines[1] ?? '', /^Answered 200, application\/json, \d+ bytes, in \d+ ms\.$/)
      assert.equal(
        lines[2],
        '1 post would be kept, and more pages would be asked for; 0 not taken, 1 no posts of the public. Nothing was kept now.',
      )
      assert.equal(lines[3], '  2026-11-24 10:00 UTC, comment: A topic: It broke again')
    })

    if (running)
      it('is read by the running server meanwhile', async () => {
        await until('the post of the forum, all well', async () => {
          const { channels = [] } = ((await server?.ask('GET', '/api/v1/channels'))?.body ?? {}) as {
            channels?: { id: string; state: string; posts: number }[]
          }
          return channels.find(({ id, posts, state }) => id === 'forum' && posts === 1 && state === 'ok')
        })
      })

    it('says why nothing would be', async () => {
      double.answers((_, response) => void response.writeHead(403).end('no'))
      const refused = await run('test', 'forum')
      assert.equal(refused.status, 1)
      assert.match(refused.stdout, /Nothing would be kept: the server answered 403: it does not let us read this\./)
      await run('add', 'inside', '--kind', 'feed', '--url', 'http://169.254.169.254/feed')
      const inside = await run('test', 'inside')
      assert.equal(inside.status, 1)
      assert.match(inside.stdout, /private or reserved/)
      await run('add', 'hook', '--kind', 'webhook')
      const hook = await run('test', 'hook')
      assert.equal(hook.status, 1)
      assert.match(hook.stderr, /one of kind webhook is posted to and reads nothing/)
      await run('add', 'r', '--kind', 'reddit', '--subreddit', 'PleX')
      const off = await run('test', 'r')
      assert.equal(off.status, 1)
      assert.match(off.stderr, /off until clientId and clientSecret are set.*approve/)
      assert.match((await run('test', 'nobody')).stderr, /there is no channel "nobody"/)
    })
  })
