// Which alerts would have come over the past of a story: as those that are raised live, by the same deciding.
import assert from 'node:assert/strict'
import path from 'node:path'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import type { AlertRule } from '../../../events/alert.ts'
import type { OutcryEvent } from '../../../events/catalogue.ts'
import { rebuild } from '../../../projections/rebuild.ts'
import { type Story, storyOf } from '../../../projections/stories.ts'
import { backtestAlerts } from '../../../workers/alerts/backtest-alerts.ts'
import { backtest } from '../../../workers/phases/backtest.ts'
import {
  alertRule,
  analysed,
  channelOpened,
  channelRead,
  emerged,
  finding,
  inStory,
  received,
  recorded,
  statement,
  storyOpened,
  streamOf,
} from '../../given.ts'
import { folded } from '../../projections/shown.ts'
import { remove, scratchFolder } from '../../running.ts'
import { createWatching, hourMs, outburst, slug, startMs } from '../watching.ts'

const stormMs = startMs + 9 * 24 * hourMs
const iso = (ms: number) => new Date(ms).toISOString()

describe('a test of alert rules', () => {
  const folder = scratchFolder('alerts')
  let given: ReturnType<typeof createWatching>
  let test: (...rules: readonly Partial<AlertRule>[]) => ReturnType<typeof backtestAlerts>
  before(async () => {
    given = createWatching(path.join(folder, 'read.db'))
    const random = createSeeded(5)
    await given.record(
      channelOpened('feedback'),
      storyOpened(slug, { company: 'Acme' }),
      statement(slug, 'one', iso(stormMs + 5 * hourMs), 'explainer', 'Why'),
      statement(slug, 'two', iso(stormMs + 5.5 * hourMs), 'confirmation', 'It stays'),
      emerged(slug, 'unlock fee', { since: iso(stormMs), at: iso(stormMs + hourMs), documents: 40, g2: 90, ratio: 9 }),
    )
    await given.log.append(
      outburst.map(({ post, label }) => {
        const isStorm = Date.parse(post.at) >= stormMs && Date.parse(post.at) < stormMs + 10 * hourMs
        const topics = random() < (isStorm ? 0.25 : 0.03) ? ['leaving'] : []
        const found = analysed(post, finding(label, [inStory(slug, ...topics)]))
        return { stream: streamOf(found), expected: 'none' as const, events: [received(post), found] }
      }),
    )
    await rebuild({ log: given.log, readModel: given.readModel })
    const story = storyOf(given.readModel, slug) as Story
    const found = await backtest(given.readModel, story, createEngine, given.clock.ms)
    test = (...rules) => backtestAlerts(given.readModel, story, rules.map(alertRule), found)
  })
  after(async () => {
    await given.close()
    remove(folder)
  })

  it('says when which alert would have been raised, and why', async () => {
    const all = {
      on: ['phase-change', 'early-signs', 'statement', 'new-topic', 'volume', 'negative-share', 'leaving'],
    } as const
    const [raised = []] = await test(all)
    const titles = raised.map(({ title }) => title.replace('Acme: ', ''))
    for (const title of [
      'Early signs',
      'Backlash',
      'Statement: Why',
      'many write “unlock fee”',
      'many more posts than usual',
      'more posts than usual are negative',
      'more people say they leave',
    ])
      assert.equal(titles.filter((one) => one === title).length, 1, `${title} in ${titles.join(', ')}`)
    assert.deepEqual(
      raised.map(({ raisedAt }) => raisedAt).toSorted(),
      raised.map(({ raisedAt }) => raisedAt),
    )
    for (const trigger of ['volume', 'negative-share', 'leaving']) {
      const first = raised.find((one) => one.trigger === trigger)
      assert.ok(Date.parse(first?.raisedAt ?? '') < stormMs + 2 * hourMs, `${trigger}: ${first?.raisedAt}`)
      assert.match(first?.reason ?? '', /; G² \d+ at dispersion \d+\.\d, bar [\d.]+\.$/)
    }
    const backlash = raised.find(({ title }) => title === 'Acme: Backlash')
    assert.equal(Date.parse(backlash?.raisedAt ?? '') - Date.parse(backlash?.at ?? ''), 15 * 60_000)
    assert.match(backlash?.reason ?? '', /negative posts in/)
  })

  it('holds cooldown and quiet hours, and is stricter with a stricter rule', async () => {
    const said = { on: ['statement'], cooldownMinutes: 60 } as const
    const quietHours = { from: '00:00', to: '23:59', timeZone: 'UTC' }
    const [held = [], free = [], quiet = []] = await test(
      said,
      { ...said, cooldownMinutes: 10 },
      { ...said, quietHours },
    )
    const at = [5, 6].map((hours) => iso(stormMs + hours * hourMs))
    assert.deepEqual(
      held.map(({ raisedAt }) => raisedAt),
      at,
    )
    assert.deepEqual(
      free.map(({ raisedAt }) => raisedAt),
      [at[0], iso(stormMs + 5.5 * hourMs)],
    )
    assert.equal(quiet[0]?.notBefore, iso(stormMs + 24 * hourMs - 60_000))
    const phases = { on: ['phase-change'] } as const
    const counts = (
      await test(...(['sensitive', 'balanced', 'strict'] as const).map((sensitivity) => ({ ...phases, sensitivity })))
    ).map(({ length }) => length)
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    )
    assert.ok((counts[0] ?? 0) > (counts[2] ?? 0), counts.join())
  })

  it('says which channels would have been told of as not heard, while they were not', async () => {
    const hoursOn = (hours: number) => startMs + hours * hourMs
    const happened: readonly [hours: number, event: OutcryEvent][] = [
      [0, storyOpened(slug, { company: 'Acme', channels: ['forum'] })],
      [0, storyOpened('all', { company: 'Acme' })],
      [1, channelOpened('forum', 'discourse')],
      [0, channelOpened('elsewhere', 'discourse')],
      [1.005, channelRead('forum', iso(hoursOn(0)), iso(hoursOn(1.005)))],
      [1.1, { type: 'ChannelFailed', data: { id: 'forum', at: iso(hoursOn(1.1)), problem: 'answers 502' } }],
      [3, channelRead('forum', iso(hoursOn(1.005)), iso(hoursOn(3)))],
      [4, channelRead('forum', iso(hoursOn(3)), iso(hoursOn(4)))],
      [4.1, { type: 'ChannelClosed', data: { id: 'forum', at: iso(hoursOn(4.1)) } }],
    ]
    const readModel = folded(
      happened.flatMap(([hours, event], after) => recorded([event], { fromMs: hoursOn(hours), after })),
    )
    const story = storyOf(readModel, slug) as Story
    const rules = (['sensitive', 'balanced', 'strict'] as const).map((sensitivity) => ({ sensitivity }))
    const raised = async (changes: Partial<AlertRule>, fromHours = 0, toHours = 5) => {
      const range = { changes: [], fromMs: hoursOn(fromHours), toMs: hoursOn(toHours) }
      const [found = []] = await backtestAlerts(
        readModel,
        story,
        [alertRule({ on: ['source-silent'], ...changes })],
        range,
      )
      return found.map(({ raisedAt, title }) => [(Date.parse(raisedAt) - startMs) / 60_000, title])
    }
    const [delayed, failing] = ['Acme: channel forum is delayed', 'Acme: channel forum is failing']
    assert.deepEqual(await Promise.all(rules.map((rule) => raised(rule))), [
      // Of 15 minutes past its round; that it fails since is the same news.
      [
        [75.5, delayed],
        [195.5, delayed],
      ],
      [[126.5, failing]],
      [[126.5, failing]],
    ])
    const sensitive = { sensitivity: 'sensitive' } as const
    assert.deepEqual(await raised({ ...sensitive, cooldownMinutes: 150 }), [
      [75.5, delayed],
      [225.5, delayed],
    ])
    assert.equal((await raised({ ...sensitive, cooldownMinutes: 180 })).length, 1, 'it was read again before')
    assert.deepEqual(await raised(sensitive, 2), [
      [120, delayed],
      [195.5, delayed],
    ])
    assert.deepEqual(await raised(sensitive, 4.1), [])
    assert.deepEqual(await raised(sensitive, 0, 1), [])
  })
})
