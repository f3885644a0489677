// What a search query asks of a text, where the platform does not search it itself.
import assert from 'node:assert/strict'
import { createSearch } from '../../sources/query-words.ts'

const found = (query: string, ...texts: readonly string[]) => texts.filter(createSearch(query))

describe('a search query', () => {
  it('wants all of its words, whole and in any case', () => {
    assert.deepEqual(found('plex PRIVACY', 'Privacy at Plex', 'plexes and privacy', 'plex', ''), ['Privacy at Plex'])
  })

  it('wants the words of a phrase one after another', () => {
    assert.deepEqual(found('"opt out" plex', 'Plex: opt-out now', 'out of plex, opt in'), ['Plex: opt-out now'])
    assert.deepEqual(found('opt-out', 'the opt-out', 'out to opt'), ['the opt-out'])
  })

  it('takes OR between, NOT and - before, brackets around', () => {
    const texts = ['plex refund', 'plex leaving', 'plex sale refund', 'jellyfin refund']
    assert.deepEqual(found('plex (refund OR leaving) -sale', ...texts), ['plex refund', 'plex leaving'])
    assert.deepEqual(found('plex AND refund OR jellyfin', ...texts), [
      'plex refund',
      'plex sale refund',
      'jellyfin refund',
    ])
    assert.deepEqual(found('refund NOT (plex OR kodi)', ...texts), ['jellyfin refund'])
  })

  it('passes over fields that say nothing of a text', () => {
    assert.deepEqual(found('author:ada plex', 'plex'), ['plex'])
    assert.deepEqual(found('title:plex', 'plex', 'kodi'), ['plex'])
    assert.deepEqual(found('flair:News', 'News', 'plex'), [], 'nothing is asked of the text at all')
  })

  it('takes whatever people write', () => {
    for (const query of ['', '(', ')', '-', 'NOT', 'OR', '"', '((a', 'a) b', '- (', ':', '"a" OR', 'é:x'])
      assert.equal(typeof createSearch(query)('a b'), 'boolean', query)
    assert.deepEqual(found('(plex', 'plex'), ['plex'])
    assert.deepEqual(found('"open quote', 'an open quote'), ['an open quote'])
  })
})
