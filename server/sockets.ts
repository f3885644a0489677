// What a socket may be and say: whose page it comes from, what it asks for, how much waits for it.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'socket.io'

export const ranges = ['24h', 'story', '30d'] as const
export type Range = (typeof ranges)[number]
export type Watched = { readonly story: string; readonly range: Range; behind: boolean }

/** A page of ours, or no page at all: `Origin` is sent by browsers on every socket, and cannot be forged there. */
export const isOwnOrigin = ({ headers }: Pick<IncomingMessage, 'headers'>, address: string): boolean => {
  const { origin, host } = headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return new URL(origin).host === host || (URL.canParse(address) && new URL(address).origin === origin)
}

export const isLoopback = (address: string) => /^(::1|127\.|::ffff:127\.)/.test(address)

/** Bytes that wait for this socket: in engine.io's queue, and below it in the websocket's. */
export const backlogBytes = (socket: Socket): number => {
  const { writeBuffer, transport } = socket.conn as unknown as {
    writeBuffer: readonly { data?: string | Buffer }[]
    transport: { socket?: { bufferedAmount?: number } }
  }
  return writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), transport.socket?.bufferedAmount ?? 0)
}

export const wanted = (message: unknown): { story: string; version: number; range: Range } | undefined => {
  if (typeof message !== 'object' || message === null) return undefined
  const { story, version = 0, range = 'story' } = message as { story?: unknown; version?: unknown; range?: unknown }
  const known = ranges.find((name) => name === range)
  if (typeof story !== 'string' || !/^[a-z0-9-]{1,63}$/.test(story) || known === undefined) return undefined
  return typeof version === 'number' && Number.isFinite(version) ? { story, version, range: known } : undefined
}
