// What viewers hear over sockets: full values, in order, idempotent, and only of what they watch.
import assert from 'node:assert/strict'
import { io, type Socket } from 'socket.io-client'
import { storyStream } from '../../events/story.ts'
import { isOwnOrigin } from '../../server/sockets.ts'
import { touchedBins } from '../../server/story-changes.ts'
import { dayMs, hourMs } from '../../views/wording.ts'
import { type Pages, startPages } from '../browser/page-server.ts'
import { until } from '../running.ts'

type Message = {
  readonly story: string
  readonly version: number
  readonly phase: string
  readonly figures: { readonly posts: { readonly total: number } }
  readonly bucket?: { readonly start: string; readonly posts: number; readonly negative: number } | null
  readonly bins?: readonly (readonly number[])[]
  readonly view: { readonly total: string; readonly newest?: readonly { readonly text: string }[] }
  readonly chart?: { readonly binMs: number; readonly bins: readonly (readonly number[])[] }
}

describe('live updates', () => {
  const clock = { nowMs: Date.UTC(2017, 7, 19, 12, 30) }
  let pages: Pages
  const sockets: Socket[] = []

  beforeEach(async () => {
    pages = await startPages(clock)
    await pages.openChannel('feedback')
    await pages.openStory('one')
    await pages.openStory('two')
  })
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close()
    await pages.close()
  })

  const watch = async (story: string, version: number, range?: string) => {
    const before = pages.viewers()
    const socket = io(pages.address, { transports: ['websocket'], reconnection: false })
    sockets.push(socket)
    const updates: Message[] = []
    const states: Message[] = []
    socket.on('update', (message: Message) => updates.push(message))
    socket.on('state', (message: Message) => states.push(message))
    await new Promise<void>((resolve) => socket.on('connect', () => resolve()))
    socket.emit('watch', { story, version, ...(range === undefined ? {} : { range }) })
    if (story !== 'none') await until('the viewer', () => pages.viewers() > before || undefined)
    return { socket, updates, states }
  }
  let made = 0
  const posted = (story: string, count = 1) =>
    pages.post(
      story,
      Array.from({ length: count }, () => ({
        id: String(made++),
        text: `post ${made}`,
        label: 'negative' as const,
        atMs: clock.nowMs - 60_000,
      })),
    )

  it('send the whole state to who is behind, and nothing to who is not', async () => {
    const behind = await watch('one', 0)
    const state = await until('the state', () => behind.states[0])
    const upToDate = await watch('one', state.version)
    await posted('one')
    await until('the update', () => upToDate.updates[0])
    assert.equal(upToDate.states.length, 0)
    assert.equal(state.chart?.binMs, hourMs / 12)
  })

  it('tell a change once per story, with full new values of the bucket', async () => {
    const one = await watch('one', 1_000)
    const two = await watch('two', 1_000)
    await posted('one')
    const update = await until('the update', () => one.updates[0])
    assert.deepEqual([update.story, update.phase, update.view.total], ['one', 'learning', '1'])
    assert.equal(update.bucket?.start, '2017-08-19T12:00:00.000Z')
    await posted('one', 2)
    const next = await until('the next update', () => one.updates.find(({ view }) => view.total === '3'))
    assert.equal(next.bucket?.negative, 3)
    assert.ok(next.version > update.version)
    assert.equal(two.updates.length, 0)
  })

  it('always send the last value of a burst, in few messages', async () => {
    const { updates } = await watch('one', 1_000)
    for (let i = 0; i < 30; i++) await posted('one')
    await until('the last value', () => updates.some(({ view }) => view.total === '30') || undefined)
    assert.ok(updates.length <= 10, `${updates.length} messages`)
  })

  it('send the state instead when many bins changed, and when a statement was recorded', async () => {
    const { states, updates } = await watch('one', 1_000, '30d')
    await pages.post(
      'one',
      Array.from({ length: 200 }, (_, i) => ({
        id: `h${i}`,
        text: `post ${i}`,
        label: 'negative' as const,
        atMs: clock.nowMs - (i + 1) * hourMs,
      })),
    )
    // On a busy machine they come in several frames, and the last may hold few enough bins for an update.
    await until('the last post', () => [...states, ...updates].some(({ view }) => view.total === '200') || undefined)
    assert.ok(states.length > 0, 'two hundred hours came without a state')
    for (const { bins } of updates) assert.ok((bins?.length ?? 0) <= 24, `${bins?.length} bins in one update`)
    const known = states.length
    await pages.append(storyStream('one'), [
      {
        type: 'StatementRecorded',
        data: {
          slug: 'one',
          id: 'a',
          at: '2017-08-19T10:00:00Z',
          precision: 'minute',
          kind: 'other',
          title: 'Acme speaks',
        },
      },
    ])
    const state = await until('the state', () => states[known])
    assert.equal(state.chart?.binMs, 6 * hourMs)
  })

  it('take nothing but a well-formed watch of a story that there is', async () => {
    const { socket, states } = await watch('none', 0)
    for (const bad of [
      null,
      1,
      'one',
      [],
      {},
      { story: 1 },
      { story: '../one' },
      { story: 'one', version: 'x' },
      { story: 'one', version: 0, range: '9y' },
      { story: 'constructor', version: 0 },
    ])
      socket.emit('watch', bad)
    socket.emit('watch', { story: 'two', version: 0 })
    const state = await until('the one good answer', () => states[0])
    assert.equal(state.story, 'two')
    assert.equal(states.length, 1)
  })

  it('drop a socket that asks without end', async () => {
    const { socket, states } = await watch('one', 1_000)
    const gone = new Promise<void>((resolve) => socket.on('disconnect', () => resolve()))
    for (let i = 0; i < 100; i++) socket.emit('watch', { story: 'one', version: 0 })
    await gone
    assert.ok(states.length <= 20, `${states.length} states`)
  })

  it('drop a socket that sends a big frame', async () => {
    const { socket } = await watch('one', 1_000)
    const gone = new Promise<void>((resolve) => socket.on('disconnect', () => resolve()))
    socket.emit('watch', { story: 'x'.repeat(5_000) })
    await gone
  })
})

describe('the origin of a socket', () => {
  const from = (origin: string | undefined, address = '') =>
    isOwnOrigin({ headers: { host: 'outcry.example', ...(origin === undefined ? {} : { origin }) } }, address)

  it('is our own page, the public address, or no page at all', () => {
    assert.deepEqual(
      [undefined, 'https://outcry.example', 'http://outcry.example'].map((origin) => from(origin)),
      [true, true, true],
    )
    assert.equal(from('https://public.example', 'https://public.example'), true)
    const foreign = [
      'https://evil.example',
      'null',
      'https://outcry.example.evil.example',
      'https://outcry.example:8443',
      '',
    ]
    assert.deepEqual(
      foreign.map((origin) => from(origin, 'https://public.example')),
      foreign.map(() => false),
    )
  })
})

describe('the bins that a change touches', () => {
  it('are those of every width that a range draws', () => {
    const at = Date.UTC(2017, 7, 19, 13, 20)
    assert.deepEqual(touchedBins([at, at + hourMs / 12]), [
      { binMs: hourMs / 12, startMs: at },
      { binMs: hourMs / 12, startMs: at + hourMs / 12 },
      { binMs: hourMs / 4, startMs: Date.UTC(2017, 7, 19, 13, 15) },
      { binMs: hourMs, startMs: Date.UTC(2017, 7, 19, 13) },
      { binMs: 2 * hourMs, startMs: Date.UTC(2017, 7, 19, 12) },
      { binMs: 6 * hourMs, startMs: Date.UTC(2017, 7, 19, 12) },
      { binMs: dayMs, startMs: Date.UTC(2017, 7, 19) },
    ])
  })
})
