// Ids of events and the chain over them, held against the words of their definitions.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../events/canonical.ts'
import { chainHash, chainStart } from '../../events/chain.ts'
import { eventId } from '../../events/event-id.ts'

const link = {
  stream: 'post-00000000000000000000000000000001',
  revision: 3,
  type: 'PostErased',
  recordedAt: '2017-08-18T17:00:00.000Z',
  data: canonicalJson({ ref: '1', reason: 'request "quoted" \u2028', subtracts: [] }),
}

describe('the id of an event', () => {
  const id = eventId(link.stream, link.revision, link.type, link.data)

  it('is a UUID of version 5, the same every time', () => {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.equal(eventId(link.stream, link.revision, link.type, link.data), id)
    assert.equal(eventId('keys', 0, 'KeyRevoked', '{"id":"1"}'), 'c59b00e7-1c7a-5856-96a4-5f59e7368fca')
  })

  it('changes with stream, revision, type and data', () => {
    const others = [
      eventId('keys', link.revision, link.type, link.data),
      eventId(link.stream, 4, link.type, link.data),
      eventId(link.stream, link.revision, 'PostRemoved', link.data),
      eventId(link.stream, link.revision, link.type, '{}'),
    ]
    assert.equal(new Set([id, ...others]).size, 5)
  })
})

describe('the chain', () => {
  it('is SHA-256 of the hash before and the canonical JSON of the event with its id', () => {
    const { stream, revision, type, recordedAt, data } = link
    const id = eventId(stream, revision, type, data)
    const canonical = canonicalJson({ stream, revision, id, type, recordedAt, data: JSON.parse(data) })
    assert.equal(
      Buffer.from(chainHash(chainStart, link)).toString('hex'),
      createHash('sha256').update(Buffer.alloc(32)).update(canonical).digest('hex'),
    )
  })

  it('changes with every part of the event and with the hash before', () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
    const first = chainHash(chainStart, link)
    const all = [
      first,
      chainHash(first, link),
      chainHash(chainStart, { ...link, stream: 'keys' }),
      chainHash(chainStart, { ...link, revision: 4 }),
      chainHash(chainStart, { ...link, type: 'PostRemoved' }),
      chainHash(chainStart, { ...link, recordedAt: '2017-08-18T17:00:00.001Z' }),
      chainHash(chainStart, { ...link, data: '{}' }),
    ]
    assert.equal(new Set(all.map(hex)).size, all.length)
  })
})
