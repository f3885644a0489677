// A story where no page of ours is: badge, picture of the chart, summary for machines. Pure, whatever a name holds.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { PhaseChange } from '../../events/phase.ts'
import { badgeJson, badgeSvg } from '../../views/badge.ts'
import type { Bin } from '../../views/chart.ts'
import { chartSvg } from '../../views/chart-svg.ts'
import { dark, light } from '../../views/colours.ts'
import { machineSummary } from '../../views/machine-summary.ts'
import { hourMs } from '../../views/wording.ts'
import { allOf, type Element, readXml } from '../xml.ts'
import { nowMs } from './given-facts.ts'
import {
  backlash,
  bothStatements,
  cooling,
  earlySigns,
  givenGauge,
  givenPhases,
  lively,
  normal,
  recovered,
} from './given-phases.ts'

const address = 'https://outcry.example'
const hostile = '"><script>alert(1)</script> & \u0000\ud800 \r\n]]>'

const textsOf = (svg: Element) =>
  allOf(svg)
    .filter(({ name }) => ['text', 'tspan'].includes(name))
    .map(({ text }) => text)

const told = (...changes: readonly PhaseChange[]) => givenPhases({ ...lively, changes })

describe('the badge of a story', () => {
  it('names company and phase in words, in shields’ own shape too', () => {
    assert.deepEqual(badgeJson(told(normal, backlash, cooling, recovered)), {
      schemaVersion: 1,
      label: 'Plex',
      message: 'Recovery',
      color: '0c6e7f',
    })
    assert.equal(badgeJson(told(normal, earlySigns)).message, 'Calm, early signs')
    assert.equal(badgeJson(givenPhases({})).message, 'Calm, learning what is normal')
    assert.equal(badgeJson(givenPhases({ changes: [normal], demonstration: true })).label, 'Plex (re-enactment)')
  })

  it('says that the story is closed, and since when', () => {
    const closed = givenPhases({ ...lively, changes: [normal, backlash], closedAtMs: Date.UTC(2017, 7, 30) })
    assert.equal(badgeJson(closed).message, 'Reversal (closed)')
    const title = readXml(badgeSvg(closed)).children.find(({ name }) => name === 'title')
    assert.match(title?.text ?? '', /^Plex: Reversal \(closed\), since Sat 19 Aug.*, closed on 30 Aug 2017$/)
    assert.ok(textsOf(readXml(chartSvg(closed, address))).includes(' · closed on 30 Aug 2017'))
  })

  it('is a picture of 20 px with a title, that says the same', () => {
    const svg = readXml(badgeSvg(told(normal, backlash)))
    assert.equal(svg.attributes.get('height'), '20')
    assert.equal(svg.attributes.get('aria-label'), 'Plex: Reversal')
    assert.match(svg.children.find(({ name }) => name === 'title')?.text ?? '', /^Plex: Reversal, since Sat 19 Aug/)
    const texts = allOf(svg).filter(({ name }) => name === 'text')
    assert.deepEqual(
      texts.map(({ text }) => text),
      ['Plex', 'Reversal'],
    )
    // Each text has its room, whatever font draws it.
    for (const { attributes } of texts) assert.ok(Number(attributes.get('textLength')) > 20)
  })

  it('gives each script the room it takes', () => {
    const roomOf = (company: string) => {
      const [label] = allOf(readXml(badgeSvg(givenPhases({ company })))).filter(({ name }) => name === 'text')
      return Number(label?.attributes.get('textLength')) / [...company].length
    }
    assert.ok(roomOf('שלוםעולם') < 8)
    assert.ok(roomOf('株式会社') > 11)
    assert.ok(roomOf('🎉🎉🎉') > 11)
    // One sign of three.
    assert.ok(roomOf('👩\u200d👩\u200d👧') < 8)
  })

  it('keeps its shape whatever a company is called', () => {
    const names = ['', hostile, 'W'.repeat(500), '株式会社'.repeat(40), '👩‍👩‍👧']
    for (const company of names) {
      const svg = readXml(badgeSvg(givenPhases({ company })))
      assert.ok(Number(svg.attributes.get('width')) < 900, company)
      assert.ok(!allOf(svg).some(({ name }) => name === 'script'))
    }
  })
})

describe('the chart as a picture', () => {
  const bins: Bin[] = Array.from({ length: 96 }, (_, i) => [40 + (i % 7), 20, 10, 0])
  const facts = givenPhases({
    ...lively,
    changes: [normal, backlash, cooling],
    fromMs: Date.UTC(2017, 7, 18, 18),
    bins,
    gaps: [[Date.UTC(2017, 7, 20), Date.UTC(2017, 7, 20, 12)]],
  })
  const draw = (more: object = {}) => readXml(chartSvg({ ...facts, ...more }, address))

  it('says in title and description what it shows, with every moment', () => {
    const svg = draw()
    const [title, desc] = ['title', 'desc'].map((name) => svg.children.find((child) => child.name === name))
    assert.deepEqual([title?.attributes.get('id'), desc?.attributes.get('id')], ['t', 'd'])
    assert.equal(svg.attributes.get('aria-labelledby'), 't d')
    assert.match(title?.text ?? '', /^Plex privacy policy: .* Criticism peaked/)
    assert.match(desc?.text ?? '', /Highest: .* posts.* Net sentiment|Line of net sentiment/)
    assert.match(desc?.text ?? '', /Moment 2: Plex: reversal\./)
  })

  it('has axes, legend, phases, numbered moments, and hatches what was not read', () => {
    const svg = draw()
    const texts = textsOf(svg)
    for (const text of [
      '80',
      '0',
      '+1',
      '−1',
      '20 Aug',
      'Negative',
      'Company statement',
      'Backlash',
      'Reversal',
      '2',
      'No data',
    ])
      assert.ok(texts.includes(text), `${text} in ${texts}`)
    const hatched = allOf(svg).filter(({ attributes }) => attributes.get('fill') === 'url(#hatch)')
    assert.equal(hatched.length, 2)
    assert.ok(texts.some((text) => text.startsWith('Posts per hour, times in UTC. Data to')))
  })

  it('says that a re-enactment is one, and as of when it was recorded', () => {
    assert.ok(!textsOf(draw()).some((text) => text.includes('Re-enactment')))
    const svg = draw({ demonstration: true, asOfMs: nowMs })
    const texts = textsOf(svg)
    assert.ok(texts.includes('Re-enactment: milestones are real, posts and numbers are invented.'))
    assert.ok(texts.some((text) => text.startsWith('As recorded by Tue 22 Aug, 18:05 UTC.')))
    assert.match(svg.children[0]?.text ?? '', /Re-enactment/)
  })

  it('runs nothing, loads nothing, and knows both themes', () => {
    const text = chartSvg({ ...facts, title: hostile, company: hostile }, address)
    const svg = readXml(text)
    for (const { name, attributes } of allOf(svg)) {
      assert.ok(!['script', 'image', 'foreignObject', 'a', 'use'].includes(name), name)
      for (const [key, value] of attributes)
        assert.ok(!/^on|href/.test(key) && !/url\((?!#)/.test(value), `${key}=${value}`)
    }
    const style = svg.children.find(({ name }) => name === 'style')?.text ?? ''
    assert.doesNotMatch(style, /@import|url\(|@font-face/)
    assert.ok(style.includes(`.neg{fill:${light.neg}}`))
    assert.ok(style.slice(style.indexOf('prefers-color-scheme:dark')).includes(`.neg{fill:${dark.neg}}`))
  })

  it('is drawn of a story without a post, too', () => {
    const texts = textsOf(readXml(chartSvg(givenPhases({}), address)))
    assert.ok(texts.some((text) => text.includes('No posts yet')))
  })
})

describe('the colours of pictures', () => {
  it('are those of the style sheet', () => {
    const sheet = readFileSync(new URL('../../views/public/style.css', import.meta.url), 'utf8')
    const [first = '', second = ''] = [...sheet.matchAll(/:root \{([^}]*)\}/g)].map((match) => match[1] ?? '')
    for (const [rules, colours] of [
      [first, light],
      [second, dark],
    ] as const)
      for (const [name, value] of Object.entries(colours))
        assert.ok(rules.includes(`--${name}: ${value};`), `${name}: ${value}`)
  })
})

describe('the summary for machines', () => {
  const facts = givenPhases({
    ...lively,
    changes: [normal, backlash, cooling, recovered],
    gauge: givenGauge(),
    sources: [
      {
        source: 'reddit',
        counts: [40, 0, 0, 0],
        state: 'ok',
        lastReadMs: nowMs,
        lastPostMs: nowMs - hourMs,
        sinceMs: null,
        problem: null,
        worse: [],
        channels: 1,
        opensOnly: false,
      },
    ],
  })

  it('has the fields that were promised, each with its value', () => {
    const { calibrated24h, asOf, ...summary } = machineSummary(facts, address, 0.09)
    assert.deepEqual([calibrated24h, asOf], [null, null])
    assert.deepEqual(summary, {
      story: 'plex-privacy',
      title: 'Plex privacy policy: users object to losing the data opt-out',
      company: 'Plex',
      url: 'https://outcry.example/stories/plex-privacy',
      demonstration: false,
      closedAt: null,
      phase: {
        id: 'recovery',
        label: 'Recovery',
        since: '2017-08-21T15:05:00.000Z',
        detail: 'recovered',
        reason: recovered.reason,
      },
      net: { now: -0.0185, dayBefore: -0.25, normal: 0.09 },
      posts: { lastHour: 50, normalHour: 8, peakHour: 625, total: 15_231 },
      shares24h: { negative: 0.414, neutral: 0.344, positive: 0.242 },
      statement: {
        kind: 'reversal',
        at: '2017-08-19T21:00:00Z',
        title: 'Plex: reversal',
        text: 'Plex: reversal',
        url: null,
        number: 2,
      },
      sources: [{ id: 'reddit', state: 'ok', lastRead: '2017-08-22T18:05:00.000Z' }],
      version: 7,
      dataTo: '2017-08-22T18:05:00.000Z',
      checkedAt: '2017-08-22T18:05:00.000Z',
      phaseChangedAt: '2017-08-21T15:20:00.000Z',
    })
  })

  it('says null where it does not know, and learning while it learns', () => {
    const { phase, net, posts, statement, dataTo, phaseChangedAt } = machineSummary(givenPhases({}), address, null)
    assert.deepEqual([phase.id, phase.detail, phase.since], ['calm', 'learning', null])
    assert.match(phase.reason, /^Learning what is normal: /)
    assert.deepEqual(
      [net, posts.normalHour, posts.peakHour],
      [{ now: null, dayBefore: null, normal: null }, null, null],
    )
    assert.deepEqual([statement, dataTo, phaseChangedAt], [null, null, null])
  })

  it('says since when a story is closed', () => {
    const closed = givenPhases({ closedAtMs: Date.UTC(2017, 7, 22) })
    assert.equal(machineSummary(closed, address, null).closedAt, '2017-08-22T00:00:00.000Z')
  })

  it('says what a person set, and why', () => {
    const override = { phase: 'calm' as const, reason: 'A fair.', since: '2017-08-22T10:00:00.000Z', version: 9 }
    const { phase } = machineSummary(
      givenPhases({ ...bothStatements, changes: [normal, backlash], override }),
      address,
      null,
    )
    assert.deepEqual([phase.id, phase.detail, phase.reason], ['calm', 'calm', 'A fair.'])
  })
})
