// A random run of posts received, edited, analysed, removed, restored and erased, counted a second time without projections/.
import assert from 'node:assert/strict'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { openSqliteReadModel } from '../../adapters/sqlite-read-model.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { type Finding, type LaneFinding, labels, type Origin, type PostEvent } from '../../events/post.ts'
import {
  decideAnalysis,
  decideDelivery,
  decideErasure,
  decideRelabelling,
  decideRemoval,
  initial,
  evolve as live,
} from '../../events/post-rules.ts'
import { projections } from '../../projections/all.ts'
import { createFold } from '../../projections/fold.ts'
import { follower } from '../../projections/keep-up.ts'
import { postsOf } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { sourcesOf, totalOf } from '../../projections/sources.ts'
import { type Bucket, timelineOf } from '../../projections/timeline.ts'
import { topicsOf } from '../../projections/topics.ts'
import { feels, inStory, origin, recorded, storyOpened } from '../given.ts'
import { tempFolder } from '../temp-folder.ts'

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
/** mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
const random = (() => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
})()
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(all: readonly T[]): T => all[below(all.length)] as T
const chance = (share: number) => random() < share

const lanes = ['afinn', 'trained']
const slugs = ['s', 't']
const topics = ['price', 'opt-out', 'support']
const sources = ['reddit', 'forum', 'x']
const beginMs = Date.UTC(2017, 7, 18)
const spanMs = 3 * 86_400_000

const anyFinding = (): Finding => ({
  sentiment: feels(oneOf(['negative', 'neutral', 'positive', 'unscored'] as const)),
  stories: slugs.filter(() => chance(0.7)).map((slug) => inStory(slug, ...topics.filter(() => chance(0.4)))),
  ...(chance(0.1) && { duplicateOf: 'f'.repeat(32) }),
  ...(chance(0.1) && { amplifies: 'e'.repeat(32) }),
})

/** What really became of a post: what is to be counted of it now, or what was counted of it when it went. */
type Fate = { readonly post: Origin; gone: boolean; found: LaneFinding[] }

const randomRun = (): { events: readonly OutcryEvent[]; fates: readonly Fate[] } => {
  const events: OutcryEvent[] = []
  const states = Array.from({ length: 200 }, (_, n) => {
    const at = new Date(beginMs + below(spanMs)).toISOString()
    const post = origin(n, { at, source: oneOf(sources), channel: oneOf(['feedback', 'forum']) })
    return { state: initial, fate: { post, gone: false, found: [] } as Fate }
  })
  for (let step = 0; step < 2_000; step++) {
    const one = oneOf(states)
    const { fate } = one
    const version = one.state.version + 1
    const revision = chance(0.7) ? { revision: String(100 + below(100)) } : {}
    const wording = chance(0.2) ? 'same' : 'changed'
    const delivery = { origin: fate.post, version, content: `${step}`, wording, ...revision } as const
    const found = anyFinding()
    const lane = oneOf(lanes)
    const deeds: (() => readonly PostEvent[])[] = [
      () => decideDelivery(one.state, { ...delivery, removed: chance(0.3) ? false : undefined }).events,
      () => decideAnalysis(one.state, { ...found, version: one.state.version, lane, model: `${step}`, language: 'en' }),
      () => decideAnalysis(one.state, { ...found, version: one.state.version, lane, model: `${step}`, language: 'en' }),
      () =>
        one.state.status === 'present' && one.state.counted.some(({ version }) => version === one.state.version)
          ? decideRelabelling(one.state, fate.post.ref, { label: oneOf(labels), by: 'ann' })
          : [],
      () => decideRemoval(one.state),
      () => (chance(0.2) ? decideErasure(one.state, 'request') : []),
    ]
    for (const event of oneOf(deeds)()) {
      events.push(event)
      one.state = live(one.state, event)
      if (event.type === 'PostAnalysed') {
        const { data } = event
        fate.found = [...fate.found.filter((other) => other.lane !== data.lane), data]
      }
      if (event.type === 'PostRemoved' || event.type === 'PostErased') fate.gone = true
      if (event.type === 'PostRestored') Object.assign(fate, { gone: false, found: [] })
    }
  }
  return { events, fates: states.map(({ fate }) => fate) }
}

type Wanted = { story: string; lane: string; source?: string; topic?: string; fromMs: number; toMs: number }

const countByHand = (fates: readonly Fate[], { story, lane, source, topic, fromMs, toMs }: Wanted) => {
  const counts = { negative: 0, neutral: 0, positive: 0, unscored: 0, duplicates: 0, amplified: 0, removed: 0 }
  for (const { post, gone, found } of fates) {
    const ms = Date.parse(post.at)
    if (ms < fromMs || ms >= toMs || (source !== undefined && post.source !== source)) continue
    for (const finding of found) {
      const member = finding.stories.find(({ slug }) => slug === story)
      if (finding.lane !== lane || member === undefined) continue
      if (topic !== undefined && !member.topics.includes(topic)) continue
      if (gone) counts.removed++
      else if (finding.amplifies) counts.amplified++
      else if (finding.duplicateOf) counts.duplicates++
      else counts[finding.corrected ?? finding.sentiment.label]++
    }
  }
  return counts
}

const numbersOf = ({
  negative,
  neutral,
  positive,
  unscored,
  duplicates,
  amplified,
  removed,
}: ReturnType<typeof countByHand>) => [negative, neutral, positive, unscored, duplicates, amplified, removed]

describe(`a random run (SEED=${seed})`, () => {
  const file = tempFolder()
  const { events, fates } = randomRun()
  const definition = { topics: topics.map((slug) => ({ slug, name: slug, match: [] })) }
  const whole = recorded([...slugs.map((slug) => storyOpened(slug, definition)), ...events])

  const folded = (readModel: ReadModel, cut: () => number): ReadModel => {
    const fold = createFold({ follower, readModel, projections, tries: 1, keptStates: 30 })
    let next = cut()
    for (const event of whole) {
      fold.fold(event)
      if (--next > 0) continue
      next = cut()
      fold.save({ position: String(event.version), version: event.version })
      if (chance(0.1)) fold.reset()
    }
    fold.save({ position: String(whole.length), version: whole.length })
    return readModel
  }

  it('has something of everything in it', () => {
    assert.equal(new Set(events.map(({ type }) => type)).size, 8)
  })

  it('is counted in every bucket as a count by hand says', () => {
    const readModel = folded(createMemoryReadModel(), () => 1 + below(60))
    const range = { fromMs: beginMs, toMs: beginMs + spanMs }
    let filled = 0
    for (const story of slugs)
      for (const lane of lanes) {
        const line = { story, lane }
        for (const source of [undefined, ...sources])
          for (const topic of [undefined, ...topics])
            for (const [interval, ms] of Object.entries({ '5m': 300_000, '1h': 3_600_000, '1d': 86_400_000 })) {
              const wanted = { ...line, ...(source && { source }), ...(topic && { topic }) }
              const asked = { ...wanted, ...range, interval: interval as '5m', nowMs: range.toMs }
              timelineOf(readModel, asked).forEach((bucket: Bucket, i) => {
                const fromMs = range.fromMs + i * ms
                const expected = numbersOf(countByHand(fates, { ...wanted, fromMs, toMs: fromMs + ms }))
                assert.deepEqual(numbersOf(bucket), expected, `${JSON.stringify(wanted)} ${interval} ${bucket.start}`)
                if (expected.some((count) => count > 0)) filled++
              })
            }
        assert.deepEqual(
          numbersOf(totalOf(readModel, story, lane)),
          numbersOf(countByHand(fates, { ...line, ...range })),
        )
        for (const row of sourcesOf(readModel, story, lane))
          assert.deepEqual(numbersOf(row), numbersOf(countByHand(fates, { ...line, ...range, source: row.source })))
        for (const row of topicsOf(readModel, { ...line, ...range })) {
          const expected = numbersOf(countByHand(fates, { ...line, ...range, topic: row.slug }))
          assert.deepEqual(numbersOf(row), expected)
          assert.deepEqual(numbersOf(row.total), expected)
        }
        const here = fates.filter(
          ({ gone, found }) =>
            !gone && found.some((one) => one.lane === lane && one.stories.some(({ slug }) => slug === story)),
        )
        assert.deepEqual(
          postsOf(readModel, { ...line, limit: 200 }).posts.map(({ ref }) => ref),
          here
            .map(({ post }) => post)
            .sort((a, b) => (`${a.at}|${a.ref}` < `${b.at}|${b.ref}` ? 1 : -1))
            .map(({ ref }) => ref),
        )
      }
    assert.ok(filled > 1_000, `only ${filled} buckets had posts in them`)
  })

  it('comes to the same bytes in memory and in SQLite, in one batch and in many', () => {
    const inOne = folded(createMemoryReadModel(), () => Number.POSITIVE_INFINITY)
    for (let i = 0; i < 3; i++) {
      const sqlite = openSqliteReadModel(file(`read-${i}.db`))
      assert.equal(folded(sqlite, () => 1 + below(100)).digest(), inOne.digest())
      sqlite.close()
    }
  })

  it('leaves nothing of posts that are all erased', () => {
    const all = fates.map(
      ({ post, gone, found }): OutcryEvent => ({
        type: 'PostErased',
        data: { ...post, reason: 'channel', subtracts: gone ? [] : found },
      }),
    )
    const readModel = folded(createMemoryReadModel(), () => 100)
    const fold = createFold({ follower, readModel, projections, tries: 1 })
    for (const event of recorded(all, { after: whole.length })) fold.fold(event)
    fold.save({ position: '0', version: whole.length + all.length })
    assert.deepEqual(readModel.scan('posts', { from: '', to: '~' }), [])
    for (const story of slugs) assert.equal(totalOf(readModel, story, 'afinn').posts, 0)
  })
})
