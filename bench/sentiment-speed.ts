// Posts a second of every library in one process: each round runs all of them over the same posts, in an order that rotates.
import type { Label } from '../events/post.ts'
import { median, type Result, type Row, round } from './table.ts'

export type Contender = { readonly name: string; readonly label: (text: string) => Label | 'unscored' | undefined }

const warmUps = 3
const rounds = 15

/** Kept, so that no work can be left out. */
const answered = { negative: 0, neutral: 0, positive: 0, unscored: 0, none: 0 }

/** Posts a second of processor time, all threads of the process taken together, and by the clock, which the machine's load slows. */
type Rate = { readonly core: number; readonly clock: number }

const rateOf = ({ label }: Contender, texts: readonly string[]): Rate => {
  const used = process.cpuUsage()
  const began = performance.now()
  for (const text of texts) answered[label(text) ?? 'none']++
  const clock = (1_000 * texts.length) / (performance.now() - began)
  const { user, system } = process.cpuUsage(used)
  return { core: (1e6 * texts.length) / (user + system), clock }
}

/** By contender, one a round. */
const race = (contenders: readonly Contender[], texts: readonly string[]): ReadonlyMap<string, readonly Rate[]> => {
  const rates = new Map<string, Rate[]>(contenders.map(({ name }) => [name, []]))
  for (let run = 0; run < warmUps + rounds; run++)
    for (let place = 0; place < contenders.length; place++) {
      const contender = contenders[(run + place) % contenders.length] as Contender
      const rate = rateOf(contender, texts)
      if (run >= warmUps) rates.get(contender.name)?.push(rate)
    }
  return rates
}

export type SpeedGoal = { readonly name: string; readonly leastRate: number; readonly leastRatio: number }

/** @param beside the name of the contender that the others are compared with, round by round */
export const speed = (
  contenders: readonly Contender[],
  texts: readonly string[],
  beside: string,
  goals: readonly SpeedGoal[],
  about: string,
): Result => {
  const rates = race(contenders, texts)
  const coresOf = (name: string) => (rates.get(name) as readonly Rate[]).map(({ core }) => core)
  const clocksOf = (name: string) => (rates.get(name) as readonly Rate[]).map(({ clock }) => clock)
  const others = coresOf(beside)
  const ratioOf = (name: string) => median(coresOf(name).map((rate, run) => rate / (others[run] as number)))
  const reaches = ({ name, leastRate, leastRatio }: SpeedGoal) =>
    median(coresOf(name)) >= leastRate && ratioOf(name) >= leastRatio
  const said = goals.map(
    ({ name, leastRate, leastRatio }) =>
      `${name} ≥ ${leastRate.toLocaleString('en')} posts/s${leastRatio > 0 ? ` and ≥ ${leastRatio} × ${beside}` : ''}`,
  )
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length
  return {
    name: `sentiment: posts a second of processor time, ${rounds} rounds of ${texts.length} ${about} (mean ${round(bytes)} bytes)`,
    goal: said.join('; '),
    reached: goals.every(reaches),
    rows: contenders.map(({ name }): Row => {
      const own = coresOf(name)
      return {
        library: name,
        median: round(median(own)),
        best: round(Math.max(...own)),
        worst: round(Math.min(...own)),
        [`× ${beside}`]: round(ratioOf(name), 2),
        'by the clock': round(median(clocksOf(name))),
      }
    }),
  }
}
