// The constants of the training, chosen on the held-out posts of the known kinds and, as a whole, on vendors never seen.
import type { Settings } from './assemble.ts'

export const settings: Settings & {
  /** How much of the held-out class shares the calibration keeps, see calibrate.ts. */
  readonly shareOfPrior: number
  readonly writtenSeed: number
  /** How often each pattern of the written posts is filled in. */
  readonly writtenTimes: number
} = {
  recipe: {
    seed: 1,
    rate: 0.05,
    epochs: 4,
    l2: 1e-4,
    smoothing: 0.1,
    kindPart: 0.5,
    classExponent: 1,
    classCap: 4,
  },
  options: { charWeight: 0.5, shapeWeight: 0.2, leastKinds: 2, leastPosts: 2 },
  seeds: [1, 2, 3],
  shareOfPrior: 0.1,
  writtenSeed: 7,
  writtenTimes: 12,
}

export const recipeInWords = (features: number): string => {
  const { recipe, options, writtenSeed, writtenTimes } = settings
  return `Multinomial logistic regression over ${features} features: words, pairs and triples of words, 4-grams of characters within words, and
bins and short sequences of lexicon hits (shape.ts). Shared weights and one additive part per kind at ${recipe.kindPart}; AdaGrad, rate ${recipe.rate},
${recipe.epochs} epochs, mean of the last two, l2 ${recipe.l2}, label smoothing ${recipe.smoothing}; class weights per kind to the power ${recipe.classExponent}, capped at ${recipe.classCap}.
A feature is kept if it occurs in ${options.leastKinds} kinds and ${options.leastPosts} posts. Blocks have unit length; characters count ${options.charWeight}, shapes ${options.shapeWeight} each. Written posts:
seed ${writtenSeed}, each pattern ${writtenTimes} times. Weights are signed bytes, against neutral, one step for each head. Posts without a known source
are scored by the three heads in the shares of a gate that tells the kinds apart; beyond 60 words half of the shared head is mixed in.`
}
