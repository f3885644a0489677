// From the webhook to the socket: 200 posts a second for 15 s, one viewer.
import { setTimeout as pause } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { key, type Running } from './outcry.ts'
import { quantile, type Result, round } from './table.ts'

export const live = async (server: Running, perSecond = 200, seconds = 15): Promise<Result> => {
  const { version } = (await (await fetch(`${server.url}/api/v1/stories/feedback/timeline`)).json()) as {
    version: number
  }
  const socket = io(server.url, { transports: ['websocket'] })
  const arrivals: { readonly posts: number; readonly at: number }[] = []
  const total = (message: { figures?: { posts?: { total?: number } } }) => message.figures?.posts?.total ?? 0
  for (const name of ['update', 'state'])
    socket.on(name, (message) => arrivals.push({ posts: total(message), at: performance.now() }))
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  socket.emit('watch', { story: 'feedback', version })
  const before = ((await (await fetch(`${server.url}/api/v1/stories/feedback`)).json()) as { posts: number }).posts
  const sent: number[] = []
  const began = performance.now()
  const answers: Promise<unknown>[] = []
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = began + (n * 1000) / perSecond
    if (due > performance.now()) await pause(due - performance.now())
    sent.push(performance.now())
    answers.push(
      fetch(`${server.url}/webhooks/feedback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({
          id: `live-${began}-${n}`,
          text: 'Still waiting for the opt-out.',
          at: new Date().toISOString(),
        }),
      }).then((answer) => answer.arrayBuffer()),
    )
  }
  await Promise.all(answers)
  await pause(2_000)
  socket.close()
  // The n-th post has reached the viewer with the first message whose total counts it.
  const delays = sent.map(
    (at, n) => (arrivals.find(({ posts }) => posts >= before + n + 1)?.at ?? Number.POSITIVE_INFINITY) - at,
  )
  const p99 = quantile(delays, 0.99)
  return {
    name: `live: webhook to socket at ${perSecond} posts/s`,
    goal: 'p99 ≤ 350 ms',
    reached: p99 <= 350,
    rows: [
      { 'p50 ms': round(quantile(delays, 0.5)), 'p99 ms': round(p99), messages: arrivals.length, posts: sent.length },
    ],
  }
}
