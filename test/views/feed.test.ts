// Feeds of a story: valid in three formats, and what a reader learns who has read an entry once.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { PhaseChange } from '../../events/phase.ts'
import { phasesOf } from '../../projections/phases.ts'
import { momentsOf } from '../../projections/statements.ts'
import { storyOf } from '../../projections/stories.ts'
import { feedFormats, feedIn } from '../../views/feed.ts'
import { entriesOf } from '../../views/feed-entries.ts'
import { entryKinds, type FeedEntry, type FeedFacts } from '../../views/feed-entry.ts'
import { feedProblems } from '../feed-rules.ts'
import { declared, overridden, phaseChange, revised, statement, storyClosed, storyOpened, withdrawn } from '../given.ts'
import { shown } from '../projections/shown.ts'
import { backlash, cooling, earlySigns, recovered } from './given-phases.ts'

const slug = 'plex-privacy'
const asked = { address: 'https://outcry.example', path: `/stories/${slug}`, title: 'Plex privacy policy' }
/** Each event is recorded a second after the one before, from 17:00:00 on. */
const second = (n: number) => Date.UTC(2017, 7, 18, 17, 0, n)

const facts = (events: readonly OutcryEvent[], more: Partial<FeedFacts> = {}): FeedFacts => {
  const readModel = shown(...events)
  const moments = momentsOf(readModel, slug)
  return {
    slug,
    title: 'Plex privacy policy: users object',
    company: 'Plex',
    demonstration: false,
    openedAtMs: Date.UTC(2017, 7, 18),
    closings: storyOf(readModel, slug)?.closings ?? [],
    phases: phasesOf(readModel, slug),
    statements: moments.filter((moment) => moment.of === 'statement'),
    milestones: moments.filter((moment) => moment.of === 'milestone'),
    effects: [],
    ...more,
  }
}
const entries = (...events: readonly OutcryEvent[]) => entriesOf(facts(events))
const entryOf = (id: string, ...events: readonly OutcryEvent[]) => {
  const found = entries(...events).find((entry) => entry.id === id)
  assert.ok(found, `no entry ${id} of ${entries(...events).map((entry) => entry.id)}`)
  return found
}
const declare = (...changes: readonly PhaseChange[]) => changes.map((change) => declared(slug, change))
const said = statement(slug, 'a', '2017-08-18T17:00:00Z', 'reversal', 'Plex restores the opt-out')
const press: OutcryEvent = {
  type: 'MilestoneRecorded',
  data: {
    slug,
    id: 'b',
    at: '2017-08-19T00:00:00Z',
    precision: 'day',
    kind: 'press',
    title: 'First press reports',
    text: 'Sites report it.',
    url: 'https://news.example/a?b=1&c=2',
  },
}
const backlashId = 'p-20170818T1745-backlash'

describe('a feed', () => {
  const hostile = 'A & B ]]> <script>alert(1)</script> \u0007\u0000 \ufffe \ud800 "x" \r\nSet-Cookie: a'
  const nasty: OutcryEvent = {
    type: 'StatementRecorded',
    data: {
      slug,
      id: 'c',
      at: '2017-08-19T21:00:00Z',
      precision: 'minute',
      kind: 'other',
      title: hostile,
      text: hostile,
      url: 'https://x.example/"onclick="a?{1}=|^`',
    },
  }
  const all = facts(
    [...declare(earlySigns, backlash, cooling, recovered), said, press, nasty, storyOpened(slug), storyClosed(slug)],
    {
      demonstration: true,
      title: hostile,
      company: hostile,
    },
  )

  for (const format of feedFormats)
    it(`keeps the rules of ${format}, whatever a title holds, for one story, a kind, a topic and all stories`, () => {
      const feeds = [
        feedIn(format, [all], { ...asked, title: hostile }),
        feedIn(format, [all], { ...asked, kind: 'statement', topic: ['opt-out', 'Opt & out'] }),
        feedIn(format, [all, { ...all, slug: 'other' }], { ...asked, path: '', title: 'All' }),
        feedIn(format, [], { ...asked, path: '', title: 'All' }),
      ]
      for (const feed of feeds) assert.deepEqual(feedProblems(format, feed), [])
    })

  it('is read by a parser that is not ours: the same entries in each format', () => {
    const feed = (format: (typeof feedFormats)[number]) => feedIn(format, [all], asked)
    const atom = parseAtomFeed(feed('atom')).entries?.map(({ id, updated }) => [id, Date.parse(updated ?? '')])
    const rss = parseRssFeed(feed('rss')).items?.map(({ guid, pubDate }) => [guid?.value, Date.parse(pubDate ?? '')])
    const json = parseJsonFeed(feed('json')).items?.map((item) => [item.id, Date.parse(item.date_modified ?? '')])
    assert.equal(atom?.length, 8)
    assert.deepEqual(atom, json)
    // RSS knows seconds only.
    assert.deepEqual(
      rss,
      atom?.map(([id, ms]) => [id, Math.floor(Number(ms) / 1000) * 1000]),
    )
    const told = parseAtomFeed(feed('atom')).entries?.find(({ id }) => id?.endsWith('/m3'))
    assert.equal(told?.title?.value, 'A & B ]]> <script>alert(1)</script> \ufffd "x" Set-Cookie: a')
    assert.match(told?.content?.value ?? '', /A &amp; B \]\]&gt; &lt;script&gt;alert/)
  })

  it('says on itself and in each entry that a demonstration is one', () => {
    const feed = parseJsonFeed(feedIn('json', [all], asked))
    assert.match(feed.description ?? '', /Re-enactment: milestones are real, posts and numbers are invented\./)
    for (const item of feed.items ?? []) assert.match(item.content_html ?? '', /Re-enactment: milestones are real/)
    assert.doesNotMatch(feedIn('json', [facts([said])], asked), /Re-enactment/)
  })

  it('names its kind and its topic, in its title and in its own address', () => {
    const feed = parseJsonFeed(
      feedIn('json', [all], { ...asked, kind: 'phase', topic: ['opt-out', 'Removed opt-out'] }),
    )
    assert.equal(feed.title, 'Plex privacy policy (changes of phase, Removed opt-out)')
    assert.equal(feed.feed_url, 'https://outcry.example/stories/plex-privacy/feed.json?topic=opt-out&kind=phase')
    assert.deepEqual(new Set(feed.items?.flatMap(({ tags }) => tags)), new Set(['phase', 'closing']))
  })

  it('has ids that are the same at any port and protocol of its host', () => {
    const idOf = (address: string) =>
      parseJsonFeed(feedIn('json', [facts([said])], { ...asked, address })).items?.[0]?.id
    assert.equal(idOf('https://outcry.example'), 'tag:outcry.example,2017-08-18:plex-privacy/m1')
    assert.equal(idOf('http://outcry.example:3000'), idOf('https://outcry.example'))
    assert.equal(idOf('http://[::1]:3000'), 'tag:localhost,2017-08-18:plex-privacy/m1')
  })
})

describe('an entry of a feed', () => {
  it('tells a statement, and that it was corrected, under one id', () => {
    const first = entryOf('m1', said)
    assert.deepEqual([first.title, first.publishedMs, first.updates], ['Plex restores the opt-out', second(0), []])
    assert.deepEqual(first.text, ['Company statement, reversal. 18 Aug 2017, 17:00 UTC.'])
    const again = statement(slug, 'a', '2017-08-18T17:00:00Z', 'reversal', 'Plex gives the opt-out back')
    const then = entryOf('m1', said, press, { ...again, type: 'StatementCorrected' } as OutcryEvent)
    assert.deepEqual(
      [then.title, then.publishedMs, then.updatedMs],
      ['Plex gives the opt-out back', second(0), second(2)],
    )
    assert.match(then.updates[0]?.text ?? '', /^Corrected/)
  })

  it('tells what is known of the effect of a statement, once it is', () => {
    const knownFromMs = Date.UTC(2017, 7, 19, 5)
    const effect = { id: 'a', hours: 12, knownFromMs, alsoInWindows: [] }
    const counts = { before: { negative: 62, scored: 100 }, after: { negative: 41, scored: 100 } }
    const with_ = (more: object) => entriesOf(facts([said], { effects: [{ ...effect, ...more } as never] }))[0]
    assert.deepEqual(with_({ verdict: 'too early' })?.updates, [])
    const known = with_({ verdict: 'better', ...counts, change: -0.21, lower: -0.29, upper: -0.12 })
    assert.equal(known?.updatedMs, knownFromMs)
    assert.match(known?.updates[0]?.text ?? '', /↓ Better: .* before 62%, after 41% \(difference −21 points/)
  })

  it('tells of a backlash that it ended, and of early signs what became of them', () => {
    const before = entryOf(backlashId, ...declare(earlySigns, backlash))
    assert.deepEqual([before.title, before.updates, before.publishedMs], ['Plex: Backlash', [], second(1)])
    const after = entryOf(backlashId, ...declare(earlySigns, backlash, cooling, recovered))
    assert.deepEqual([after.publishedMs, after.updatedMs], [second(1), second(3)])
    assert.match(after.updates[0]?.text ?? '', /^It ended: Recovered since 21 Aug 2017, 15:05 UTC\./)
    const early = entryOf('p-20170818T1735-early-signs', ...declare(earlySigns, backlash))
    assert.match(early.updates[0]?.text ?? '', /^It ended: Backlash since 18 Aug 2017, 17:45 UTC\./)
  })

  it('keeps its id where late posts move a change, and says why', () => {
    const moved = { ...backlash, at: '2017-08-18T17:40:00.000Z' }
    const entry = entryOf(backlashId, ...declare(earlySigns, backlash), revised(slug, moved.at, [moved]))
    assert.deepEqual([entry.anchor, entry.publishedMs, entry.updatedMs], ['p-20170818T1740', second(1), second(2)])
    assert.equal(entry.updates[0]?.text, 'Computed again. Posts came late.')
    assert.match(entry.text[0] ?? '', /^Since 18 Aug 2017, 17:40 UTC\./)
  })

  it('stays where a change does not hold any more, and says that it is withdrawn', () => {
    const events = [...declare(earlySigns, backlash), revised(slug, backlash.at, [])]
    const entry = entryOf(backlashId, ...events)
    assert.deepEqual(
      [entry.title, entry.anchor, entry.updatedMs],
      ['Plex: Backlash (withdrawn)', 'happened', second(2)],
    )
    assert.match(entry.updates[0]?.text ?? '', /^Withdrawn: .* Posts came late\.$/)
    assert.match(entryOf('p-20170818T1735-early-signs', ...events).updates[0]?.text ?? '', /does not hold/)
  })

  it('says that an episode goes on whose end was taken back', () => {
    const events = [...declare(backlash, recovered), revised(slug, recovered.at, [])]
    assert.match(entryOf(backlashId, ...events).updates[0]?.text ?? '', /the end that had been declared does not hold/)
  })

  it('tells what a person says, until it is taken back', () => {
    const set = [...declare(backlash), overridden(slug, 'calm', 'A fair.')]
    const id = 'set-20170818170001000'
    assert.deepEqual([entryOf(id, ...set).title, entryOf(id, ...set).anchor], ['Plex: Calm, set by a person', 'p-set'])
    assert.match(entryOf(backlashId, ...set).updates[0]?.text ?? '', /^A person says otherwise: Calm\. A fair\./)
    const back = entryOf(id, ...set, withdrawn(slug, 'It was one.'))
    assert.deepEqual([back.updates[0]?.text, back.anchor], ['Taken back: It was one.', 'happened'])
  })

  it('tells that the story is closed, under one id for good, and that it goes on', () => {
    const [open, closed] = [storyOpened(slug, { company: 'Plex' }), storyClosed(slug)]
    const once = entryOf('closed', open, closed)
    assert.deepEqual(
      [once.title, once.anchor, once.publishedMs, once.updates],
      ['Plex: No longer watched', 'closed', second(1), []],
    )
    assert.match(once.text[0] ?? '', /^Closed on 18 Aug 2017, 17:00 UTC\./)
    const again = entryOf('closed', open, closed, open)
    assert.deepEqual(
      [again.title, again.anchor, again.publishedMs, again.updatedMs],
      ['Plex: Watched again', 'happened', second(1), second(2)],
    )
    const twice = entryOf('closed', open, closed, open, closed)
    assert.deepEqual(
      [twice.title, twice.updates.map(({ atMs, text }) => [atMs, text])],
      [
        'Plex: No longer watched',
        [
          [second(3), 'Closed again: no longer watched.'],
          [second(2), 'Opened again: watched once more.'],
        ],
      ],
    )
    assert.deepEqual(entriesOf(facts([open])), [])
  })

  it('that the story is closed stands in the feed of every kind: nothing more comes there either', () => {
    const told = facts([storyOpened(slug), said, storyClosed(slug)])
    for (const kind of entryKinds) {
      const { items = [] } = parseJsonFeed(feedIn('json', [told], { ...asked, kind }))
      assert.match(items[0]?.id ?? '', /\/closed$/, kind)
      assert.equal(items.length, kind === 'statement' ? 2 : 1, kind)
    }
  })

  it('never goes, and is never dated back, whatever is recorded', () => {
    const phase = fc.constantFrom('calm', 'early-signs', 'backlash', 'cooling', 'second-wave', 'recovered')
    const step = fc.record({
      of: fc.constantFrom('declare', 'declare', 'declare', 'revise', 'override', 'withdraw', 'say', 'close', 'open'),
      phase,
      keep: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const events = [storyOpened(slug)]
        let standing: PhaseChange[] = []
        let before: readonly FeedEntry[] = []
        for (const [i, { of, phase, keep }] of steps.entries()) {
          const at = new Date(Date.UTC(2017, 7, 18, i)).toISOString()
          if (of === 'declare') {
            standing = [...standing, phaseChange(at, phase)]
            events.push(declared(slug, phaseChange(at, phase)))
          } else if (of === 'revise' && standing.length > 0) {
            const [from = standing[0] as PhaseChange, ...gone] = standing.slice(-1 - keep)
            // Some stay, some move by minutes, some go.
            const now = [from, ...gone].flatMap((change, n) => {
              const moved = new Date(Date.parse(change.at) + 60_000 * (i + 1)).toISOString()
              return (n + keep) % 3 === 0 ? [] : [(n + keep) % 3 === 1 ? change : { ...change, at: moved }]
            })
            standing = [...standing.filter(({ at }) => at < from.at), ...now]
            events.push(revised(slug, from.at, now))
          } else if (of === 'override') events.push(overridden(slug, phase, 'A reason.'))
          else if (of === 'withdraw') events.push(withdrawn(slug, 'Another.'))
          else if (of === 'say') events.push(statement(slug, `s${keep}`, at, 'other', `Said ${i}`))
          else if (of === 'close') events.push(storyClosed(slug))
          else if (of === 'open') events.push(storyOpened(slug))
          const now = entries(...events)
          assert.equal(new Set(now.map(({ id }) => id)).size, now.length, 'two of one id')
          for (const known of before) {
            const still = now.find(({ id }) => id === known.id)
            assert.ok(still !== undefined, `${known.id} is gone`)
            assert.ok(still.updatedMs >= known.updatedMs, `${known.id} is dated back`)
            if (still.updatedMs === known.updatedMs) assert.deepEqual(still, known, 'changed without a word')
          }
          before = now
        }
      }),
      { numRuns: 300 },
    )
  })
})
