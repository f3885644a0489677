// Pictures for link previews, from outside of their thread: one at a time, few in the queue. The thread starts with the first and ends when it rests.
import { Worker } from 'node:worker_threads'
import { Problem } from '../events/problem.ts'
import type { PreviewNode } from '../views/preview-nodes.ts'

export type Drawing = {
  /**
   * @returns a PNG
   * @throws Problem `unavailable` when many wait, or when the thread died of it or took too long
   */
  readonly draw: (node: PreviewNode) => Promise<Buffer>
  readonly close: () => Promise<void>
}

type DrawingParts = {
  readonly onProblem: (words: string, error?: unknown) => void
  /** The thread holds about 80 MB. */
  readonly restMs?: number
  readonly mostMs?: number
  readonly maxWaiting?: number
  readonly start?: () => Worker
}

export const createDrawing = ({
  onProblem,
  restMs = 2 * 60_000,
  mostMs = 20_000,
  maxWaiting = 8,
  start = () => new Worker(new URL('./preview-thread.ts', import.meta.url)),
}: DrawingParts): Drawing => {
  let worker: Worker | undefined
  let rest: NodeJS.Timeout | undefined
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  let closed = false

  const unavailable = (words: string) =>
    new Problem('unavailable', `drawing the picture: ${words}; try again`, { retryAfterSeconds: 5 })

  const end = async () => {
    const ended = worker
    worker = undefined
    await ended?.terminate()
  }

  const begin = () => {
    const started = start()
    started.on('error', (error) =>
      onProblem('the thread that draws pictures failed; the next picture starts it again', error),
    )
    started.on('exit', () => {
      if (worker === started) worker = undefined
    })
    return started
  }

  const drawNow = (node: PreviewNode): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(unavailable('the server is stopping'))
      worker ??= begin()
      const drawer = worker
      const settle = () => {
        clearTimeout(limit)
        drawer.off('message', drawn).off('exit', died)
      }
      const drawn = (png: Uint8Array<ArrayBuffer>) => {
        settle()
        resolve(Buffer.from(png.buffer, png.byteOffset, png.byteLength))
      }
      const died = () => {
        settle()
        reject(unavailable('its thread stopped'))
      }
      const limit = setTimeout(() => {
        onProblem(`drawing a picture took more than ${mostMs / 1_000} s; its thread is ended`)
        void end()
      }, mostMs)
      drawer.on('message', drawn).on('exit', died)
      drawer.postMessage(node)
    })

  return {
    draw: async (node) => {
      if (waiting >= maxWaiting) throw unavailable('many ask for one')
      waiting++
      clearTimeout(rest)
      const mine = last.then(() => drawNow(node))
      last = mine.catch(() => undefined)
      try {
        return await mine
      } finally {
        waiting--
        if (waiting === 0 && !closed) rest = setTimeout(() => void end(), restMs).unref()
      }
    },
    close: async () => {
      closed = true
      clearTimeout(rest)
      await end()
    },
  }
}
