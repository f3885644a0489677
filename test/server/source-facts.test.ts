// Which sources a page names, and how each is doing: the truth about every channel, also of those that have brought nothing.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { ChannelKind } from '../../events/channel.ts'
import { sourceFacts } from '../../server/source-facts.ts'
import { channelRead, storyOpened } from '../given.ts'
import { shown } from '../projections/shown.ts'

const time = (text: string) => `2017-08-18T${text}:00.000Z`
const opened = (id: string, kind: ChannelKind): OutcryEvent => ({
  type: 'ChannelOpened',
  data: { id, kind, config: {} },
})
const read = (id: string, more = {}): OutcryEvent => {
  const event = channelRead(id, time('16:00'), time('18:00'))
  return { ...event, data: { ...event.data, ...more } } as OutcryEvent
}
const failed = (id: string): OutcryEvent => ({
  type: 'ChannelFailed',
  data: { id, at: time('18:00'), problem: 'closed by the platform', retryAt: time('23:00') },
})
const told = (...events: readonly OutcryEvent[]) =>
  sourceFacts(shown(storyOpened('plex'), ...events), { slug: 'plex', lane: 'lexicon' }, Date.parse(time('18:04')))

describe('the sources of a story', () => {
  it('name a channel that is read from its first moment on, and why it brings nothing', () => {
    const [discourse, reddit, ...none] = told(
      opened('forum', 'discourse'),
      opened('r', 'reddit'),
      opened('hook', 'webhook'),
    )
    assert.deepEqual([discourse?.source, discourse?.state, discourse?.lastReadMs], ['discourse', 'delayed', null])
    assert.deepEqual(
      [reddit?.source, reddit?.state, reddit?.problem],
      ['reddit', 'off', 'Off until its credentials are set'],
    )
    assert.deepEqual(none, [], 'one that is posted to is named with its first post')
  })

  it('are as well as the best of their channels, and tell of the others', () => {
    const [forums] = told(
      opened('a', 'discourse'),
      opened('b', 'discourse'),
      opened('c', 'discourse'),
      read('b'),
      failed('c'),
    )
    assert.deepEqual(
      [forums?.state, forums?.channels, forums?.worse, forums?.problem],
      ['ok', 3, ['delayed', 'failing'], 'closed by the platform'],
    )
  })

  it('show openings only where all of their channels do', () => {
    const shows = { shows: 'opening posts' }
    const only = (...events: OutcryEvent[]) =>
      told(opened('a', 'feed'), opened('b', 'feed'), ...events).map(({ opensOnly }) => opensOnly)
    assert.deepEqual(only(read('a', shows), read('b', shows)), [true])
    assert.deepEqual(only(read('a', shows), read('b')), [false])
  })
})
