// A stand-in for a KurrentDB server in this process: keeps streams, checks revisions and event ids, and misbehaves on demand.
// It speaks gRPC by the message classes of @kurrent/kurrentdb-client (folder generated/, no public interface: the version is
// pinned). What it cannot prove (leaders, disks, scavenges, speed) is listed in docs/cluster.md.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js'
import gossipService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js'
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js'
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js'
import featureMessages from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js'
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js'
import statusMessages from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js'
import service from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js'
import messages, {
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadReq,
  type ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js'
import any from 'google-protobuf/google/protobuf/any_pb.js'
import { createAppendedBell } from '../adapters/appended-bell.ts'

export type StoredEvent = {
  id: string
  stream: string
  revision: number
  type: string
  contentType: string
  data: Buffer
  metadata: Buffer
  createdMs: number
  /** Of the transaction log, in bytes. */
  position: number
}

/** How it misbehaves; all off. */
export type Knobs = {
  /** Appends are neither kept nor answered. */
  swallow: boolean
  /** So many of the next appends are kept and not answered. */
  keepUnanswered: number
  /** So many of the next appends are answered with an error of this name in event_store.client, and not kept. */
  fail: { count: number; as: 'Timeout' | 'AccessDenied' | 'Unknown' | 'BadRequest' }
  /** So many of the next streams of appends, and of the next reads, are told that who listens at this port leads. */
  notLeader: { appends: number; reads: number; port: number }
  /** `user:password` that everybody must send. */
  user: string | undefined
  /** Subscriptions are refused as from a place where no record begins. */
  invalidPosition: boolean
  /** What a subscription is told as its place when it has caught up: nothing, or as some versions of 24.10 and 25.0 do. */
  endMark: 'none' | 'end of the log' | 'no place'
  /** What is sent again is answered with a wrong version, as where the server does not look at ids. */
  forgetIds: boolean
  /** Its clock is ahead by so much; what is past its deadline is answered with a time-out. */
  aheadMs: number
  /** How the place of what was sent again is told. */
  repeatPosition: 'told' | 'none' | 'minus one'
  /** Every answer to an append comes so much later. */
  delayMs: number
  /** Subscriptions are confirmed and then say nothing. */
  mute: boolean
  /** Subscriptions are not even confirmed. */
  unconfirmed: boolean
  /** Each subscription is broken off or ended after so many events. */
  endAfter: { events: number; how: 'error' | 'end' } | undefined
  /** Reads are answered with nothing, and stay open. */
  hangReads: boolean
  /** One append may hold so many bytes of data and metadata. */
  maxAppendBytes: number
  version: string
}

const knobsOff: Knobs = {
  swallow: false,
  keepUnanswered: 0,
  fail: { count: 0, as: 'Timeout' },
  notLeader: { appends: 0, reads: 0, port: 0 },
  user: undefined,
  invalidPosition: false,
  endMark: 'none',
  forgetIds: false,
  aheadMs: 0,
  repeatPosition: 'told',
  delayMs: 0,
  mute: false,
  unconfirmed: false,
  endAfter: undefined,
  hangReads: false,
  maxAppendBytes: 1024 * 1024,
  version: '24.10.0',
}

type Batch = ServerDuplexStream<BatchAppendReq, BatchAppendResp>
type Reading = ServerWritableStream<ReadReq, ReadResp>

const text = (value: Uint8Array | string) => Buffer.from(value as Uint8Array).toString('utf8')
const base64 = (value: string | Buffer) => Buffer.from(value as string).toString('base64')
const identifier = (stream: string) => new shared.StreamIdentifier().setStreamName(base64(stream))

const readEvent = (stored: StoredEvent): ReadResp => {
  const record = new messages.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(stored.id))
    .setStreamIdentifier(identifier(stored.stream))
    .setStreamRevision(String(stored.revision))
    .setCommitPosition(String(stored.position))
    .setPreparePosition(String(stored.position))
    .setData(stored.data)
    .setCustomMetadata(stored.metadata)
  record
    .getMetadataMap()
    .set('type', stored.type)
    .set('content-type', stored.contentType)
    .set('created', String(BigInt(stored.createdMs) * 10_000n))
  const event = new messages.ReadResp.ReadEvent().setEvent(record).setCommitPosition(String(stored.position))
  return new messages.ReadResp().setEvent(event)
}

/** What the filter of a request lets through. */
const filterOf = (options: ReadReq.Options): ((event: StoredEvent) => boolean) => {
  const filter = options.getFilter()
  if (filter === undefined) return () => true
  const isType = filter.hasEventType()
  const expression = isType ? filter.getEventType() : filter.getStreamIdentifier()
  const regex = expression?.getRegex() ? new RegExp(expression.getRegex()) : undefined
  const prefixes = expression?.getPrefixList() ?? []
  return ({ type, stream }) => {
    const name = isType ? type : stream
    return regex ? regex.test(name) : prefixes.some((prefix) => name.startsWith(prefix))
  }
}

export const createKurrentDouble = (given: Partial<Knobs> = {}) => {
  const knobs: Knobs = { ...knobsOff, ...given }
  const seen = {
    appends: 0,
    subscriptions: 0,
    sent: 0,
    inFlight: 0,
    mostInFlight: 0,
    filters: [] as string[][],
    sentCredentials: false,
  }
  /** The log in order; like a real one it begins with an event of the system's own. */
  const log: StoredEvent[] = []
  const streams = new Map<string, StoredEvent[]>()
  const bell = createAppendedBell()
  const subscriptions = new Set<Reading>()
  let end = 0

  const store = (stream: string, event: Pick<StoredEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>) => {
    const history = streams.get(stream) ?? []
    streams.set(stream, history)
    end += 100 + event.data.length + event.metadata.length
    const stored = { ...event, stream, revision: history.length, createdMs: Date.now(), position: end }
    history.push(stored)
    log.push(stored)
    return stored
  }
  /** Something of the server's own, as it writes every half minute. */
  const storeStats = () => {
    const event = { id: randomUUID(), type: '$statsCollected', contentType: 'application/json' }
    store('$stats-double', { ...event, data: Buffer.from('{}'), metadata: Buffer.alloc(0) })
    bell.ring()
  }
  storeStats()

  const failure = (typeName: string, details: { serializeBinary: () => Uint8Array }) => {
    const packed = new any.Any()
    packed.setTypeUrl(`type.googleapis.com/event_store.client.${typeName}`)
    packed.setValue(details.serializeBinary())
    return new messages.BatchAppendResp().setError(
      new statusMessages.Status().setCode(9).setMessage(typeName).setDetails(packed),
    )
  }

  const append = (stream: string, options: BatchAppendReq.Options, proposed: BatchAppendReq.ProposedMessage[]) => {
    const events = proposed.map((message) => ({
      id: message.getId()?.getString() ?? '',
      type: message.getMetadataMap().get('type') ?? '',
      contentType: message.getMetadataMap().get('content-type') ?? '',
      data: Buffer.from(message.getData_asU8()),
      metadata: Buffer.from(message.getCustomMetadata_asU8()),
    }))
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0)
    if (bytes > knobs.maxAppendBytes)
      return failure(
        'MaximumAppendSizeExceeded',
        new shared.MaximumAppendSizeExceeded().setMaxappendsize(knobs.maxAppendBytes),
      )
    const history = streams.get(stream) ?? []
    const last = history.length - 1
    const expected = options.hasNoStream()
      ? -1
      : options.hasStreamPosition()
        ? Number(options.getStreamPosition())
        : last
    const isNew = expected === last
    const there = knobs.forgetIds ? [] : history.slice(expected + 1)
    let stored = isNew ? events.map((event) => store(stream, event)) : there
    // Idempotency as the server has it: the same ids at the place they were meant for.
    stored = stored.slice(0, events.length)
    if (stored.length < events.length || stored.some(({ id }, i) => id !== events[i]?.id)) {
      const wrong = new shared.WrongExpectedVersion()
      if (last < 0) wrong.setCurrentNoStream(new shared.Empty() as never)
      else wrong.setCurrentStreamRevision(String(last))
      if (expected < 0) wrong.setExpectedNoStream(new shared.Empty() as never)
      else wrong.setExpectedStreamPosition(String(expected))
      return failure('WrongExpectedVersion', wrong)
    }
    if (isNew) bell.ring()
    const final = stored.at(-1) as StoredEvent
    const success = new messages.BatchAppendResp.Success().setCurrentRevision(String(final.revision))
    if (!isNew && knobs.repeatPosition === 'none') return new messages.BatchAppendResp().setSuccess(success)
    const place = String(!isNew && knobs.repeatPosition === 'minus one' ? 2n ** 64n - 1n : final.position)
    const position = new shared.AllStreamPosition().setCommitPosition(place).setPreparePosition(place)
    return new messages.BatchAppendResp().setSuccess(success.setPosition(position))
  }

  const answerTo = (stream: string, options: BatchAppendReq.Options, proposed: BatchAppendReq.ProposedMessage[]) => {
    if (knobs.swallow) return undefined
    const deadline = options.getDeadline21100()?.toDate().getTime() ?? Number.POSITIVE_INFINITY
    if (deadline < Date.now() + knobs.aheadMs) return failure('Timeout', new shared.Timeout())
    if (knobs.fail.count > 0) {
      knobs.fail.count--
      return failure(knobs.fail.as, new shared[knobs.fail.as]())
    }
    const answer = append(stream, options, proposed)
    if (knobs.keepUnanswered === 0) return answer
    knobs.keepUnanswered--
    return undefined
  }

  /** As where the server throws. */
  const thrown = (code: status, details: string, more: { readonly [name: string]: string } = {}) => {
    const metadata = new Metadata()
    for (const [name, value] of Object.entries(more)) metadata.set(name, value)
    return { code, details, metadata }
  }
  const notLeader = () =>
    thrown(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': '127.0.0.1',
      'leader-endpoint-port': String(knobs.notLeader.port),
    })
  const isRefused = (call: Batch | Reading): boolean => {
    const [given = ''] = call.metadata.get('authorization').map(String)
    if (knobs.user === undefined || given === `Basic ${base64(knobs.user)}`) return false
    call.emit('error', thrown(status.UNAUTHENTICATED, 'Unauthenticated'))
    return true
  }

  const batchAppend = (call: Batch) => {
    call.on('error', () => undefined)
    if (isRefused(call)) return
    const open = new Map<string, { options: BatchAppendReq.Options; proposed: BatchAppendReq.ProposedMessage[] }>()
    let isOpen = true
    call.on('data', (request: BatchAppendReq) => {
      if (knobs.notLeader.appends > 0) {
        knobs.notLeader.appends--
        call.emit('error', notLeader())
        return
      }
      const correlation = request.getCorrelationId()
      const id = correlation?.getString() ?? ''
      const options = request.getOptions() ?? open.get(id)?.options
      if (options === undefined) return
      const proposed = [...(open.get(id)?.proposed ?? []), ...request.getProposedMessagesList()]
      open.set(id, { options, proposed })
      if (!request.getIsFinal()) return
      open.delete(id)
      seen.appends++
      seen.mostInFlight = Math.max(seen.mostInFlight, ++seen.inFlight)
      const stream = text(options.getStreamIdentifier()?.getStreamName() ?? '')
      const answer = answerTo(stream, options, proposed)
      answer?.setCorrelationId(correlation).setStreamIdentifier(options.getStreamIdentifier())
      setTimeout(() => {
        seen.inFlight--
        if (answer && isOpen) call.write(answer)
      }, knobs.delayMs)
    })
    call.on('close', () => {
      isOpen = false
    })
    call.on('end', () => call.end())
  }

  const positionOf = (options: ReadReq.Options): number => {
    const all = options.getAll()
    if (all?.hasStart()) return -1
    if (all?.hasEnd()) return Number.POSITIVE_INFINITY
    return Number(all?.getPosition()?.getCommitPosition())
  }
  const indexAfter = (position: number) => {
    const index = log.findIndex((event) => event.position > position)
    return index < 0 ? log.length : index
  }

  const tellCaughtUp = (call: Reading) => {
    const [commit, prepare] = knobs.endMark === 'no place' ? [2n ** 64n - 1n, 2n ** 64n - 1n] : [end + 90, 0]
    const mark = new messages.ReadResp.Checkpoint().setCommitPosition(`${commit}`).setPreparePosition(`${prepare}`)
    if (knobs.endMark !== 'none') call.write(new messages.ReadResp().setCheckpoint(mark))
    call.write(new messages.ReadResp().setCaughtUp(new messages.ReadResp.CaughtUp()))
  }

  const subscribe = async (call: Reading, options: ReadReq.Options) => {
    seen.subscriptions++
    const expression = options.getFilter()?.getEventType() ?? options.getFilter()?.getStreamIdentifier()
    seen.filters.push(expression ? [expression.getRegex(), ...expression.getPrefixList()].filter(Boolean) : [])
    if (knobs.unconfirmed) return
    if (knobs.invalidPosition) {
      call.emit('error', thrown(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.'))
      return
    }
    const wanted = filterOf(options)
    const closed = new AbortController()
    subscriptions.add(call)
    call.on('close', () => closed.abort())
    call.on('cancelled', () => closed.abort())
    closed.signal.addEventListener('abort', () => subscriptions.delete(call))
    call.write(
      new messages.ReadResp().setConfirmation(
        new messages.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()),
      ),
    )
    if (knobs.mute) return
    let next = indexAfter(positionOf(options))
    let sent = 0
    const every = 32 * (options.getFilter()?.getCheckpointintervalmultiplier() ?? 1)
    let isLive = false
    while (!closed.signal.aborted) {
      while (next < log.length && !closed.signal.aborted) {
        const event = log[next++] as StoredEvent
        let isRoom = true
        if (wanted(event)) {
          isRoom = call.write(readEvent(event))
          sent++
          seen.sent++
        }
        if (next % every === 0) {
          const checkpoint = new messages.ReadResp.Checkpoint()
            .setCommitPosition(String(event.position))
            .setPreparePosition(String(event.position))
          call.write(new messages.ReadResp().setCheckpoint(checkpoint))
        }
        if (sent === knobs.endAfter?.events) {
          drop(call, knobs.endAfter.how)
          return
        }
        if (!isRoom) await once(call, 'drain', { signal: closed.signal }).catch(() => undefined)
      }
      if (!isLive) tellCaughtUp(call)
      isLive = true
      await bell.next(closed.signal)
    }
  }
  const drop = (call: Reading, how: 'error' | 'end') => {
    if (how === 'end') call.end()
    else call.emit('error', { code: status.UNAVAILABLE, details: 'going down' })
    subscriptions.delete(call)
  }

  /** A read of a stream or of all, in either direction, then the end. */
  const readOnce = async (call: Reading, options: ReadReq.Options) => {
    if (knobs.hangReads) return
    if (knobs.notLeader.reads > 0) {
      knobs.notLeader.reads--
      call.emit('error', notLeader())
      return
    }
    const count = Number(options.getCount())
    const isBackwards = options.getReadDirection() === messages.ReadReq.Options.ReadDirection.BACKWARDS
    const one = options.getStream()
    const stream = text(one?.getStreamIdentifier()?.getStreamName() ?? '')
    const source = one ? streams.get(stream) : log
    if (source === undefined) {
      const none = new messages.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream))
      call.write(new messages.ReadResp().setStreamNotFound(none))
      call.end()
      return
    }
    const from = one?.hasRevision() ? Number(one.getRevision()) : options.hasAll() ? positionOf(options) : undefined
    const place = (event: StoredEvent) => (one ? event.revision : event.position)
    const isFromEnd = one?.hasEnd() || from === Number.POSITIVE_INFINITY
    const within = (event: StoredEvent) =>
      from === undefined || isFromEnd || (isBackwards ? place(event) < from : place(event) >= from)
    const wanted = filterOf(options)
    const found = (isBackwards ? source.toReversed() : source).filter((event) => within(event) && wanted(event))
    for (const event of found.slice(0, count)) call.write(readEvent(event))
    call.end()
  }

  const read = (call: Reading) => {
    const options = call.request.getOptions() as ReadReq.Options
    call.on('error', () => undefined)
    if (isRefused(call)) return
    void (options.hasSubscription() ? subscribe(call, options) : readOnce(call, options))
  }
  const unimplemented = (_call: unknown, done: sendUnaryData<never>) => done({ code: status.UNIMPLEMENTED })

  let server = new Server()
  const start = (port = 0, credentials = ServerCredentials.createInsecure()): Promise<number> => {
    server = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 })
    const others = { append: unimplemented, delete: unimplemented, tombstone: unimplemented }
    server.addService(service.StreamsService as never, { read, batchAppend, ...others } as never)
    server.addService(
      features.ServerFeaturesService as never,
      {
        getSupportedMethods: (_call: unknown, done: sendUnaryData<unknown>) => {
          const method = new featureMessages.SupportedMethod()
            .setMethodName('batchappend')
            .setServiceName('event_store.client.streams.streams')
          const methods = new featureMessages.SupportedMethods().setEventStoreServerVersion(knobs.version)
          methods.addMethods(method)
          done(null, methods)
        },
      } as never,
    )
    let listensAt = port
    /** A cluster of one, which leads. */
    const members = (_call: unknown, done: sendUnaryData<unknown>) => {
      const member = new gossip.MemberInfo()
        .setInstanceId(new shared.UUID().setString(randomUUID()))
        .setState(gossip.MemberInfo.VNodeState.LEADER)
        .setIsAlive(true)
        .setHttpEndPoint(new gossip.EndPoint().setAddress('127.0.0.1').setPort(listensAt))
      done(null, new gossip.ClusterInfo().setMembersList([member]))
    }
    server.addService(gossipService.GossipService as never, { read: members } as never)
    return new Promise((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => {
        listensAt = bound
        if (error) reject(error)
        else resolve(bound)
      })
    })
  }

  return {
    knobs,
    seen,
    log,
    streams,
    storeStats,
    /** @returns the port it listens on */
    start,
    /** What was kept stays; everybody is cut off. */
    stop: () => server.forceShutdown(),
    /** Ends what is subscribed now. */
    dropSubscriptions: (how: 'error' | 'end') => {
      for (const call of subscriptions) drop(call, how)
    },
    subscribed: () => subscriptions.size,
  }
}

export type KurrentDouble = ReturnType<typeof createKurrentDouble>
export const connectionTo = (port: number) => `kurrentdb://127.0.0.1:${port}?tls=false`
