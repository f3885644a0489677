// Given a channel's history, when something is asked of it, then these events.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { channelEntry, splitEntry } from '../../events/channel-entry.ts'
import { channelStateOf, decideChange, decideClosing, decideOpening } from '../../events/channel-rules.ts'
import { channelOpened, channelRead, recorded } from '../given.ts'

const given = (...events: OutcryEvent[]) => channelStateOf(recorded(events))
const opened = channelOpened('forum', 'feed')
const closed: OutcryEvent = { type: 'ChannelClosed', data: { id: 'forum', at: '2017-08-18T17:00:00.000Z' } }
const forum = { id: 'forum', kind: 'feed', config: {} } as const

describe('a channel', () => {
  it('is opened once', () => {
    assert.deepEqual(decideOpening(given(), forum), [opened])
    assert.throws(() => decideOpening(given(opened), forum), { code: 'conflict' })
  })
  it('changes by what differs only', () => {
    assert.deepEqual(decideChange(given(opened), 'forum', {}, {}), [])
    assert.deepEqual(decideChange(given(opened), 'forum', { pollEvery: '5m' }, {}), [
      { type: 'ChannelChanged', data: { id: 'forum', config: { pollEvery: '5m' } } },
    ])
    assert.deepEqual(decideChange(given(opened), 'forum', {}, { token: 'a1' }), [
      { type: 'ChannelChanged', data: { id: 'forum', config: {}, secrets: { token: 'a1' } } },
    ])
    assert.throws(() => decideChange(given(), 'forum', {}, {}), { code: 'not-found' })
  })
  it('keeps its kind for good', () => {
    assert.throws(() => decideChange(given(opened), 'forum', {}, {}, 'lemmy'), { code: 'conflict' })
    assert.throws(() => decideOpening(given(opened, closed), { ...forum, kind: 'lemmy' }), { code: 'conflict' })
  })
  it('is closed once, and opened again', () => {
    const read = channelRead('forum', '2017-08-18T17:00:00.000Z', '2017-08-18T18:00:00.000Z')
    assert.deepEqual(decideClosing(given(opened, read), 'forum', closed.data.at as string), [closed])
    assert.deepEqual(decideClosing(given(opened, closed), 'forum', 'later'), [])
    assert.deepEqual(decideOpening(given(opened, closed), forum), [opened])
    assert.throws(() => decideClosing(given(), 'forum', 'now'), { code: 'not-found' })
  })
})

describe('an entry of a channel', () => {
  it('is split into settings for the log and secrets for the vault', () => {
    const { config, secrets } = splitEntry(
      channelEntry.parse({ id: 'r', kind: 'reddit', subreddit: 'PleX', clientId: 'c', clientSecret: 's' }),
    )
    assert.deepEqual(config, { subreddit: 'PleX', clientId: 'c' })
    assert.deepEqual([...secrets], [['clientSecret', 's']])
  })
  it('joins two secrets by a blank, while one replaces the other', () => {
    const [one, two] = [1, 2].map((byte) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`)
    const { secrets } = splitEntry(channelEntry.parse({ id: 'w', kind: 'webhook', secret: [one, two] }))
    assert.equal(secrets.get('secret'), `${one} ${two}`)
  })
  it('is refused with what its kind does not have, and without what it needs', () => {
    const fits = (entry: object) => channelEntry.safeParse({ id: 'a', ...entry }).success
    assert.equal(fits({ kind: 'webhook' }), true)
    assert.equal(fits({ kind: 'webhook', query: 'x' }), false)
    assert.equal(fits({ kind: 'x' }), false)
    assert.equal(fits({ kind: 'x', query: 'plex' }), true)
    assert.equal(fits({ kind: 'webhook', secret: 'not whsec' }), false)
    assert.equal(fits({ kind: 'feed', url: 'https://a.example', pollEvery: '5 minutes' }), false)
    assert.equal(fits({ kind: 'feed', url: 'https://a.example', retentionDays: 401 }), false)
    assert.equal(fits({ kind: 'fax' }), false)
  })
})
