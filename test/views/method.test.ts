// The page /method: every figure and threshold is the one the program uses, and what was not measured is said not to be.
import assert from 'node:assert/strict'
import { fewestLabels } from '../../analysis/calibration/calibration.ts'
import { defaults as repeats } from '../../analysis/duplicates/duplicates.ts'
import { fewestPosts } from '../../analysis/effects/share-change.ts'
import { defaults as emerging } from '../../analysis/emerging/emerging.ts'
import type { MethodFigures } from '../../analysis/method-figures.ts'
import { marks } from '../../analysis/phases/settings.ts'
import { createRender } from '../../server/render.ts'
import { methodView } from '../../views/method.ts'
import type { CalibrationFacts, MethodFacts } from '../../views/method-facts.ts'
import { nowMs } from './given-facts.ts'

const row = (negative: number, neutral: number, positive: number, unscored = 0) => ({
  negative,
  neutral,
  positive,
  unscored,
})
const set = (name: string, unseen: boolean, macroRecall: number) => ({
  name,
  unseen,
  posts: 1_000,
  macroRecall,
  macroF1: macroRecall - 0.05,
  standardError: 0.0061,
  recalls: { negative: 0.81, neutral: 0.62, positive: 0.7 },
  unscored: 3,
  peers: {
    sentiment: { macroRecall: 0.51, macroF1: 0.5 },
    'wink-sentiment': { macroRecall: 0.56, macroF1: 0.52 },
  },
})
const figures: MethodFigures = {
  lane: 'linear',
  model: 'en-1',
  measuredOn: '2017-08-20',
  peers: [{ name: 'sentiment', version: '5.0.2' }],
  sets: [set('tweeteval', false, 0.72), set('airline', true, 0.702), set('sxsw', true, 0.547)],
  confusion: { negative: row(60, 30, 8, 2), neutral: row(1, 2, 3), positive: row(0, 0, 0) },
  hourly: {
    set: 'airline',
    hours: 74,
    without: 0.255,
    calibrated: 0.06,
    labels: 200,
    constant: 0.111,
    draws: 20,
    peers: { sentiment: { without: 0.275, calibrated: 0.076 } },
  },
  otherLanguages: { languages: 12, sentences: 120, unscored: 118 },
}
const calibration: CalibrationFacts = {
  slug: 's',
  title: '<b>Story</b>',
  lane: 'linear',
  model: 'en-1',
  n: 212,
  sampled: 200,
  share: 0.42,
  lower: 0.36,
  upper: 0.48,
  error: { share: 0.031, logLoss: 0.71, uncalibrated: 0.95 },
  from: '2017-08-17T00:00:00.000Z',
  to: '2017-08-19T00:00:00.000Z',
  fittedAtMs: nowMs,
}
const given = (changes: Partial<MethodFacts> = {}): MethodFacts => ({
  version: '0.1.0',
  lanes: [
    { id: 'linear', model: 'en-1', stories: 1 },
    { id: 'afinn', model: 'afinn-sentiment-5.0.2', stories: 0 },
  ],
  figures,
  reactions: undefined,
  examples: [],
  calibrations: [],
  uncalibrated: 1,
  address: 'https://outcry.example',
  nowMs,
  ...changes,
})

const render = createRender({
  style: '/assets/s.css',
  pages: '/assets/p.css',
  embed: '/assets/e.css',
  script: '/assets/l.js',
  keys: '/assets/k.js',
  icon: '/assets/i.svg',
})
const page = (facts: MethodFacts) =>
  render('method', {
    ...methodView(facts),
    pageTitle: '',
    description: '',
    scripted: false,
    demonstration: false,
    about: '',
    checked: '',
  })
const words = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll(' .', '.')
    .replaceAll(' ,', ',')

describe('the method page', () => {
  it('has an address for every heading, and leads to each from its list', () => {
    const html = page(given())
    const ids = [...html.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id)
    const led = [...html.matchAll(/<a href="#([\w-]+)">/g)].map(([, id]) => id)
    assert.ok(ids.length >= 14)
    assert.deepEqual([...new Set(led)].filter((id) => id !== 'main').sort(), [...ids].sort())
  })

  it('says thresholds as the program has them', () => {
    const said = words(page(given()))
    assert.ok(said.includes(`G² of at least ${emerging.minG2}, at least ${emerging.minDocuments} posts`))
    assert.ok(said.includes(`at least ${emerging.minAuthors} authors`))
    assert.ok(said.includes(`in the last ${emerging.windowMs / 3_600_000} hours`))
    assert.ok(said.includes(`From ${fewestLabels} such labels on`))
    assert.ok(said.includes(`within ${repeats.windowMs / 3_600_000} hours`))
  })

  it('shows what was measured beside the best library, and the range of the sets never seen', () => {
    const view = methodView(given())
    const [, airline] = view.figures?.sets ?? []
    assert.deepEqual(
      [airline?.ours, airline?.error, airline?.peer, airline?.seen],
      ['70.2 / 65.2', '± 0.6', '56.0 / 52.0 (wink-sentiment)', 'never seen'],
    )
    const said = words(page(given()))
    assert.match(said, /On those, macro recall lies between 54\.7 and 70\.2 of 100/)
    assert.match(said, /off from that of people’s labels by 25\.5 points .* and by 6\.0 points with one on 200 labels/)
    assert.match(said, /Of 120 sentences in 12 other languages 98% were left unscored/)
  })

  it('shows a confusion matrix whose rows add up, and none of nothing', () => {
    const view = methodView(given())
    const [negative, , positive] = view.figures?.confusion ?? []
    assert.deepEqual(
      negative?.cells.map(({ count, share, right }) => [count, share, right]),
      [
        ['60', '60%', true],
        ['30', '30%', false],
        ['8', '8%', false],
        ['2', '2%', false],
      ],
    )
    assert.equal(negative?.all, '100')
    assert.equal(positive?.cells[0]?.share, '0%')
  })

  it('says that nothing was measured where nothing was', () => {
    const said = words(page(given({ figures: undefined })))
    assert.match(said, /Nothing has been measured of the models of this version\./)
    assert.doesNotMatch(said, /Macro recall|Confusion matrix/)
  })

  it('says of a calibrated story on how many labels, with interval and error, and of the others that they are uncertain', () => {
    const html = page(given({ calibrations: [calibration] }))
    assert.match(html, /<a href="\/stories\/s"><bdi>&lt;b&gt;Story/)
    const said = words(html)
    assert.match(said, /212 \(200 drawn at random\).*42% \(36% to 48%\).*± 3\.1 points.*0\.95 → 0\.71/)
    assert.match(said, /1 story shown here without a calibration of its own: .* uncertain by about 25\.5 points/)
    assert.doesNotMatch(words(page(given({ uncalibrated: 0 }))), /without a calibration of its own/)
  })

  it('says how well reactions are found, and of what was not measured that it was not', () => {
    const praise = { slug: 'praise', said: 19, found: 16, right: 9, precision: 0.56, recall: null }
    const said = words(page(given({ reactions: { posts: 346, figures: [praise] } })))
    assert.match(said, /A person read 346 posts/)
    assert.match(said, /Thanks for the reversal praise 19 56% –/)
    assert.match(said, /Law or regulator legal – – –/)
    assert.match(words(page(given())), /How well has not been measured\./)
  })

  it('says that its examples are invented', () => {
    const examples = [{ text: 'Great.', meant: 'negative', said: 'positive', why: 'irony' }] as const
    const said = words(page(given({ examples })))
    assert.match(said, /These posts are invented by us.*“Great\.” negative positive irony/)
  })

  it('tells each phase with its rule', () => {
    const said = words(page(given()))
    assert.match(said, new RegExp(`Early signs Calm, with a note evidence over ${marks.earlySigns};`))
    assert.match(said, new RegExp(`Backlash Backlash the same with evidence over ${marks.backlash}`))
    assert.match(said, /No recovery yet is a line of text: 7 days after/)
  })

  it('tells how a statement is measured, with the numbers of the code', () => {
    const said = words(page(given()))
    assert.match(said, /share of negative posts of the 12 hours before is compared with that of the 12 hours after/)
    assert.match(said, new RegExp(`Fewer than ${fewestPosts} posts on either side`))
    assert.match(said, /may halve in 19 hours without a word/)
    assert.match(said, /once a service has 50 such moments of its own/)
  })

  it('says how to cite it: version, model, day and address', () => {
    assert.equal(
      methodView(given()).citation,
      'Outcry, “Method and limits”, version 0.1.0, lane linear (en-1), 22 Aug 2017, https://outcry.example/method',
    )
  })
})
