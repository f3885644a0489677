// The few hundred features that say how a post is written, beside its words: counts in bins, and the order of its feelings.

/** What a token can be in the short sequence of feelings; 0 is none. */
export const feelings = 20
const bins = (value: number, most: number) => (value > most ? most : value)
const signedBins = (value: number, most: number) => (value > most ? most : value < -most ? -most : value) + most

/** Of one post, filled while it is read. */
export type Counts = {
  positives: number
  negatives: number
  sum: number
  sumAfterContrast: number
  contrasts: number
  largest: number
  smallest: number
  last: number
  negatedPositives: number
  negatedNegatives: number
  complaints: number
  praises: number
  capitals: number
  elongations: number
  exclamations: number
  questions: number
  ellipses: number
  intensifiers: number
  users: number
  links: number
  tags: number
  tokens: number
  /** 0 other, 1 `!`, 2 `?`, 3 link, 4 `.` */
  ending: number
}

export const emptyCounts = (): Counts => ({
  positives: 0,
  negatives: 0,
  sum: 0,
  sumAfterContrast: 0,
  contrasts: 0,
  largest: 0,
  smallest: 0,
  last: 0,
  negatedPositives: 0,
  negatedNegatives: 0,
  complaints: 0,
  praises: 0,
  capitals: 0,
  elongations: 0,
  exclamations: 0,
  questions: 0,
  ellipses: 0,
  intensifiers: 0,
  users: 0,
  links: 0,
  tags: 0,
  tokens: 0,
  ending: 0,
})

// One block of indices after the other: [name, how many].
const blocks = [
  ['positives', 6],
  ['negatives', 6],
  ['both', 16],
  ['sum', 25],
  ['mean', 17],
  ['largest', 6],
  ['smallest', 6],
  ['last', 25],
  ['negated', 16],
  ['afterContrast', 4],
  ['complaints', 6],
  ['praises', 5],
  ['service', 9],
  ['serviceAndSum', 27],
  ['capitals', 4],
  ['elongations', 3],
  ['exclamations', 5],
  ['questions', 4],
  ['ellipses', 3],
  ['intensifiers', 4],
  ['users', 4],
  ['links', 3],
  ['tags', 5],
  ['length', 14],
  ['ending', 5],
  ['lengthAndSum', 42],
] as const
type Block = (typeof blocks)[number][0]
const at = {} as Record<Block, number>
let next = 0
for (const [name, size] of blocks) {
  at[name] = next
  next += size
}
const { positives, negatives, both, sum, mean, largest, smallest, last, negated, afterContrast } = at
const { complaints, praises, service, serviceAndSum, capitals, elongations, exclamations, questions, ellipses } = at
const { intensifiers, users, links, tags, length, ending, lengthAndSum } = at

/** Where the sequences of one, two and three feelings begin. */
export const oneFeeling = next
export const twoFeelings = oneFeeling + feelings
export const threeFeelings = twoFeelings + feelings * feelings
export const shapes = threeFeelings + feelings * feelings * feelings

const sign = (value: number, threshold: number) => (value > threshold ? 2 : value < -threshold ? 0 : 1)

/** Appends the indices to `into` from `from`; answers where it stopped. At most 26. */
export const addShape = (c: Counts, into: Int32Array, from: number): number => {
  let n = from
  into[n++] = positives + bins(c.positives, 5)
  into[n++] = negatives + bins(c.negatives, 5)
  into[n++] = both + bins(c.positives, 3) * 4 + bins(c.negatives, 3)
  into[n++] = sum + signedBins((c.sum / 20) | 0, 12)
  const m = (c.sum * 0.35) / Math.sqrt(c.tokens + 4)
  into[n++] = mean + signedBins(m | 0, 8)
  into[n++] = largest + bins(((c.largest + 19) / 20) | 0, 5)
  into[n++] = smallest + bins(((19 - c.smallest) / 20) | 0, 5)
  into[n++] = last + (c.last === 0 ? 0 : c.last > 50 ? 1 : c.last > 0 ? 2 : c.last < -50 ? 3 : 4) * 5 + c.ending
  into[n++] = negated + bins(c.negatedPositives, 3) * 4 + bins(c.negatedNegatives, 3)
  into[n++] = afterContrast + (c.contrasts === 0 ? 0 : 1 + sign(c.sumAfterContrast, 5))
  into[n++] = complaints + bins(c.complaints, 5)
  into[n++] = praises + bins(c.praises, 4)
  into[n++] = service + signedBins(c.praises - c.complaints, 4)
  into[n++] = serviceAndSum + bins(c.complaints, 2) * 9 + bins(c.praises, 2) * 3 + sign(c.sum, 12)
  into[n++] = capitals + bins(c.capitals, 3)
  into[n++] = elongations + bins(c.elongations, 2)
  into[n++] = exclamations + bins(c.exclamations, 4)
  into[n++] = questions + bins(c.questions, 3)
  into[n++] = ellipses + bins(c.ellipses, 2)
  into[n++] = intensifiers + bins(c.intensifiers, 3)
  into[n++] = users + bins(c.users, 3)
  into[n++] = links + bins(c.links, 2)
  into[n++] = tags + bins(c.tags, 4)
  const long = 31 - Math.clz32(c.tokens + 1)
  into[n++] = length + bins(long, 13)
  into[n++] = ending + c.ending
  into[n++] = lengthAndSum + bins(long, 13) * 3 + sign(c.sum, 12)
  return n
}
