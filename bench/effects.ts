// How honest the measured effect of a statement is: at moments without one, at simulated reversals, in the demonstration.
import { z95 } from '../analysis/effects/newcombe.ts'
import { demonstrated } from './effect-demo.ts'
import { isThere, type Odd, simulator, streams } from './effect-streams.ts'
import { listen, nothingSaid, type Said } from './effect-verdicts.ts'
import { median, type Result, round } from './table.ts'

const levels = [
  { level: 2, seeds: 14 },
  { level: 20, seeds: 12 },
  { level: 200, seeds: 9 },
] as const
/** Of our own choosing: none of them was looked at when the constants were chosen. */
const firstSeed = 52_001
const demonstrationSeeds = [2017, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const odd: readonly { readonly name: string; readonly options: Odd }[] = [
  { name: 'two labels in three right', options: { accuracy: 0.65 } },
  { name: '95 % of labels right', options: { accuracy: 0.95 } },
  { name: 'hardly any replies', options: { branching: 0.05 } },
  { name: '.6 replies per post', options: { branching: 0.6 } },
]

const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i)
const percent = <Item>(items: readonly Item[], is: (item: Item) => boolean) =>
  items.length === 0 ? '-' : round((100 * items.filter(is).length) / items.length, 1)
const heard = async (level: number, seeds: readonly number[], options?: Odd): Promise<Said> => {
  const said = nothingSaid()
  for await (const stream of streams(level, seeds, options)) listen(stream, said)
  return said
}
const within = (value: string | number, least: number, most: number) =>
  typeof value === 'number' && value >= least && value <= most

const placeboRow = (name: string, { placebo }: Said) => ({
  stories: name,
  moments: placebo.length,
  'interval holds 0, %': percent(placebo, (score) => score <= z95),
})

const simulated = async (report: (result: Result) => void) => {
  const found: { name: string; said: Said }[] = []
  for (const { level, seeds } of levels)
    found.push({ name: `${level} posts/h`, said: await heard(level, seedsFrom(firstSeed, seeds)) })
  const sum = <Key extends keyof Said>(key: Key) => found.flatMap(({ said }) => said[key] as unknown[]) as Said[Key]
  const all: Said = {
    placebo: sum('placebo'),
    reversals: sum('reversals'),
    visibleReversals: sum('visibleReversals'),
    explainers: sum('explainers'),
    fading: sum('fading'),
  }
  const rows = [...found, { name: 'all', said: all }]
  const busy = found.at(-1)?.said ?? all

  report({
    name: 'effects: moments without a statement, after the peak',
    goal: 'the 95 % interval holds 0 at 93 to 97 %',
    reached: within(placeboRow('all', all)['interval holds 0, %'], 93, 97),
    rows: rows.map(({ name, said }) => placeboRow(name, said)),
  })
  report({
    name: 'effects: reversals (visible: negative posts at 1.5 times the usual rate or more when it is said)',
    goal: 'at 200 posts/h ≥ 80 % of the visible read better; of all ≤ 2.5 % read worse',
    reached:
      within(
        percent(busy.visibleReversals, (verdict) => verdict === 'better'),
        80,
        100,
      ) &&
      within(
        percent(all.reversals, (verdict) => verdict === 'worse'),
        0,
        2.5,
      ),
    rows: rows.map(({ name, said: { reversals, visibleReversals } }) => ({
      stories: name,
      reversals: reversals.length,
      'better, %': percent(reversals, (verdict) => verdict === 'better'),
      'worse, %': percent(reversals, (verdict) => verdict === 'worse'),
      visible: visibleReversals.length,
      'visible better, %': percent(visibleReversals, (verdict) => verdict === 'better'),
    })),
  })
  report({
    name: 'effects: explainers that backfire',
    goal: '≤ 2.5 % read better',
    reached: within(
      percent(all.explainers, (verdict) => verdict === 'better'),
      0,
      2.5,
    ),
    rows: rows.map(({ name, said: { explainers } }) => ({
      stories: name,
      explainers: explainers.length,
      'worse, %': percent(explainers, (verdict) => verdict === 'worse'),
      'better, %': percent(explainers, (verdict) => verdict === 'better'),
    })),
  })
  const fits = (said: Said, hours: number) => said.fading.filter((fit) => fit.hours === hours)
  const errorAt = (said: Said, hours: number) => round(median(fits(said, hours).map(({ error }) => error)), 2)
  report({
    name: 'effects: half-life of criticism, by hours since the peak',
    goal: '90 % interval holds the truth at 87 to 93 %; at 200 posts/h median error ≤ .4 doublings at 24 h, ≤ .25 at 48 h',
    reached:
      within(
        percent(all.fading, ({ held }) => held),
        87,
        93,
      ) &&
      errorAt(busy, 24) <= 0.4 &&
      errorAt(busy, 48) <= 0.25,
    rows: rows.flatMap(({ name, said }) =>
      [24, 48].map((hours) => ({
        stories: name,
        hours,
        fits: fits(said, hours).length,
        'median error, doublings': errorAt(said, hours),
        'interval holds, %': percent(fits(said, hours), ({ held }) => held),
      })),
    ),
  })

  const beyond = []
  for (const { name, options } of odd) beyond.push(placeboRow(name, await heard(20, seedsFrom(firstSeed, 3), options)))
  report({
    name: 'effects: moments without a statement, beyond the ranges that the constants come from, 20 posts/h',
    goal: 'reported, no goal',
    reached: true,
    rows: beyond,
  })
}

const demonstration = (report: (result: Result) => void) => {
  const found = demonstrationSeeds.map((seed) => ({ seed, effects: demonstrated(seed) }))
  const expected = { announcement: 'worse', explainer: 'worse', reversal: 'better' } as const
  const kinds = Object.keys(expected) as (keyof typeof expected)[]
  const points = (share: number | undefined) => round(100 * (share ?? Number.NaN), 0)
  report({
    name: 'effects: statements of the demonstration, by seed',
    goal: 'the explainer reads worse and the reversal better, at every seed',
    reached: found.every(({ effects }) => kinds.every((kind) => effects.get(kind)?.verdict === expected[kind])),
    rows: found.map(({ seed, effects }) => ({
      seed,
      ...Object.fromEntries(
        kinds.map((kind) => {
          const { verdict = '-', change, lower, upper } = effects.get(kind) ?? {}
          return [kind, `${verdict} ${points(change)} (${points(lower)} to ${points(upper)})`]
        }),
      ),
    })),
  })
}

export const effects = async (report: (result: Result) => void): Promise<void> => {
  if (isThere()) await simulated(report)
  else console.log(`\neffects: there is no ${simulator}: only the demonstration is measured`)
  demonstration(report)
}
