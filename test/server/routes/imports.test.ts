// POST /api/v1/imports over real HTTP: who may, what it opens, and how it tells what goes wrong.
import assert from 'node:assert/strict'
import { channelStream } from '../../../events/channel.ts'
import { Problem } from '../../../events/problem.ts'
import { storyStream } from '../../../events/story.ts'
import { type ImportLine, importRoutes } from '../../../server/routes/imports.ts'
import { limits } from '../../../settings.ts'
import { receiving } from '../../receiving.ts'
import { serve } from '../../serving.ts'

const lineOf = (id: string, at = '2017-08-19T09:12:00Z') => `${JSON.stringify({ id, text: 'I hate it', at })}\n`

describe('POST /api/v1/imports', () => {
  let given: ReturnType<typeof receiving>
  let server: Awaited<ReturnType<typeof serve>>
  let isBroken: boolean
  beforeEach(async () => {
    given = receiving()
    isBroken = false
    const routes = importRoutes({
      log: given.log,
      receivePosts: (channel, posts) => {
        if (isBroken) throw new Problem('unavailable', 'keeping posts: the disk is full')
        return given.receivePosts(channel, posts)
      },
      authenticate: (authorization) => {
        if (authorization !== 'Bearer ock_test') throw new Problem('unauthorised', 'checking the key: no')
      },
      limits,
    })
    server = await serve({ '/api/v1': routes })
  })
  afterEach(() => server.close())

  const send = async (query: string, body: string, authorization = 'Bearer ock_test') => {
    const response = await fetch(`${server.url}/api/v1/imports?${query}`, {
      method: 'POST',
      headers: { authorization },
      body,
    })
    const text = await response.text()
    const lines = response.ok ? text.trim().split('\n') : [text]
    return { status: response.status, lines: lines.map((line) => JSON.parse(line) as ImportLine & { detail: string }) }
  }
  const events = async (stream: string) => (await given.log.read(stream)).map(({ type }) => type)

  it('opens channel and story, takes the posts and records the span; again changes nothing', async () => {
    const file = lineOf('a') + lineOf('b', '2017-08-21T00:00:00Z') + lineOf('c')
    for (const [accepted, duplicate] of [
      [3, 0],
      [0, 3],
    ]) {
      const { lines } = await send('channel=past&story=plex', file)
      assert.deepEqual(lines.at(-1), {
        done: { read: 3, accepted, duplicate, edited: 0, removed: 0, refused: 0, dropped: 0, rejected: 0 },
      })
      assert.deepEqual(await events(channelStream('past')), ['ChannelOpened', 'ChannelRead'])
      assert.deepEqual(await events(storyStream('plex')), ['StoryOpened'])
    }
    const read = (await given.log.read(channelStream('past'))).at(-1)
    assert.deepEqual(read?.data, { id: 'past', from: '2017-08-19T09:12:00.000Z', to: '2017-08-21T00:00:00.001Z' })
  })
  it('adds its channel to a story that has others, once', async () => {
    await send('channel=one&story=plex', lineOf('a'))
    await send('channel=two&story=plex', lineOf('a'))
    await send('channel=two&story=plex', lineOf('a'))
    assert.deepEqual(await events(storyStream('plex')), ['StoryOpened', 'StoryChanged'])
  })
  it('without a post records no span', async () => {
    assert.deepEqual((await send('', '\n{"id":"x"}\n')).lines.at(-1), {
      done: { read: 1, accepted: 0, duplicate: 0, edited: 0, removed: 0, refused: 0, dropped: 0, rejected: 1 },
    })
    assert.deepEqual(await events(channelStream('import')), ['ChannelOpened'])
  })
  it('tells bad lines by their number as they come', async () => {
    const { lines } = await send('', `${lineOf('a')}broken\n${lineOf('b')}`)
    const rejected = lines.flatMap((line) => ('rejected' in line ? [line.rejected.line] : []))
    assert.deepEqual(rejected, [1])
  })
  it('tells at the end when the storage fails', async () => {
    isBroken = true
    const last = (await send('', lineOf('a'))).lines.at(-1)
    assert.equal(last && 'failed' in last && last.failed.status, 503)
    assert.deepEqual(await events(channelStream('import')), ['ChannelOpened'])
  })
  it('refuses strangers, odd names and unknown formats', async () => {
    assert.equal((await send('', lineOf('a'), 'Bearer ock_wrong')).status, 401)
    assert.equal((await send('channel=No+Name', lineOf('a'))).status, 422)
    assert.equal((await send('format=xml', lineOf('a'))).status, 400)
    assert.deepEqual(server.faults, [])
  })
})
