// Which alerts would have come over the past of a story: as those that are raised live, by the same deciding.
import assert from 'node:assert/strict'
import path from 'node:path'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import type { AlertRule } from '../../../events/alert.ts'
import { rebuild } from '../../../projections/rebuild.ts'
import { type Story, storyOf } from '../../../projections/stories.ts'
import { backtestAlerts } from '../../../workers/alerts/backtest-alerts.ts'
import { backtest } from '../../../workers/phases/backtest.ts'
import {
  alertRule,
  analysed,
  channelOpened,
  emerged,
  finding,
  inStory,
  received,
  statement,
  storyOpened,
  streamOf,
} from '../../given.ts'
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
})
