// What the tokens of a post feel like: valence under negation and intensifiers, complaint and praise, and the order of all that.
import { complaint, contrast, intensifier, negator, praise, vocabulary } from './dictionary.ts'
import { addShape, type Counts, emptyCounts, feelings, oneFeeling, threeFeelings, twoFeelings } from './shape.ts'
import { mostUnits, sorts, type Tokens } from './token.ts'

/** Words that a negation reaches. */
const scope = 4
/** As VADER: a negated feeling is weaker than its opposite, an intensified one stronger. */
const turned = -0.74
const strengthened = 1.3
/** Of 127: from here on a word is strong. */
const strong = 55

/** Valid until the next call. */
export type Felt = {
  /** Indices of shape.ts. */
  readonly shape: Int32Array
  shapeCount: number
  /** By token, 1: a word that a negation reaches. */
  readonly negated: Uint8Array
  /** Words, without those of tags, that the training posts know. */
  known: number
}

export const createFeel = (): ((tokens: Tokens) => Felt) => {
  const shape = new Int32Array(3 * mostUnits + 64)
  const negated = new Uint8Array(mostUnits + 8)
  const counts: Counts = emptyCounts()
  const felt: Felt = { shape, shapeCount: 0, negated, known: 0 }
  return (tokens) => {
    const { values, sorts: sortOf, count } = tokens
    let shapeCount = 0
    let positives = 0
    let negatives = 0
    let sum = 0
    let sumAfterContrast = 0
    let contrasts = 0
    let largest = 0
    let smallest = 0
    let last = 0
    let negatedPositives = 0
    let negatedNegatives = 0
    let complaints = 0
    let praises = 0
    let capitals = 0
    let ellipses = 0
    let intensifiers = 0
    let users = 0
    let links = 0
    let tags = 0
    let lastFeeling = 0
    let feelingBefore = 0
    let negation = 0
    let intensified = false
    let known = 0
    for (let i = 0; i < count; i++) {
      const value = values[i] as number
      const sort = sortOf[i] as number
      const isWord = sort === sorts.word || sort === sorts.shout
      const under = isWord && negation > 0
      negated[i] = under ? 1 : 0
      let feeling = 0
      if (isWord) {
        negation--
        if (sort === sorts.shout) capitals++
        if ((value & vocabulary) !== 0 && (i === 0 || sortOf[i - 1] !== sorts.tag)) known++
      } else if (sort <= sorts.pause) {
        if (sort !== sorts.mark) negation = 0
        if (sort === sorts.exclamation) feeling = 13
        else if (sort === sorts.question) feeling = 14
        else if (sort === sorts.ellipsis) {
          feeling = 15
          ellipses++
        }
      } else if (sort === sorts.emoji) feeling = 12
      else if (sort === sorts.user) users++
      else if (sort === sorts.link) links++
      else if (sort === sorts.tag) tags++

      const valence = (value << 24) >> 24
      if ((value & negator) !== 0) {
        negation = scope
        feeling = 5
      } else if (valence !== 0) {
        let feels = valence
        if (negation >= 0 && under) {
          feels = (feels * turned) | 0
          if (valence > 0) negatedPositives++
          else negatedNegatives++
        }
        if (intensified || sort === sorts.shout) feels = (feels * strengthened) | 0
        sum += feels
        sumAfterContrast += feels
        if (feels > largest) largest = feels
        if (feels < smallest) smallest = feels
        last = feels
        if (feels > 0) positives++
        else negatives++
        if (isWord) feeling = valence > strong ? 1 : valence > 0 ? 2 : valence < -strong ? 3 : 4
        else feeling = valence > 0 ? 10 : 11
      }
      intensified = false
      if ((value & (intensifier | contrast | complaint | praise)) !== 0) {
        if ((value & complaint) !== 0) {
          complaints++
          if (feeling === 0) feeling = 8
        }
        if ((value & praise) !== 0) {
          praises++
          if (feeling === 0 || feeling === 2) feeling = 9
        }
        if ((value & contrast) !== 0) {
          contrasts++
          sumAfterContrast = 0
          feeling = 7
        }
        if ((value & intensifier) !== 0) {
          intensifiers++
          intensified = true
          if (feeling === 0) feeling = 6
        }
      }
      if (feeling !== 0) {
        shape[shapeCount++] = oneFeeling + feeling
        if (lastFeeling !== 0) {
          shape[shapeCount++] = twoFeelings + lastFeeling * feelings + feeling
          if (feelingBefore !== 0)
            shape[shapeCount++] = threeFeelings + (feelingBefore * feelings + lastFeeling) * feelings + feeling
        }
        feelingBefore = lastFeeling
        lastFeeling = feeling
      }
    }
    felt.known = known
    counts.positives = positives
    counts.negatives = negatives
    counts.sum = sum
    counts.sumAfterContrast = sumAfterContrast
    counts.contrasts = contrasts
    counts.largest = largest
    counts.smallest = smallest
    counts.last = last
    counts.negatedPositives = negatedPositives
    counts.negatedNegatives = negatedNegatives
    counts.complaints = complaints
    counts.praises = praises
    counts.capitals = capitals
    counts.elongations = tokens.elongations
    counts.exclamations = tokens.exclamations
    counts.questions = tokens.questions
    counts.ellipses = ellipses
    counts.intensifiers = intensifiers
    counts.users = users
    counts.links = links
    counts.tags = tags
    counts.tokens = count
    counts.ending = count === 0 ? 0 : endingOf(sortOf[count - 1] as number)
    felt.shapeCount = addShape(counts, shape, shapeCount)
    return felt
  }
}

/** 0 other, 1 `!`, 2 `?`, 3 link, 4 `.` */
const endingOf = (sort: number): number => {
  if (sort === sorts.exclamation) return 1
  if (sort === sorts.question) return 2
  if (sort === sorts.link) return 3
  return sort === sorts.stop || sort === sorts.ellipsis ? 4 : 0
}
