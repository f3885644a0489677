// A wire that fails: between a client and a server on this machine, it cuts, delays, swallows and resets.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export const openProxy = async (targetPort: number, targetHost = '127.0.0.1') => {
  /** Both ends of each connection. */
  const pairs = new Set<readonly [Socket, Socket]>()
  const dead = new WeakSet<Socket>()
  let refuses = false
  let delayMs = 0
  let dropsReplies = false

  const forward = (from: Socket, to: Socket, isReply: boolean) => {
    let before = Promise.resolve()
    from.on('data', (chunk) => {
      if (dead.has(from) || (isReply && dropsReplies)) return
      const due = delayMs === 0 ? undefined : pause(delayMs)
      before = before.then(() => due).then(() => void to.write(chunk))
    })
  }
  const server = createServer((client) => {
    if (refuses) {
      client.resetAndDestroy()
      return
    }
    const upstream = connect(targetPort, targetHost)
    const pair = [client, upstream] as const
    pairs.add(pair)
    forward(client, upstream, false)
    forward(upstream, client, true)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => undefined)
      one.on('close', () => {
        pairs.delete(pair)
        if (!dead.has(one)) other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const reset = () => {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy()
      upstream.destroy()
    }
  }

  return {
    port: (server.address() as AddressInfo).port,
    /** Resets what is connected, and takes nobody on until it is healed. */
    cut: () => {
      refuses = true
      reset()
    },
    /** Each way takes so much longer. */
    delay: (ms: number) => {
      delayMs = ms
    },
    /** What is connected now stays so and carries nothing any more, for ever; new connections work. */
    halfOpen: () => {
      for (const [client, upstream] of pairs) {
        dead.add(client)
        dead.add(upstream)
      }
    },
    /** What is asked still arrives, no answer comes back; then everything is reset. */
    dropReplies: () => {
      dropsReplies = true
    },
    reset,
    heal: () => {
      if (dropsReplies) reset()
      refuses = false
      dropsReplies = false
      delayMs = 0
    },
    close: () => {
      reset()
      server.close()
    },
  }
}
