// Two servers of a cluster, of which one hears nothing of the log for a while: whoever moves between them sees no step back.
import assert from 'node:assert/strict'
import path from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { isNews } from '../views/shown.ts'
import { startCluster, type TestCluster } from './cluster.ts'
import { type Running, until } from './running.ts'
import { openProxy } from './tcp-proxy.ts'

type Frame = {
  readonly version: number
  readonly nowMs: number
  readonly figures: { readonly posts: { readonly total: number } }
}

/** As the page does it: what is no news is passed over. */
const createViewer = () => {
  const shown = { version: 0, nowMs: 0, posts: 0 }
  const steps: number[] = []
  const hear = (frame: Frame) => {
    if (!isNews(frame, shown)) return
    Object.assign(shown, { version: frame.version, nowMs: frame.nowMs, posts: frame.figures.posts.total })
    steps.push(shown.posts)
  }
  const watch = async (server: Running): Promise<Socket> => {
    const socket = io(server.url, { transports: ['websocket'] })
    socket.on('state', hear)
    socket.on('update', hear)
    await new Promise((resolve) => socket.once('connect', () => resolve(undefined)))
    socket.emit('watch', { story: 'feedback', version: shown.version })
    return socket
  }
  return { shown, steps, watch }
}

describe('two servers of a cluster', () => {
  let cluster: TestCluster
  let proxy: Awaited<ReturnType<typeof openProxy>>
  const sockets: Socket[] = []
  before(async function () {
    cluster = await startCluster(this)
    proxy = await openProxy(cluster.port)
  })
  after(async () => {
    for (const socket of sockets) socket.close()
    proxy?.close()
    await cluster?.stop()
  })

  it('show a viewer who moves to the one that lags nothing older than what was seen', async () => {
    const worker = await cluster.worker('worker')
    worker.process.kill('SIGHUP') // as it is sent to all, for the servers to read outcry.yaml again
    const ahead = await cluster.server('ahead')
    cluster.through(proxy.port)
    const behind = await cluster.server('behind')
    let id = 0
    const post = async () => {
      const sent = { id: `${++id}`, text: `The opt-out number ${id} is gone`, at: new Date().toISOString() }
      assert.equal((await ahead.ask('POST', '/webhooks/feedback', sent)).status, 202)
    }
    const posts = async (server: Running) =>
      ((await server.ask('GET', '/api/v1/stories/feedback')).body as { posts?: number }).posts
    const counted = (server: Running) =>
      until(`${id} posts at ${path.basename(server.folder)}`, async () => (await posts(server)) === id || undefined)

    await post()
    await Promise.all([counted(ahead), counted(behind)])
    proxy.cut()
    const viewer = createViewer()
    const first = await viewer.watch(ahead)
    sockets.push(first)
    await post()
    await post()
    await until('three posts on the page', () => viewer.shown.posts === 3 || undefined)
    first.close()
    assert.equal(await posts(behind), 1, 'it lags')
    const { version } = viewer.shown

    sockets.push(await viewer.watch(behind))
    // A second viewer, who saw nothing yet, makes the server that lags send what it has.
    const other = createViewer()
    sockets.push(await other.watch(behind))
    await until('what the other has', () => other.shown.posts === 1 || undefined)
    assert.ok(other.shown.version < version)
    assert.equal(viewer.shown.version, version)
    proxy.heal()
    await post()
    await until('four posts on both pages', () => (viewer.shown.posts === 4 && other.shown.posts === 4) || undefined)
    assert.deepEqual(
      viewer.steps,
      viewer.steps.toSorted((a, b) => a - b),
    )
  })
})
