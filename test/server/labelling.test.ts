// Drawing posts to label: one of an author, only where the text is kept; and when a calibration is out of date.
import assert from 'node:assert/strict'
import { createSeeded } from '../../analysis/seeded.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { Label } from '../../events/post.ts'
import type { Vault } from '../../events/vault.ts'
import { type LabelledPost, labelsOf } from '../../projections/labels.ts'
import { drawPost, postAgain, staleness } from '../../server/labelling.ts'
import { analysed, calibration, finding, inStory, origin, refOf } from '../given.ts'
import { shown } from '../projections/shown.ts'

const story = { slug: 's', lane: 'afinn' }
const bad = finding('negative', [inStory('s')])
const seed = 7
const days = (n: number) => new Date(Date.UTC(2017, 7, 1 + n)).toISOString()
const post = (n: number) => origin(n, { at: days(n) })
const posts = (count: number) => Array.from({ length: count }, (_, n) => analysed(post(n), bad))
const labelled = (n: number): OutcryEvent[] => [
  { type: 'PostRelabelled', data: { ...post(n), version: 1, label: 'neutral', by: 'ann', sampled: true } },
  analysed(post(n), { ...bad, corrected: 'neutral' }, { replaces: bad }),
]
/** A vault that keeps these posts, each by this author. */
const keeping = (authors: { readonly [n: number]: string | undefined }): Pick<Vault, 'get'> => {
  const kept = new Map(
    Object.entries(authors).map(([n, author]) => {
      const content = { id: n, text: `text ${n}`, ...(author === undefined ? {} : { author }) }
      return [refOf(Number(n)), { version: 1, salt: new Uint8Array(), content }] as const
    }),
  )
  return { get: async (refs) => new Map(refs.flatMap((ref) => (kept.has(ref) ? [[ref, kept.get(ref) as never]] : []))) }
}

describe('a post to label', () => {
  const draws = async (events: readonly OutcryEvent[], vault: Pick<Vault, 'get'>) => {
    const readModel = shown(...events)
    const known = labelsOf(readModel, 's', 'afinn')
    const random = createSeeded(seed)
    const passed = new Set(known.map(({ ref }) => ref))
    const drawn = new Set<string>()
    for (let n = 0; n < 40; n++) {
      const one = await drawPost({ readModel, vault }, story, known, passed, random)
      if (one !== undefined) drawn.add(one.content.id)
    }
    return [...drawn].sort()
  }

  it('is one whose text is still kept', async () => {
    assert.deepEqual(await draws(posts(5), keeping({ 1: 'a', 3: 'b' })), ['1', '3'])
    assert.deepEqual(await draws(posts(5), keeping({})), [])
  })

  it('is of nobody of whom one is labelled; posts without an author count one by one', async () => {
    const events = [...posts(5), ...labelled(0)]
    const vault = keeping({ 0: 'ann', 1: 'ann', 2: 'bob', 3: undefined, 4: undefined })
    assert.deepEqual(await draws(events, vault), ['2', '3', '4'])
  })

  it('is found where nearly all texts are forgotten', async () => {
    const readModel = shown(...posts(100))
    const one = await drawPost({ readModel, vault: keeping({ 42: 'a' }) }, story, [], new Set(), createSeeded(seed))
    assert.equal(one?.content.text, 'text 42')
  })

  it('can be had again by its time and ref, until it is passed or forgotten', async () => {
    const ports = { readModel: shown(...posts(3)), vault: keeping({ 1: 'a' }) }
    const place = `${days(1)},${refOf(1)}`
    assert.equal((await postAgain(ports, story, new Set(), place))?.content.text, 'text 1')
    assert.equal(await postAgain(ports, story, new Set([refOf(1)]), place), undefined)
    assert.equal(await postAgain(ports, story, new Set(), `${days(2)},${refOf(1)}`), undefined)
    assert.equal(await postAgain(ports, story, new Set(), `${days(2)},${refOf(2)}`), undefined)
    assert.equal(await postAgain(ports, story, new Set(), undefined), undefined)
  })
})

describe('a calibration', () => {
  const dayMs = 86_400_000
  const nowMs = Date.UTC(2017, 9, 1)
  const fit = calibration({ sampled: 60, from: days(0), to: days(1) })
  /** All said to be negative with 0.4, and labelled so as often as told. */
  const labels = (count: number, negative: number, agoMs = dayMs): LabelledPost[] =>
    Array.from({ length: count }, (_, n) => ({
      ref: refOf(n),
      label: (n < negative ? 'negative' : 'neutral') as Label,
      by: 'ann',
      labelledAt: new Date(nowMs - agoMs).toISOString(),
      version: n + 1,
      sampled: true,
      at: days(0),
      source: 'webhook',
      kind: 'post',
      model: 'given',
      said: { negative: 0.4, neutral: 0.5, positive: 0.1 },
    }))

  it('is good while people say of the last 50 what it says', () => {
    assert.equal(staleness(fit, labels(50, 20), nowMs), undefined)
    assert.equal(staleness(fit, labels(50, 24), nowMs), undefined)
  })

  it('has drifted when they differ by more than ten points', () => {
    assert.equal(staleness(fit, labels(50, 26), nowMs), 'drift')
    assert.equal(staleness(fit, labels(50, 14), nowMs), 'drift')
    assert.equal(staleness(fit, labels(49, 49), nowMs), undefined, 'too few to say')
  })

  it('is of age 60 days after the last label', () => {
    assert.equal(staleness(fit, labels(50, 20, 60 * dayMs), nowMs), undefined)
    assert.equal(staleness(fit, labels(50, 20, 60 * dayMs + 1), nowMs), 'age')
  })
})
