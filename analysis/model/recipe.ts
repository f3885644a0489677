// The constants of the training, chosen on the held-out posts of the known kinds and, as a whole, on vendors never seen.
import type { Settings } from './assemble.ts'

export const settings: Settings & { readonly shareOfPrior: number } = {
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
  shareOfPrior: 0.25,
}
