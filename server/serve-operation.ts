// One operation of the API as a handler: who may, what was asked, the answer with its tag.
import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { Problem } from '../events/problem.ts'
import { readJson } from './admission.ts'
import type { Idempotency, Sent } from './idempotency.ts'
import { parse } from './parse.ts'
import type { Answer, ApiPorts, Operation } from './routes/api/operation.ts'

const publicCache = 'public, max-age=5, stale-while-revalidate=30'
const json = 'application/json; charset=utf-8'
const csv = 'text/csv; charset=utf-8; header=present'

const hashOf = (text: string | Uint8Array) => createHash('sha256').update(text).digest('base64url').slice(0, 22)

const header = (request: Request, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

const tagsOf = (value: string) => value.split(',').map((tag) => tag.trim())

/** @throws Problem `malformed` naming what is not known or there twice */
const queryOf = (request: Request, { query, summary }: Operation): unknown => {
  const { searchParams } = new URL(request.originalUrl, 'http://localhost')
  const names = [...searchParams.keys()]
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  const operation = `${summary[0]?.toLowerCase()}${summary.slice(1)}`
  if (twice !== undefined)
    throw new Problem('malformed', `${operation}: \`${twice}\` is there twice`, {
      faults: [{ pointer: `/${twice}`, detail: 'is there twice' }],
    })
  if (query !== undefined) return parse(query, Object.fromEntries(searchParams), operation, 'malformed')
  if (names.length === 0) return {}
  throw new Problem('malformed', `${operation}: it takes no \`${names.join('`, `')}\``, {
    faults: names.map((name) => ({ pointer: `/${name}`, detail: 'is not known here' })),
  })
}

const bodyOf = async (request: Request, { body, summary }: Operation, limits: ApiPorts['limits']) => {
  if (body === undefined) return { value: undefined, fingerprint: '' }
  if (!/^application\/json *(;|$)/i.test(header(request, 'content-type') ?? ''))
    throw new Problem('unsupported', 'reading the body: content-type must be application/json')
  const { value } = await readJson(request, limits)
  const operation = `${summary[0]?.toLowerCase()}${summary.slice(1)}`
  return { value: parse(body, value, operation), fingerprint: hashOf(JSON.stringify(value)) }
}

/** The stamp of the state comes first in a tag: If-Match looks at it alone. */
const matcher = (request: Request) => (stamp: string) => {
  const wanted = header(request, 'if-match')
  if (wanted === undefined || wanted.trim() === '*') return
  if (!tagsOf(wanted).some((tag) => tag.startsWith(`"${stamp}.`)))
    throw new Problem('stale', 'changing it: it has changed since you read it; read it again and send the new ETag')
}

const sentOf = (answer: Answer, operation: Operation, isPublic: boolean): Sent => {
  const { status = 200, stamp, location } = answer
  const text = answer.csv ?? (answer.json === undefined ? '' : JSON.stringify(answer.json))
  const cached = operation.method === 'get' && operation.access === 'public' && isPublic && answer.cache === undefined
  const tag = `"${stamp === undefined ? '' : `${stamp}.`}${hashOf(text)}"`
  return {
    status,
    body: text,
    headers: {
      'cache-control': cached
        ? publicCache
        : operation.method === 'get' && answer.cache === undefined
          ? 'private, no-cache'
          : 'no-store',
      ...(text === '' ? {} : { 'content-type': answer.csv === undefined ? json : csv }),
      ...(status === 200 && text !== '' ? { etag: tag } : {}),
      ...(location === undefined ? {} : { location }),
      ...(answer.quotes ? { 'x-robots-tag': 'noindex, noarchive' } : {}),
      ...(operation.csv ? { vary: 'accept' } : {}),
    },
  }
}

const send = (request: Request, response: Response, { status, headers, body }: Sent) => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  const known = header(request, 'if-none-match')
  const isKnown =
    headers.etag !== undefined &&
    known !== undefined &&
    tagsOf(known).some((tag) => tag === '*' || tag.replace(/^W\//, '') === headers.etag)
  if (isKnown && (request.method === 'GET' || request.method === 'HEAD')) {
    response.removeHeader('content-type')
    response.status(304).end()
    return
  }
  response.status(status).setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
}

export const serveOperation =
  (operation: Operation, ports: ApiPorts, idempotency: Idempotency): RequestHandler =>
  async (request, response) => {
    const { access, method } = operation
    const { keys, isPublic, limits } = ports
    if (isPublic && access === 'public') response.setHeader('access-control-allow-origin', '*')
    const free = access === 'anyone' || (access === 'public' && isPublic)
    const identity = free
      ? undefined
      : keys.authenticate(request.headers.authorization, access === 'public' ? 'read' : access)
    const query = queryOf(request, operation)
    const { value: body, fingerprint } = await bodyOf(request, operation, limits)
    const call = {
      params: request.params as { readonly [name: string]: string },
      query,
      body,
      type: operation.csv
        ? request.accepts(['application/json', 'text/csv']) || 'application/json'
        : 'application/json',
      nowMs: ports.now(),
      identity,
      checkMatch: matcher(request),
    } as Parameters<Operation['run']>[1]
    const make = async () => sentOf(await operation.run(ports, call), operation, isPublic)
    const key = header(request, 'idempotency-key')
    const sent =
      method === 'post' && key !== undefined
        ? await idempotency.once(identity?.id ?? '', key, `${request.originalUrl}\0${fingerprint}`, make)
        : await make()
    send(request, response, sent)
  }
