// Alerts as they are raised from the log: at once, once, in few words, and none for a past.
import assert from 'node:assert/strict'
import type { PhaseChange } from '../../events/phase.ts'
import { alertOf } from '../../projections/alerts.ts'
import {
  channelOpened,
  channelRead,
  declared,
  emerged,
  overridden,
  phaseChange,
  revised,
  ruleSet,
  statement,
  storyClosed,
  storyOpened,
  withdrawn,
} from '../given.ts'
import { until } from '../running.ts'
import { createRaising, iso, minuteMs, noonMs } from './raising.ts'

const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

describe('raising alerts', () => {
  let given: ReturnType<typeof createRaising>
  beforeEach(async () => {
    given = createRaising()
    await given.record(channelOpened('feedback'), storyOpened('s'))
    await given.post('s', 30)
  })
  afterEach(async () => {
    await given.close()
    assert.deepEqual(given.problems, [])
  })

  /** Decided by the five minutes that began a quarter of an hour ago. */
  const change = (phase: PhaseChange['phase'], changes: Partial<PhaseChange> = {}) =>
    phaseChange(iso(given.clock.ms - 15 * minuteMs), phase, changes)
  const byEvents = { on: ['phase-change', 'early-signs', 'statement'] } as const
  const declare = async (phase: PhaseChange['phase']) => {
    const one = change(phase)
    await given.record(declared('s', one))
    return one
  }

  it('says of a change of phase what decided, with its counts and typical posts', async () => {
    await given.record(ruleSet({ to: ['chat'], severity: 8 }))
    given.clock.ms += 15 * minuteMs
    await given.record(declared('s', change('backlash', { onset: iso(noonMs - hourMs) })))
    assert.deepEqual(await given.look(), ['Plex: Backlash'])
    const [{ id, raisedAt, posts, ...alert } = assert.fail()] = given.listed()
    assert.deepEqual(alert, {
      rule: 'team',
      slug: 's',
      trigger: 'phase-change',
      severity: 8,
      at: iso(noonMs),
      since: iso(noonMs - hourMs),
      title: 'Plex: Backlash',
      reason: 'backlash, by these counts.',
      topics: [],
      sources: [{ name: 'webhook', posts: 30 }],
      phrases: [],
      to: ['chat'],
    })
    assert.equal(posts.length, 3)
    assert.equal(raisedAt, iso(given.clock.ms))
    const stream = await given.log.read(`alert-${id}`)
    assert.deepEqual(
      stream.map(({ type, revision }) => [type, revision]),
      [['AlertRaised', 0]],
    )
  })

  it('tells each change once, whatever repeats: a look, another worker, a start over the same log', async () => {
    await given.record(ruleSet())
    await declare('backlash')
    assert.deepEqual(await given.look(), ['Plex: Backlash'])
    assert.deepEqual(await given.look(), [])
    const head = await given.log.head()
    await Promise.all([given.worker().look(), given.worker().look()])
    assert.equal(await given.log.head(), head)
  })

  it('raises after a crash what was decided and not appended, and nothing twice that was', async () => {
    await given.record(ruleSet())
    await declare('backlash')
    const { read, append } = given.log
    const crash = () => Promise.reject(new Error('killed'))
    await assert.rejects(given.worker({ read, append: crash }).look(), /killed/)
    assert.deepEqual(given.listed(), [])
    const lost = given.worker({ read, append: (writes) => append(writes).then(crash) })
    await assert.rejects(lost.look(), /killed/)
    await given.folded()
    assert.equal(given.listed().length, 1)
    assert.deepEqual(await given.look(), [])
  })

  it('of two workers that find the same at once one raises it', async () => {
    await given.record(ruleSet())
    await declare('backlash')
    await Promise.all([given.worker().look(), given.worker().look(), given.worker().look()])
    await given.folded()
    assert.equal(given.listed().length, 1)
  })

  it('follows the event, by a worker that runs', async () => {
    await given.record(ruleSet())
    const stopping = new AbortController()
    const running = given.worker().run(stopping.signal)
    try {
      await until('the first look', () => given.keepUp.isCaughtUp() || undefined)
      for (const phase of ['backlash', 'cooling', 'recovered'] as const) {
        given.clock.ms += 2 * hourMs
        const count = given.listed().length
        await declare(phase)
        await until(phase, () => given.listed().length > count || undefined)
      }
    } finally {
      stopping.abort()
      await running
    }
  })

  it('is over nothing that was before the rule, nor in stories that it is not over', async () => {
    await declare('backlash')
    await given.record(statement('s', 'said', iso(noonMs), 'apology'))
    await given.record(ruleSet({ id: 'all' }), ruleSet({ id: 'other', stories: ['other'] }))
    assert.deepEqual(await given.look(), [])
    await declare('recovered')
    assert.deepEqual(await given.look(), ['Plex: Recovered'])
    assert.deepEqual(
      given.listed().map(({ rule }) => rule),
      ['all'],
    )
  })

  it('never floods from a past: not from a dump in a story without live posts, nor in one with them', async () => {
    await given.record(ruleSet({ on: ['phase-change', 'early-signs', 'statement', 'new-topic'] }), storyOpened('old'))
    const then = (days: number) => iso(noonMs - days * dayMs)
    for (const slug of ['old', 's'])
      await given.record(
        ...(['backlash', 'cooling', 'recovered'] as const).map((phase, i) =>
          declared(slug, phaseChange(then(400 - i), phase)),
        ),
        statement(slug, 'one', then(399), 'apology'),
        statement(slug, 'two', then(2), 'reversal'),
        emerged(slug, 'bye', { at: then(399), since: then(399), documents: 200, g2: 300 }),
      )
    assert.deepEqual(await given.look('old'), [])
    assert.deepEqual(await given.look('s'), [])
    // What was imported while nobody wrote is no news when somebody does.
    await given.record(declared('old', phaseChange(then(3), 'backlash')))
    await given.post('old')
    assert.deepEqual(await given.look('old'), [])
  })

  it('is of the last of what happened while nothing was running, with the rest beside it', async () => {
    await given.record(ruleSet(byEvents))
    given.clock.ms += 2 * dayMs
    const at = (hours: number) => iso(noonMs + hours * hourMs)
    await given.record(
      declared('s', phaseChange(at(3), 'backlash')),
      declared('s', phaseChange(at(20), 'cooling')),
      declared('s', phaseChange(at(40), 'recovered')),
    )
    assert.deepEqual(await given.look(), ['Plex: Recovered'])
    assert.equal(
      given.listed()[0]?.reason,
      'recovered, by these counts. Before it: Backlash (Thu 26 Nov, 15:00 UTC); Cooling (Fri 27 Nov, 08:00 UTC).',
    )
  })

  it('lets a milder change wait for the end of the cooldown, and tells the end of a story at once', async () => {
    await given.record(ruleSet(byEvents))
    await declare('backlash')
    assert.deepEqual(await given.look(), ['Plex: Backlash'])
    given.clock.ms += 20 * minuteMs
    await declare('cooling')
    assert.deepEqual(await given.look(), [])
    given.clock.ms += 40 * minuteMs
    assert.deepEqual(await given.look(), ['Plex: Cooling'])
    given.clock.ms += minuteMs
    await declare('recovered')
    assert.deepEqual(await given.look(), ['Plex: Recovered'])
  })

  it('loses and doubles nothing when the clock jumps', async () => {
    await given.record(ruleSet(byEvents))
    const titles: string[] = []
    const jump = async (ms: number, phase: PhaseChange['phase']) => {
      const told = await declare(phase)
      given.clock.ms += ms
      titles.push(...(await given.look()))
      given.clock.ms += 2 * hourMs
      titles.push(...(await given.look()))
      return told
    }
    const yearMs = 365 * dayMs
    await jump(yearMs, 'backlash')
    await jump(-yearMs, 'cooling')
    await jump(-hourMs, 'second-wave')
    await jump(hourMs, 'cooling')
    await jump(-yearMs, 'recovered')
    assert.deepEqual(
      titles,
      ['Backlash', 'Cooling', 'Second wave', 'Cooling', 'Recovered'].map((words) => `Plex: ${words}`),
    )
  })

  it('withdraws what a revision takes away, and keeps quiet when it only moves it', async () => {
    const quietHours = { from: '13:00', to: '18:00', timeZone: 'UTC' }
    await given.record(ruleSet({ ...byEvents, to: ['chat'], quietHours }))
    const backlash = await declare('backlash')
    await given.look()
    const moved = { ...backlash, at: iso(Date.parse(backlash.at) - 40 * minuteMs) }
    await given.record(revised('s', moved.at, [moved]))
    given.clock.ms += 2 * hourMs
    assert.deepEqual(await given.look(), [])
    assert.equal(given.listed()[0]?.withdrawn, undefined)
    await given.record(revised('s', moved.at, [], 'posts were removed'))
    assert.deepEqual(await given.look(), [])
    const [{ id, withdrawn: gone } = assert.fail()] = given.listed()
    assert.deepEqual(gone, { at: iso(given.clock.ms), why: 'posts were removed' })
    const { data } = (await given.log.read(`alert-${id}`)).at(-1) ?? {}
    const notBefore = '2026-11-26T18:00:00.000Z'
    assert.deepEqual(data, { id, slug: 's', why: 'posts were removed', to: ['chat'], notBefore })
    assert.deepEqual(alertOf(given.readModel, id), given.listed()[0])
    await given.record(declared('s', backlash))
    assert.deepEqual(await given.look(), ['Plex: Backlash'])
  })

  it('follows a person who says another phase, and the counts again once that is taken back', async () => {
    await given.record(ruleSet())
    await declare('backlash')
    await given.look()
    given.clock.ms += 2 * hourMs
    await given.record(overridden('s', 'recovered', 'A fair, not a backlash.'))
    assert.deepEqual(await given.look(), ['Plex: Recovered'])
    assert.equal(given.listed()[1]?.reason, 'Set by a person: A fair, not a backlash.')
    await declare('second-wave')
    assert.deepEqual(await given.look(), [])
    await given.record(withdrawn('s', 'It was one.'))
    assert.deepEqual(await given.look(), ['Plex: Second wave'])
    given.clock.ms += 2 * hourMs
    await given.record(overridden('s', 'calm', 'Another company.'))
    assert.deepEqual(await given.look(), ['Plex: Calm'])
    await given.record(withdrawn('s', 'Ours after all.'))
    assert.deepEqual(await given.look(), ['Plex: Second wave, as counted'])
    assert.equal(given.listed().at(-1)?.reason, 'A person took “Calm” back: Ours after all.')
  })

  it('tells the end of a story of which nobody wrote any more', async () => {
    await given.record(ruleSet({ on: ['phase-change'], sensitivity: 'strict' }))
    await declare('calm')
    await declare('backlash')
    assert.deepEqual(await given.look(), ['Plex: Backlash'])
    given.clock.ms += 14 * dayMs
    await declare('calm')
    assert.deepEqual(await given.look(), ['Plex: Calm'])
  })

  it('tells early signs, and when they are over, whom it told of them', async () => {
    await given.record(ruleSet(), ruleSet({ id: 'calm', on: ['phase-change'] }))
    await declare('early-signs')
    assert.deepEqual(await given.look(), ['Plex: Early signs'])
    given.clock.ms += dayMs
    await declare('calm')
    assert.deepEqual(await given.look(), ['Plex: Early signs are over'])
  })

  it('tells that a story is closed, and that it goes on; of a closed one nothing else', async () => {
    await given.record(ruleSet({ on: ['phase-change', 'early-signs'] }), ruleSet({ id: 'said', on: ['statement'] }))
    await declare('early-signs')
    await given.record(storyClosed('s'))
    assert.deepEqual(await given.look(), ['Plex: No longer watched'])
    assert.match(given.listed()[0]?.reason ?? '', /^A person closed the story\. .* Before it: Early signs \(/)
    await given.record(statement('s', 'one', iso(noonMs), 'other', 'Still here'))
    given.clock.ms += dayMs
    assert.deepEqual(await given.look(), [])
    await given.record(storyOpened('s'))
    assert.deepEqual((await given.look()).sort(), ['Plex: Statement: Still here', 'Plex: Watched again'])
  })

  it('tells a story closed and opened again within the cooldown in one, and not what is long ago', async () => {
    const again = [storyClosed('s'), storyOpened('s')]
    await given.record(ruleSet({ on: ['phase-change'] }))
    await declare('backlash')
    assert.deepEqual(await given.look(), ['Plex: Backlash'])
    await given.record(...again)
    assert.deepEqual(await given.look(), [])
    given.clock.ms += hourMs
    assert.deepEqual(await given.look(), ['Plex: Watched again'])
    assert.match(given.listed()[1]?.reason ?? '', /Before it: No longer watched \(/)
    await given.record(...again)
    given.clock.ms += 8 * dayMs
    assert.deepEqual(await given.look(), [])
  })

  it('tells a statement; a reversal in spite of the cooldown', async () => {
    await given.record(ruleSet())
    await given.record(statement('s', 'one', iso(noonMs), 'explainer', 'Why we do it'))
    assert.deepEqual(await given.look(), ['Plex: Statement: Why we do it'])
    await given.record(statement('s', 'two', iso(noonMs), 'confirmation', 'It stays'))
    await given.record(statement('s', 'three', iso(noonMs), 'reversal', 'It goes'))
    assert.deepEqual(await given.look(), ['Plex: Reversal: It goes'])
    assert.match(
      given.listed()[1]?.reason ?? '',
      /^The company made a statement \(reversal\): It goes\. Before it: Statement: It stays \(/,
    )
  })

  it('tells an emerging phrase when it is strong enough, once while it goes on', async () => {
    await given.record(ruleSet({ on: ['new-topic'] }))
    const tell = (changes: object) =>
      given.record(
        emerged('s', 'unlock fee', { since: iso(noonMs - hourMs), at: iso(given.clock.ms), g2: 80, ...changes }),
      )
    await tell({ documents: 12 })
    assert.deepEqual(await given.look(), [])
    given.clock.ms += 6 * hourMs
    await tell({ documents: 25, ratio: 4 })
    assert.deepEqual(await given.look(), ['Plex: many write “unlock fee”'])
    assert.deepEqual(given.listed()[0]?.phrases, [{ name: 'unlock fee', posts: 25 }])
    given.clock.ms += 6 * hourMs
    await tell({ documents: 60 })
    assert.deepEqual(await given.look(), [])
  })

  it('tells that more than usual leave, with posts that say so, once while it goes on', async () => {
    await given.record(ruleSet())
    for (let hour = 0; hour < 13; hour++) {
      given.clock.ms += hourMs
      await given.post('s', 10)
      if (hour % 4 === 0) await given.post('s', 1, ['leaving'])
    }
    given.clock.ms += 50 * minuteMs
    await given.post('s', 10)
    assert.deepEqual(await given.look(), [])
    await given.post('s', 10, ['leaving'])
    given.clock.ms += 10 * minuteMs
    assert.deepEqual(await given.look(), ['Plex: more people say they leave'])
    const [{ reason, topics, posts } = assert.fail()] = given.listed()
    assert.match(
      reason,
      /^11 of 31 posts in the last hour say they leave \(35 %\), 3 of 153 in 13 usual hours before \(2.0 %\); G² \d+ at dispersion 1.3, bar 17.8\.$/,
    )
    assert.deepEqual(topics, [{ name: 'leaving', posts: 11 }])
    assert.equal(posts.length, 3)
    given.clock.ms += 3 * hourMs - 10 * minuteMs
    await given.post('s', 10, ['leaving'])
    given.clock.ms += 10 * minuteMs
    assert.deepEqual(await given.look(), [])
  })

  it('tells that a channel is not heard any more, once, in the first story that has it', async () => {
    await given.record(ruleSet(), storyOpened('t'), channelOpened('forum', 'feed'))
    await given.post('t')
    await given.record(channelRead('forum', iso(noonMs - minuteMs), iso(noonMs)))
    assert.deepEqual(await given.look(), [])
    const failed = (ms: number) =>
      given.record({ type: 'ChannelFailed', data: { id: 'forum', at: iso(ms), problem: 'it answers 500' } })
    given.clock.ms += minuteMs
    await failed(given.clock.ms)
    given.clock.ms += 2 * hourMs
    await failed(given.clock.ms)
    assert.deepEqual(await given.look(), ['Plex: channel forum is failing'])
    assert.match(
      given.listed()[0]?.reason ?? '',
      /^Channel forum: Failing since .*: it answers 500 It is read for t, too\.$/,
    )
    given.clock.ms += 4 * hourMs
    assert.deepEqual(await given.look(), [])
    assert.deepEqual(given.listed('t'), [])
  })

  it('looks at what no event tells, however often events wake it', async () => {
    await given.record(ruleSet({ on: ['source-silent'] }), channelOpened('forum', 'feed'))
    await given.post('s')
    const stopping = new AbortController()
    const running = given.worker(given.log, 300).run(stopping.signal)
    try {
      const failed = {
        type: 'ChannelFailed',
        data: { id: 'forum', at: iso(given.clock.ms), problem: 'it is away' },
      } as const
      await given.record(failed)
      given.clock.ms += 2 * hourMs
      await given.record({ ...failed, data: { ...failed.data, at: iso(given.clock.ms) } })
      let said = 0
      await until('the alert', async () => {
        await given.record(statement('s', `no-${said++}`, iso(noonMs), 'other'))
        return given.listed().length > 0 || undefined
      })
    } finally {
      stopping.abort()
      await running
    }
  })
})
