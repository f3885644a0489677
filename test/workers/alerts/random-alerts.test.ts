// Seeded stories with revisions, persons, crashes, a second worker and a clock that jumps: what stands is told, once, and nothing that fell.
import assert from 'node:assert/strict'
import { createSeeded } from '../../../analysis/seeded.ts'
import { decideAlerts, decideWithdrawals, type ToldAlert } from '../../../events/alert-decisions.ts'
import type { OutcryEvent, RecordedEvent } from '../../../events/catalogue.ts'
import type { PhaseChange } from '../../../events/phase.ts'
import { phases, type StoryPhases } from '../../../projections/phases.ts'
import { phaseOccasions } from '../../../workers/alerts/phase-occasions.ts'
import { alertRule, declared, overridden, phaseChange, revised, withdrawn } from '../../given.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const yearMs = 365 * 24 * hourMs
const course = ['early-signs', 'backlash', 'cooling', 'second-wave', 'cooling', 'recovered', 'calm'] as const
const rule = alertRule({ sensitivity: 'sensitive' })
const iso = (ms: number) => new Date(ms).toISOString()

const runStory = (seed: number, jumps: boolean) => {
  const random = createSeeded(seed)
  const chance = (share: number) => random() < share
  let nowMs = Date.UTC(2026, 10, 26)
  let version = 1
  let state: StoryPhases = phases.initial
  let told: ToldAlert[] = []
  /** What was appended; `told` is how far that is folded. */
  let appended: ToldAlert[] = []
  let next = 0

  const record = (event: OutcryEvent) => {
    const recorded = { ...event, stream: 'story-s', revision: version, version: version++, recordedAt: iso(nowMs) }
    state = phases.evolve(state, recorded as RecordedEvent, 's')
  }
  const look = (isCut: () => boolean) => {
    const { occasions, lost } = phaseOccasions('s', state)
    for (const { id } of decideWithdrawals(told, lost)) {
      if (isCut()) return
      appended = appended.map((one) => (one.id === id ? { ...one, isWithdrawn: true } : one))
    }
    const { raise } = decideAlerts({ rule, fromVersion: 0, fromAt: iso(nowMs) }, occasions, told, nowMs)
    for (const { id, occasion } of raise) {
      if (isCut()) return
      const { trigger } = occasion
      // Expecting none: whoever comes second adds nothing.
      if (appended.every((one) => one.id !== id))
        appended = [...appended, { id, rule: rule.id, trigger, raisedAt: iso(nowMs), isWithdrawn: false }]
    }
  }
  const happen = () => {
    const last = state.changes.at(-1)
    const at = iso(Math.floor((nowMs - 15 * minuteMs) / (5 * minuteMs)) * 5 * minuteMs)
    if (chance(0.5) && (last === undefined || last.at < at))
      record(declared('s', phaseChange(at, course[next++ % course.length] as PhaseChange['phase'])))
    else if (last !== undefined && chance(0.3)) {
      const { declaredAt: _, version: __, isRevised: ___, ...change } = last
      const before = state.changes.at(-2)?.at ?? ''
      const moved = iso(Date.parse(change.at) - 5 * minuteMs)
      record(
        revised(
          's',
          moved > before ? moved : change.at,
          chance(0.5) && moved > before ? [{ ...change, at: moved }] : [],
        ),
      )
    } else if (chance(0.2))
      record(overridden('s', course[Math.floor(random() * course.length)] ?? 'calm', `because ${version}`))
    else if (state.override !== undefined) record(withdrawn('s', `no longer ${version}`))
  }

  for (let step = 0; step < 60; step++) {
    nowMs += Math.floor(random() * 90) * minuteMs
    if (jumps && chance(0.1)) nowMs += (chance(0.5) ? 1 : -1) * (chance(0.5) ? hourMs : yearMs)
    if (chance(0.6)) happen()
    if (chance(0.8)) look(() => chance(0.1))
    if (chance(0.2)) look(() => false) // a second worker, as far behind
    told = appended
  }
  for (let ms = 0; ms <= 3 * hourMs; ms += 5 * minuteMs) {
    nowMs += 5 * minuteMs
    look(() => false)
    told = appended
  }
  return { state, told, nowMs }
}

describe('alerts of random stories', () => {
  for (const jumps of [false, true])
    it(`are each raised once, and what stands at the end is told and nothing that fell${jumps ? ', by a clock that jumps' : ''}`, () => {
      for (let seed = 1; seed <= 60; seed++) {
        const { state, told, nowMs } = runStory(seed, jumps)
        assert.equal(new Set(told.map(({ id }) => id)).size, told.length, `seed ${seed}: an id twice`)
        const { occasions, lost } = phaseOccasions('s', state)
        const watching = { rule, fromVersion: 0, fromAt: iso(nowMs) }
        const left = decideAlerts(watching, occasions, told, nowMs)
        assert.deepEqual([left.raise, left.untilMs], [[], undefined], `seed ${seed}: something is untold`)
        assert.deepEqual(decideWithdrawals(told, lost), [], `seed ${seed}: something that fell stands`)
        const head = occasions.find(({ isOver }) => !isOver)
        if (head === undefined) continue
        // Without what was told it would be raised: so it was told.
        assert.equal(decideAlerts(watching, [head], [], nowMs).raise.length, 1, `seed ${seed}`)
        assert.ok(
          told.some(({ isWithdrawn, trigger }) => !isWithdrawn && trigger === head.trigger),
          `seed ${seed}`,
        )
      }
    })

  it('keep the cooldown where the clock does not jump: the milder ones are an hour apart', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { told } = runStory(seed, false)
      const times = told.filter(({ trigger }) => trigger === 'early-signs').map(({ raisedAt }) => Date.parse(raisedAt))
      for (const [i, ms] of times.entries())
        assert.ok(i === 0 || ms - (times[i - 1] as number) >= hourMs, `seed ${seed}: ${iso(ms)}`)
    }
  })
})
