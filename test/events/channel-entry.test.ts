// What a channel of each kind must say and may say.
import assert from 'node:assert/strict'
import { channelEntry } from '../../events/channel-entry.ts'

const faultsOf = (entry: object) =>
  channelEntry
    .safeParse({ id: 'one', ...entry })
    .error?.issues.map(({ path, message }) => `${path.join('/')} ${message}`) ?? []

describe('the entry of a channel', () => {
  it('of Mastodon names a server, and a hashtag or words to search for', () => {
    const url = 'https://m.example'
    assert.deepEqual(faultsOf({ kind: 'mastodon', url, tag: '#plex' }), [])
    assert.deepEqual(faultsOf({ kind: 'mastodon', url, query: 'plex', token: 'secret' }), [])
    assert.deepEqual(faultsOf({ kind: 'mastodon', url }), [
      'tag is missing: a channel of kind mastodon needs tag or query',
    ])
    assert.deepEqual(faultsOf({ kind: 'mastodon', tag: 'plex' }), [
      'url is missing: a channel of kind mastodon needs it',
    ])
  })

  it('of Hacker News and Lemmy has phrases with a word in them', () => {
    assert.deepEqual(faultsOf({ kind: 'hackernews', query: 'plex, "privacy policy"' }), [])
    assert.deepEqual(faultsOf({ kind: 'hackernews', query: '", !"' }), ['query must hold a word'])
    assert.deepEqual(faultsOf({ kind: 'hackernews' }), ['query is missing: a channel of kind hackernews needs it'])
    assert.deepEqual(faultsOf({ kind: 'lemmy', url: 'https://l.example', community: 'plex', query: '政策' }), [])
    assert.deepEqual(faultsOf({ kind: 'lemmy', url: 'https://l.example', query: '…' }), ['query must hold a word'])
  })

  it('of Bluesky needs no address', () => {
    assert.deepEqual(faultsOf({ kind: 'bluesky', query: 'plex', token: 'ada.example:abcd' }), [])
    assert.deepEqual(faultsOf({ kind: 'bluesky', query: 'plex', tag: 'x' }), [
      'tag is nothing that a channel of kind bluesky has',
    ])
  })
})
