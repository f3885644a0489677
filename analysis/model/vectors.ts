// Posts as sparse vectors: which buckets and shapes a post has, and how much each weighs.
import type { Dictionary } from '../sentiment/dictionary.ts'
import { hashBits, prints } from '../sentiment/hashes.ts'
import { createRead } from '../sentiment/reading.ts'
import { shapes } from '../sentiment/shape.ts'
import { kinds } from './posts.ts'

export type Options = {
  readonly charWeight: number
  readonly shapeWeight: number
  /** A feature is kept if it occurs in this many kinds of posts and in this many posts. */
  readonly leastKinds: number
  readonly leastPosts: number
}

/** One vector after the other; vector i lies from `from[i]` to `from[i + 1]`. */
export type Vectors = { readonly from: Int32Array; readonly features: Int32Array; readonly values: Float32Array }

/** Of the inverse document frequency; only its ratios matter. */
const idfStep = 0.75

export type Space = {
  readonly options: Options
  readonly dictionary: Dictionary
  /** Feature of a hash of `hashBits`, -1 where it is not kept; shapes follow the kept hashes. */
  readonly featureOf: Int32Array
  /** By hash: inverse document frequency in steps of `idfStep`, 1..15; 0 where it is not kept. */
  readonly rarity: Uint8Array
  readonly size: number
  readonly firstShape: number
}

const among = (seen: number) => kinds.reduce((sum, _, kind) => sum + ((seen >> kind) & 1), 0)

/**
 * Keeps the features that occur in enough kinds of posts (what only one collection says is that collection's habit), and of those that
 * share a slot of the table the commonest: the print tells it from the others, so that an unknown phrase adds nothing.
 */
export const createSpace = (
  dictionary: Dictionary,
  options: Options,
  texts: readonly string[],
  kindOf: Int32Array,
): Space => {
  const read = createRead(dictionary)
  const posts = new Int32Array(1 << hashBits)
  const lastPost = new Int32Array(1 << hashBits).fill(-1)
  const seen = new Uint8Array(1 << hashBits)
  texts.forEach((text, post) => {
    const { hashes, count } = read(text).hashed
    for (let i = 0; i < count; i++) {
      const hash = hashes[i] as number
      if (lastPost[hash] === post) continue
      lastPost[hash] = post
      posts[hash] = (posts[hash] as number) + 1
      seen[hash] = (seen[hash] as number) | (1 << (kindOf[post] as number))
    }
  })
  const featureOf = new Int32Array(1 << hashBits).fill(-1)
  const rarity = new Uint8Array(1 << hashBits)
  const kept: number[] = []
  for (let first = 0; first < 1 << hashBits; first += prints) {
    let best = -1
    let most = options.leastPosts - 1
    for (let hash = first; hash < first + prints; hash++) {
      if ((posts[hash] as number) <= most || among(seen[hash] as number) < options.leastKinds) continue
      best = hash
      most = posts[hash] as number
    }
    if (best !== -1) kept.push(best)
  }
  // The commonest first: what is used together lies together, which makes the training twice as fast.
  kept.sort((a, b) => (posts[b] as number) - (posts[a] as number) || a - b)
  kept.forEach((hash, feature) => {
    featureOf[hash] = feature
    const idf = Math.log((texts.length + 1) / (posts[hash] as number))
    rarity[hash] = Math.max(1, Math.min(15, Math.round(idf / idfStep)))
  })
  const size = kept.length
  return { options, dictionary, featureOf, rarity, size: size + shapes, firstShape: size }
}

export const createVectors = (space: Space, texts: readonly string[]): Vectors => {
  const { options, featureOf, rarity, firstShape } = space
  const read = createRead(space.dictionary)
  const from = new Int32Array(texts.length + 1)
  let features = new Int32Array(1 << 20)
  let values = new Float32Array(1 << 20)
  let n = 0
  const block = (hashes: Int32Array, start: number, end: number, weight: number) => {
    let norm = 0
    for (let i = start; i < end; i++) norm += (rarity[hashes[i] as number] as number) ** 2
    const scale = norm === 0 ? 0 : weight / Math.sqrt(norm)
    for (let i = start; i < end; i++) {
      const feature = featureOf[hashes[i] as number] as number
      if (feature === -1) continue
      features[n] = feature
      values[n++] = (rarity[hashes[i] as number] as number) * scale
    }
  }
  texts.forEach((text, post) => {
    from[post] = n
    const { felt, hashed } = read(text)
    const { hashes, grams, count } = hashed
    if (n + count + felt.shapeCount > features.length) {
      const [wider, longer] = [new Int32Array(2 * features.length), new Float32Array(2 * features.length)]
      wider.set(features)
      longer.set(values)
      features = wider
      values = longer
    }
    block(hashes, 0, grams, 1)
    block(hashes, grams, count, options.charWeight)
    for (let i = 0; i < felt.shapeCount; i++) {
      features[n] = firstShape + (felt.shape[i] as number)
      values[n++] = options.shapeWeight
    }
  })
  from[texts.length] = n
  return { from, features, values }
}
