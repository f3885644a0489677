// Given a story's history, when something is asked of it, then these events.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { momentId } from '../../events/moment-rules.ts'
import { reactionSlugs } from '../../events/story.ts'
import { milestoneEntry, type StoryChange, statementEntry, storyChange, storyEntry } from '../../events/story-entry.ts'
import { decideStory, type Manner } from '../../events/story-rules.ts'
import { storyStateOf } from '../../events/story-state.ts'
import { recorded, storyOpened } from '../given.ts'

const given = (...events: OutcryEvent[]) => storyStateOf(recorded(events))
const decide = (events: readonly OutcryEvent[], entry: object, manner: Manner = 'change') =>
  decideStory(given(...events), 'plex', storyChange.parse(entry) as StoryChange, manner)
const types = (events: readonly OutcryEvent[]) => events.map(({ type }) => type)
const opened = storyOpened('plex', { topics: [{ slug: 'opt-out', name: 'Opt-out', match: ['opt out'] }] })
const statement = { at: '2017-08-18T17:00:00Z', kind: 'announcement', title: 'A new policy' }

describe('a story', () => {
  it('is opened with what is named, the rest at its default', () => {
    const [event] = decide([], { title: 'Plex' }, 'open')
    assert.deepEqual(event, {
      type: 'StoryOpened',
      data: {
        slug: 'plex',
        title: 'Plex',
        company: '',
        about: '',
        channels: [],
        match: [],
        topics: [],
        demonstration: false,
        lane: 'linear',
      },
    })
  })
  it('is not opened twice', () =>
    assert.throws(() => decide([opened], { title: 'Plex' }, 'open'), { code: 'conflict' }))
  it('is not changed before it is there', () => assert.throws(() => decide([], { title: 'x' }), { code: 'not-found' }))
  it('changes by what differs only', () => {
    assert.deepEqual(decide([opened], { company: 'Plex', match: ['privacy'] }), [
      { type: 'StoryChanged', data: { slug: 'plex', match: ['privacy'] } },
    ])
    assert.deepEqual(decide([opened], { company: 'Plex' }), [])
  })
  it('is put: opened when it is not there, else changed', () => {
    assert.deepEqual(types(decide([], { title: 'Plex' }, 'put')), ['StoryOpened'])
    assert.deepEqual(types(decide([opened], { title: 'Plex' }, 'put')), ['StoryChanged'])
  })
  it('is closed once, and opened again as it was', () => {
    const closed = decide([opened], { closed: true })
    assert.deepEqual(types(closed), ['StoryClosed'])
    assert.deepEqual(decide([opened, ...closed], { closed: true }), [])
    const again = decide([opened, ...closed], { closed: false })
    assert.deepEqual(again, [{ ...opened, data: { ...opened.data, lane: 'afinn' } }])
  })
  it('takes at most 200 phrases, those of topics included', () => {
    const match = Array.from({ length: 199 }, (_, i) => `p${i}`)
    assert.deepEqual(types(decide([opened], { match })), ['StoryChanged'])
    assert.throws(() => decide([opened], { match: [...match, 'one more'] }), { code: 'invalid' })
  })

  it('switches reactions off, some or all, and says nothing where nothing differs', () => {
    const reactionsOf = (events: readonly OutcryEvent[], reactions: unknown) => {
      const [event] = decide(events, { reactions } as object)
      return event?.type === 'StoryChanged' ? event.data.reactions : undefined
    }
    assert.equal(reactionsOf([opened], true), undefined)
    assert.equal(reactionsOf([opened], [...reactionSlugs].reverse()), undefined)
    assert.equal(reactionsOf([opened], []), false)
    assert.deepEqual(reactionsOf([opened], ['legal', 'leaving', 'legal']), ['leaving', 'legal'])
  })

  describe('and its topics', () => {
    it('have no patterns and exclusions where none are given, so that what is recorded stays as it was', () => {
      const [event] = decide([opened], { topics: [{ name: 'A', match: ['a'], patterns: [], exclude: [] }] })
      assert.deepEqual(event?.type === 'StoryChanged' && event.data.topics, [{ slug: 'a', name: 'A', match: ['a'] }])
    })
    it('do not take the slug of a reaction, but keep it where they have it', () => {
      const named = [{ name: 'Legal', match: ['terms'] }]
      assert.deepEqual(topicsOf([opened], named), ['legal-2: Legal'])
      const old = storyOpened('plex', { topics: [{ slug: 'legal', name: 'Legal', match: ['terms'] }] })
      assert.deepEqual(topicsOf([old], [{ name: 'Legal', match: ['terms', 'licence'] }]), ['legal: Legal'])
    })
    const topicsOf = (events: readonly OutcryEvent[], topics: object[]) => {
      const [event] = decide(events, { topics })
      return event?.type === 'StoryChanged' ? event.data.topics?.map(({ slug, name }) => `${slug}: ${name}`) : undefined
    }
    it('get a slug from their first name', () => {
      assert.deepEqual(topicsOf([opened], [{ name: 'Désinscription & co.', match: ['x'] }]), [
        'desinscription-co: Désinscription & co.',
      ])
    })
    it('keep it when they are renamed by slug', () => {
      assert.deepEqual(topicsOf([opened], [{ slug: 'opt-out', name: 'No way out', match: ['opt out'] }]), [
        'opt-out: No way out',
      ])
    })
    it('are known again by name, whatever the case', () => {
      assert.deepEqual(topicsOf([opened], [{ name: 'OPT-OUT', match: ['x'] }]), ['opt-out: OPT-OUT'])
    })
    it('never share a slug', () => {
      const topics = [
        { name: 'Opt out', match: ['a'] },
        { name: 'opt out!', match: ['b'] },
      ]
      assert.deepEqual(topicsOf([opened], topics), ['opt-out: Opt out', 'opt-out-2: opt out!'])
    })
    it('have one where their name has no Latin letter', () => {
      assert.match(topicsOf([opened], [{ name: '隐私', match: ['隐私'] }])?.[0] ?? '', /^topic-[0-9a-f]{8}: 隐私$/)
    })
  })

  describe('and what was said', () => {
    it('is recorded once', () => {
      const first = decide([opened], { statements: [statement] })
      assert.deepEqual(types(first), ['StatementRecorded'])
      assert.deepEqual(decide([opened, ...first], { statements: [statement] }), [])
    })
    it('is corrected when it is told in other words, under the same id', () => {
      const first = decide([opened], { statements: [statement] })
      const [event] = decide([opened, ...first], { statements: [{ ...statement, title: 'Better words' }] })
      assert.equal(event?.type, 'StatementCorrected')
      const at = '2017-08-18T17:00:00.000Z'
      assert.equal(
        event?.type === 'StatementCorrected' && event.data.id,
        momentId('plex', { at, kind: 'announcement' }),
      )
    })
    it('is the same in another zone, and another by kind', () => {
      const zoned = { ...statement, at: '2017-08-18T19:00:00+02:00' }
      const first = decide([opened], { statements: [statement, zoned] })
      assert.deepEqual(types(first), ['StatementRecorded'])
      assert.deepEqual(types(decide([opened, ...first], { statements: [{ ...statement, kind: 'apology' }] })), [
        'StatementRecorded',
      ])
    })
    it('needs a story', () => assert.throws(() => decide([], { statements: [statement] }), { code: 'not-found' }))
    it('comes with the story that is opened', () => {
      const entry = {
        title: 'P',
        statements: [statement],
        milestones: [{ at: '2017-09-20', kind: 'effective', title: 'T' }],
      }
      assert.deepEqual(types(decide([], entry, 'open')), ['StoryOpened', 'StatementRecorded', 'MilestoneRecorded'])
    })
  })
})

describe('an entry', () => {
  it('is told to the minute, to the day, or as a window', () => {
    const precision = (more: object) => milestoneEntry.parse({ kind: 'peak', title: 'T', ...more }).precision
    assert.equal(precision({ at: '2017-09-20T10:00:00Z' }), 'minute')
    assert.equal(precision({ at: '2017-09-20' }), 'day')
    assert.equal(precision({ at: '2017-09-20', until: '2017-09-22' }), 'window')
    assert.equal(precision({ at: '2017-09-20T00:00:00Z', precision: 'day' }), 'day')
  })
  it('is refused with a time that is none, has no zone, is too early, or ends before it begins', () => {
    for (const at of ['2017-02-30', '2017-08-18T17:00:00', 'yesterday', '1989-12-31', ''])
      assert.equal(statementEntry.safeParse({ ...statement, at }).success, false, at)
    assert.equal(statementEntry.safeParse({ ...statement, until: '2017-08-18T16:00:00Z' }).success, false)
  })
  it('is refused with a link that is no web address', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//a.example', 'ftp://a.example'])
      assert.equal(statementEntry.safeParse({ ...statement, url }).success, false, url)
  })
  it('is refused with phrases that are empty or longer than 512 characters', () => {
    for (const phrase of ['', '  ', 'x'.repeat(513)])
      assert.equal(storyEntry.safeParse({ slug: 'a', title: 'T', match: [phrase] }).success, false)
    assert.equal(storyEntry.safeParse({ slug: 'a', title: 'T', match: ['x'.repeat(512)] }).success, true)
  })
})
