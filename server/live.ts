// Tells open pages what changed, over socket.io. Messages hold full new values: any of them may be lost or repeated.
import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { Problem } from '../events/problem.ts'
import type { Vault } from '../events/vault.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { storyOf } from '../projections/stories.ts'
import type { BinUpdate } from '../views/chart.ts'
import { hourMs } from '../views/wording.ts'
import { binsOf } from './bins.ts'
import { createCache } from './cache.ts'
import { createPacing, type Pacing } from './pacing.ts'
import type { GaugeOf } from './phase-facts.ts'
import { backlogBytes, isLoopback, isOwnOrigin, type Range, ranges, type Watched, wanted } from './sockets.ts'
import { type StoryChange, storyChanges, touchedBins } from './story-changes.ts'
import { storyFacts } from './story-facts.ts'
import { ofRange, stateOf } from './story-pages.ts'

type LiveLimits = {
  readonly socketFrameBytes: number
  readonly socketsPerAddress: number
  readonly maxSockets: number
  readonly socketConnectTimeoutMs: number
  readonly socketBacklogBytes: number
  readonly pushEveryMs: number
}

type LivePorts = {
  readonly readModel: ReadModel
  readonly vault: Vault
  readonly gaugeOf: GaugeOf
  readonly keepUp: Pick<KeepUp, 'subscribe' | 'version'>
  readonly now: () => number
  /** Where this service is reached, if known: pages from there may connect whatever `Host` a proxy sends on. */
  readonly address: () => string
  readonly limits: LiveLimits
  /** False: viewers poll, which asks for a key where reads need one. */
  readonly isPublic: boolean
  readonly onProblem: (words: string, error: unknown) => void
}

/** More changed bins than this: the whole state instead. */
const mostBins = 24
/** A socket with more unsent than this is left out, and gets the whole state once it has caught up. */
const skipAboveBytes = 64 * 1024
/** Figures move with the clock: an open page hears at least this often while a story has viewers. */
const tickMs = 60_000

/** A page asks once per connection. Whoever asks again and again wants the answers, not the story. */
const mostWatches = 20

const room = (story: string, range: Range) => `${story}|${range}`

export const createLive = (http: HttpServer, ports: LivePorts) => {
  const { readModel, vault, gaugeOf, keepUp, now, limits, onProblem } = ports
  const io = new Server(http, {
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.socketFrameBytes,
    connectTimeout: limits.socketConnectTimeoutMs,
    allowRequest: (request, answer) => {
      const from = request.socket.remoteAddress ?? ''
      // The handshake and each poll of a session pass here; only a handshake has no session yet.
      const isNew = !/[?&]sid=/.test(request.url ?? '')
      const full = isNew && io.engine.clientsCount >= limits.maxSockets
      const crowded = isNew && !isLoopback(from) && (perAddress.get(from) ?? 0) >= limits.socketsPerAddress
      answer(null, ports.isPublic && !full && !crowded && isOwnOrigin(request, ports.address()))
    },
  })
  const perAddress = new Map<string, number>()
  const watchers = new Map<string, { readonly pacing: Pacing; change: StoryChange; sent: Map<string, string> }>()
  /** Version at which a story last changed, as far as this process saw. */
  const changedAt = new Map<string, number>()
  const startedAt = keepUp.version()
  const states = createCache<ReturnType<typeof stateOf>>(100)

  const stateFor = (story: string, range: Range) => {
    const version = keepUp.version()
    const nowMs = now()
    return states(room(story, range), `${version}.${Math.floor(nowMs / 1_000)}`, async () =>
      stateOf(await storyFacts({ readModel, vault, gaugeOf }, story, { name: range }, { nowMs, version })),
    )
  }

  const socketsOf = (story: string) =>
    ranges
      .flatMap((range) => [...(io.of('/').adapter.rooms.get(room(story, range)) ?? [])])
      .map((id) => io.of('/').sockets.get(id))
      .filter((socket) => socket !== undefined)

  /** Ids of sockets that this frame is not for: too slow for it, or about to get the whole state. */
  const settleSlow = (sockets: readonly Socket[]): string[] => {
    const leftOut: string[] = []
    for (const socket of sockets) {
      const watched = socket.data as Watched
      const waiting = backlogBytes(socket)
      if (waiting > limits.socketBacklogBytes) socket.disconnect(true)
      else if (waiting > skipAboveBytes) {
        watched.behind = true
        leftOut.push(socket.id)
      } else if (watched.behind) {
        watched.behind = false
        leftOut.push(socket.id)
        sendState(socket, watched)
      }
    }
    return leftOut
  }

  const sendState = (socket: Socket, { story, range }: Watched) => {
    stateFor(story, range).then(
      (state) => socket.emit('state', state),
      (error: unknown) => {
        if (!(error instanceof Problem))
          onProblem('sending a story to a viewer failed; it asks again when it reconnects', error)
      },
    )
  }

  const binsTouched = (slug: string, lane: string, buckets: Iterable<number>, nowMs: number): BinUpdate[] =>
    touchedBins(buckets).map(({ binMs, startMs }) => {
      const interval = binMs < hourMs ? '5m' : binMs < 24 * hourMs ? '1h' : '1d'
      const span = { fromMs: startMs, toMs: startMs + binMs, nowMs, binMs, interval } as const
      const [bin] = binsOf(readModel, { story: slug, lane }, span).bins
      return [binMs, startMs, ...(bin ?? [0, 0, 0, 0])] as BinUpdate
    })

  const send = async (story: string) => {
    const watcher = watchers.get(story)
    const sockets = socketsOf(story)
    if (watcher === undefined || sockets.length === 0) return stopWatching(story)
    const { change } = watcher
    watcher.change = { buckets: new Set(), whole: false }
    try {
      const leftOut = settleSlow(sockets)
      const lane = storyOf(readModel, story)?.lane ?? ''
      const bins = binsTouched(story, lane, change.buckets, now())
      if (change.whole || bins.length > mostBins) {
        for (const range of ranges)
          if (io.of('/').adapter.rooms.has(room(story, range)))
            io.to(room(story, range))
              .except(leftOut)
              .emit('state', await stateFor(story, range))
        return
      }
      const { chart: _, view, ...state } = await stateFor(story, 'story')
      // Blocks go out when they changed since the frame before; figures and phase always.
      const news: { [slot: string]: unknown } = {}
      for (const [slot, value] of Object.entries(view)) {
        if (ofRange.has(slot)) continue
        const text = JSON.stringify(value)
        if (typeof value !== 'object' || watcher.sent.get(slot) !== text) news[slot] = value
        watcher.sent.set(slot, text)
      }
      const [, startMs = 0, negative = 0, neutral = 0, positive = 0, other = 0] =
        bins.findLast(([binMs]) => binMs === hourMs) ?? []
      const bucket =
        startMs === 0
          ? null
          : {
              start: new Date(startMs).toISOString(),
              posts: negative + neutral + positive + other,
              negative,
              neutral,
              positive,
            }
      io.to(ranges.map((range) => room(story, range)))
        .except(leftOut)
        .emit('update', { ...state, bucket, bins, view: news })
    } catch (error) {
      for (const start of change.buckets) watcher.change.buckets.add(start)
      watcher.change.whole ||= change.whole
      throw error
    }
  }

  const stopWatching = (story: string) => {
    watchers.get(story)?.pacing.close()
    watchers.delete(story)
  }

  const startWatching = (story: string) => {
    if (watchers.has(story)) return
    const failed = (error: unknown) => onProblem('telling viewers what changed failed; it is tried again', error)
    const pacing = createPacing(limits.pushEveryMs, () => send(story), failed)
    watchers.set(story, { pacing, change: { buckets: new Set(), whole: false }, sent: new Map() })
  }

  io.on('connection', (socket) => {
    const from = socket.handshake.address
    perAddress.set(from, (perAddress.get(from) ?? 0) + 1)
    let asked = 0
    socket.on('watch', (message: unknown) => {
      if (++asked > mostWatches) {
        socket.disconnect(true)
        return
      }
      const watch = wanted(message)
      if (watch === undefined || storyOf(readModel, watch.story) === undefined) return
      for (const left of socket.rooms) if (left !== socket.id) socket.leave(left)
      socket.data = { story: watch.story, range: watch.range, behind: false } satisfies Watched
      socket.join(room(watch.story, watch.range))
      startWatching(watch.story)
      if (watch.version < (changedAt.get(watch.story) ?? startedAt)) sendState(socket, socket.data as Watched)
    })
    socket.on('disconnect', () => {
      const left = (perAddress.get(from) ?? 1) - 1
      if (left > 0) perAddress.set(from, left)
      else perAddress.delete(from)
    })
  })

  const unsubscribe = keepUp.subscribe((batch) => {
    for (const [story, { buckets, whole }] of storyChanges(batch)) {
      changedAt.set(story, batch.version)
      const watcher = watchers.get(story)
      if (watcher === undefined) continue
      for (const start of buckets) watcher.change.buckets.add(start)
      watcher.change.whole ||= whole
      watcher.pacing.changed()
    }
  })
  const tick = setInterval(() => {
    for (const { pacing } of watchers.values()) pacing.changed()
  }, tickMs)
  tick.unref()

  return {
    /** Sockets that watch a story. */
    viewers: () => [...watchers.keys()].reduce((sum, story) => sum + socketsOf(story).length, 0),
    close: async () => {
      unsubscribe()
      clearInterval(tick)
      for (const story of [...watchers.keys()]) stopWatching(story)
      // Also closes the HTTP server it was given, as socket.io does.
      await io.close()
    },
  }
}
