// Channels as webhooks ask for them, on a server that may not have read the whole log.
import assert from 'node:assert/strict'
import { createKnownChannels } from '../../server/known-channels.ts'
import { channelOpened } from '../given.ts'
import { shown } from '../projections/shown.ts'

describe('the channels that a server knows', () => {
  const closed = { type: 'ChannelClosed', data: { id: 'closed', at: '2017-08-18T12:00:00.000Z' } } as const
  const keepUp = { caughtUp: false, version: () => 1, isCaughtUp: () => keepUp.caughtUp }
  const channel = createKnownChannels(shown(channelOpened('feedback'), channelOpened('closed'), closed), keepUp)

  it('has whoever posts to one that it has not read of yet come again, before it says that there is none', () => {
    for (const id of ['later', 'closed'])
      assert.throws(() => channel(id), { name: 'Problem', code: 'unavailable', retryAfterSeconds: 5 })
    assert.equal(channel('feedback')?.kind, 'webhook')
    keepUp.caughtUp = true
    assert.equal(channel('later'), undefined)
    assert.notEqual(channel('closed')?.closedAt, undefined)
  })
})
