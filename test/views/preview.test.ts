// The picture for link previews as boxes and words: what it says, of which moment, and that it can be written whatever a title holds.
import assert from 'node:assert/strict'
import { drawable } from '../../views/drawable.ts'
import { previewAlt, previewOf, previewQuery } from '../../views/preview.ts'
import type { PreviewNode } from '../../views/preview-nodes.ts'
import { previewStyle } from '../../views/preview-style.ts'
import { hourMs } from '../../views/wording.ts'
import { hostile } from '../hostile-words.ts'
import { givenFacts, givenPost, nowMs } from './given-facts.ts'
import { backlash, cooling, givenPhases, lively, normal, recovered } from './given-phases.ts'

const inside = (node: PreviewNode): readonly PreviewNode[] =>
  node.type === 'container' ? [node, ...node.children.flatMap(inside)] : [node]
const textsOf = (node: PreviewNode) =>
  inside(node).flatMap((one) => (one.type === 'text' && one.text !== '' ? [one.text] : []))
const titleOf = (node: PreviewNode) =>
  inside(node).flatMap((one) => (one.type === 'text' && one.className === 'title' ? [one.text] : []))[0]
const bins = [...Array(90).fill([0, 1, 0, 0]), [30, 8, 4, 0], [478, 90, 57, 0], [120, 40, 30, 0]] as const
const drawn = { ...lively, fromMs: Date.UTC(2017, 7, 16), bins }
const reversal = givenPhases({ ...drawn, changes: [normal, backlash, cooling] })

describe('the picture for link previews', () => {
  it('says title, phase, numbers, what the chart shows, and of which moment it is', () => {
    const texts = textsOf(previewOf(reversal))
    for (const text of [
      'Outcry',
      'As of 22 Aug 2017, 18:05 UTC',
      reversal.title,
      'Reversal',
      'since Sat 19 Aug, 21:00 UTC',
      '15,231',
      'posts',
      '−0.02',
      'net sentiment',
      'Criticism peaked within nine hours and is cooling',
      '625',
      'Posts per hour:',
      'company statement',
    ])
      assert.ok(texts.includes(text), `${text} in ${texts.join(' | ')}`)
  })

  it('has the look of its phase, and marks what the company said', () => {
    const looks = (node: PreviewNode) => inside(node).map(({ className }) => className)
    for (const [facts, look] of [
      [givenFacts(), 'calm'],
      [givenPhases({ ...drawn, statements: [], changes: [normal, backlash] }), 'backlash'],
      [reversal, 'reversal'],
      [givenPhases({ ...drawn, changes: [normal, backlash, cooling, recovered] }), 'recovery'],
    ] as const)
      assert.ok(looks(previewOf(facts)).includes(`box ${look}`), look)
    assert.equal(looks(previewOf(reversal)).filter((look) => look === 'said').length, 2)
  })

  it('is of a past moment where one is asked for, and says what is closed and what is a re-enactment', () => {
    const closedAtMs = Date.UTC(2017, 7, 22)
    const atMs = Date.UTC(2017, 7, 19, 14)
    const facts = { ...reversal, nowMs: atMs, asOfMs: atMs, demonstration: true, closedAtMs }
    const texts = textsOf(previewOf(facts))
    assert.ok(texts.includes('As of 19 Aug 2017, 14:00 UTC'))
    assert.ok(texts.includes('Re-enactment: milestones are real, posts and numbers are invented.'))
    assert.ok(texts.some((text) => text.endsWith(' · closed on 22 Aug 2017')))
    assert.ok(!texts.includes('net sentiment'))
  })

  it('says of a story without posts that there are none', () => {
    const texts = textsOf(previewOf(givenFacts()))
    assert.ok(texts.includes('No posts yet') && texts.includes('Calm, learning what is normal'), texts.join(' | '))
  })

  it('quotes nobody and loads nothing', () => {
    const post = givenPost({ text: 'Words of a stranger', url: 'https://forum.example/1', source: 'reddit' })
    const tree = previewOf({ ...reversal, typical: [post], newest: [post] })
    assert.doesNotMatch(JSON.stringify(tree), /stranger|forum|reddit/)
    const sources = inside(tree).flatMap((node) => (node.type === 'image' ? [node.src] : []))
    assert.equal(sources.length, 2)
    for (const source of sources) assert.ok(source.startsWith('data:image/svg+xml,%3Csvg'))
    assert.doesNotMatch(
      previewStyle + sources.map(decodeURIComponent).join('').replaceAll('http://www.w3.org/2000/svg', ''),
      /url\(|@import|href|\/\//,
    )
  })

  it('has no word that is too small at a width of 500 px', () => {
    const sizes = [...previewStyle.matchAll(/font-size:(\d+)px/g)].map(([, size]) => Number(size))
    assert.ok(sizes.length > 5 && Math.min(...sizes) >= 24, sizes.join(' '))
  })

  it('writes only what its font has, whatever title and company are', () => {
    for (const words of [
      hostile,
      '日本語のタイトル',
      'العربية',
      'a\u202Eb\u202C \u0000\ud800',
      '\u{1F600}',
      'Tiếng Việt, Ελλάδα, Привет, Łódź',
      'W'.repeat(500),
      '',
    ]) {
      const tree = previewOf({ ...reversal, title: words, company: words })
      for (const text of textsOf(tree)) assert.equal(drawable(text), text)
      const title = titleOf(tree) ?? ''
      assert.ok(title.length > 0 && title.length <= 92, `${words}: ${title}`)
    }
  })

  it('leaves a title out that its font cannot write, and says what the chart shows instead', () => {
    const facts = givenPhases({ ...drawn, changes: [normal, backlash, cooling, recovered] })
    const tree = previewOf({ ...facts, title: '東京 Metro', company: '東京' })
    assert.equal(titleOf(tree), 'Criticism peaked within nine hours and fell after the company changed course')
    assert.equal(textsOf(tree).filter((text) => text.startsWith('Criticism')).length, 1)
  })

  it('drops what only decorates, and spells out what has another form', () => {
    for (const [given, expected] of [
      ['Acme \u{1F525}\u{1F525} prices ❤️', 'Acme prices'],
      ['opt\u2011out', 'opt-out'],
      ['Cafe\u0301 \u2460 ﬁne', 'Café 1 fine'],
      ['<b>Acme</b> & "co"', '<b>Acme</b> & "co"'],
      ['Acme 東京', ''],
      ['٣ days', ''],
    ] as const)
      assert.equal(drawable(given), expected)
  })

  it('has another address after an hour or in another phase, not sooner, and one of the moment in views of the past', () => {
    const base = { ...reversal, nowMs: Math.floor(nowMs / hourMs) * hourMs }
    assert.equal(previewQuery({ ...base, nowMs: base.nowMs + hourMs - 1 }), previewQuery(base))
    assert.notEqual(previewQuery({ ...base, nowMs: base.nowMs + hourMs }), previewQuery(base))
    const others = [
      [normal, backlash],
      [normal, backlash, cooling, recovered],
    ].map((changes) => previewQuery(givenPhases({ ...drawn, statements: [], changes })))
    assert.equal(new Set([previewQuery(reversal), ...others]).size, 3)
    const closed = { ...base, closedAtMs: base.nowMs - hourMs }
    assert.equal(previewQuery({ ...closed, nowMs: base.nowMs + 9 * hourMs }), previewQuery(closed))
    assert.equal(previewQuery({ ...base, asOfMs: Date.UTC(2017, 7, 19) }), '?at=2017-08-19T00:00:00.000Z')
  })

  it('is described in words', () => {
    assert.equal(previewAlt(reversal), 'Reversal, as of 22 Aug 2017, 18:05 UTC: posts over time')
  })
})
