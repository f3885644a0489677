// Fits temperature and class biases by log-loss on held-out posts: training balances the classes, the world does not.
import type { Calibration } from '../sentiment/model.ts'

/** Two scores a post, negative and positive, against neutral. */
export type Scored = { readonly scores: Float64Array; readonly labels: readonly number[] }

/** Log-loss: the mean over the sets, so that a large one does not decide alone. */
export const lossOf = (sets: readonly Scored[], { temperature, negative, positive }: Calibration): number => {
  let total = 0
  for (const { scores, labels } of sets) {
    let sum = 0
    labels.forEach((label, i) => {
      const a = ((scores[2 * i] as number) + negative) / temperature
      const c = ((scores[2 * i + 1] as number) + positive) / temperature
      sum += Math.log(1 + Math.exp(a) + Math.exp(c)) - (label === 0 ? a : label === 2 ? c : 0)
    })
    total += sum / labels.length
  }
  return total / sets.length
}

/**
 * Coordinate search with steps that are halved: deterministic, and the loss has one minimum.
 * @param share of the fitted biases that is kept: 0 leaves the classes as balanced as training made them, 1 gives the held-out shares
 */
export const calibrate = (sets: readonly Scored[], share: number): Calibration => {
  const at = [1, 0, 0]
  const loss = ([temperature, negative, positive]: readonly number[], kept = 1) =>
    lossOf(sets, {
      temperature: temperature as number,
      negative: kept * (negative as number),
      positive: kept * (positive as number),
    })
  const search = (free: readonly number[], kept: number) => {
    for (let step = 0.4; step > 0.004; step /= 2)
      for (let moved = true; moved; ) {
        moved = false
        for (const i of free)
          for (const by of [step, -step]) {
            const tried = at.with(i, (at[i] as number) + by)
            if ((tried[0] as number) > 0.1 && loss(tried, kept) < loss(at, kept)) {
              at[i] = tried[i] as number
              moved = true
            }
          }
      }
  }
  search([0, 1, 2], 1)
  // The temperature that fits the biases as they are used.
  search([0], share)
  const round = (value: number) => Math.round(value * 1_000) / 1_000
  return {
    temperature: round(at[0] as number),
    negative: round(share * (at[1] as number)),
    positive: round(share * (at[2] as number)),
  }
}
