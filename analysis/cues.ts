// What a text says in so many ways: rules of phrases with context, negation and exceptions, all found in one pass over folded text.
import { createPhraseFinder } from './phrases.ts'
import { comma, type Folded, questionMark, stop } from './tokens.ts'

/**
 * Phrases are written with choices: `cancel|cancelled my|our|~ plan` stands for all of them, `~` for nothing, `_` for a blank
 * within a choice. Words are written as the fold spells them.
 */
export type CueRule = {
  readonly say: readonly string[]
  /** Only with one of these in the same sentence, at most `within` words away (5 unless told), before or behind. */
  readonly near?: readonly string[]
  readonly within?: number
  /** Only in a sentence that ends with a question mark. */
  readonly asked?: true
  /** Only among the first three words of a sentence: `Will …`, `@plex will …`, `so when will …`. */
  readonly opens?: true
  /** Only in a text of at most these many words. */
  readonly maxWords?: number
  /** What is said of it in the negative is said all the same: `no refund` is about a refund. */
  readonly evenNegated?: true
}

export type Cues = {
  readonly rules: readonly CueRule[]
  /** A place within one of these is not counted: `leaving` in `leaving work`. */
  readonly unless: readonly string[]
  /** A text with any of these does not say it at all. */
  readonly never: readonly string[]
}

const negators = [
  'not|no|never|dont|didnt|doesnt|wont|wouldnt|cant|cannot|couldnt|isnt|arent|wasnt|werent|aint|havent|hasnt|hadnt|shouldnt|without',
  'hardly|barely|neither|nor|nobody|none|nothing|im_not|rather_than|instead_of|far_from|refuse_to|refused_to|stop',
]
/** They look like a negation and are none. */
const noNegators = [
  'cant|cannot|can_not wait|help|believe|thank|say',
  'not only|just|surprised|sure',
  'no longer|doubt|wonder|more|problem|thanks|matter',
  'why not|dont|cant|wont|isnt|arent',
  'if not|nothing',
  'dont|do_not forget|worry|hesitate|know|get_me_wrong|understand|care',
  'never mind|thought|before|again',
  'could_not|couldnt be happier',
  'nothing|none|no_one but',
]
/** A negation reaches these many words: `not going to be leaving`. */
const reach = 4
const withinUsually = 5
/** Words before it with which a word still opens its sentence. */
const opening = 2
/** Places of one group that are looked at: a text that says the same 64 times says it. */
const maxPlaces = 64

/** All the phrases that one with choices stands for. */
export const spelledOut = (phrase: string): readonly string[] => {
  let begun = ['']
  for (const choices of phrase.split(' ')) {
    const words = choices.split('|').map((choice) => (choice === '~' ? '' : choice.replaceAll('_', ' ')))
    begun = begun.flatMap((one) => words.map((word) => (one === '' ? word : word === '' ? one : `${one} ${word}`)))
  }
  return begun
}

/** Places in the text at hand: first and last word of each. */
type Places = { count: number; readonly first: Int32Array; readonly last: Int32Array }

/** The numbers of those cues that the text holds, rising. Linear in the text; never throws. */
export const createCues = (all: readonly Cues[]): ((text: Folded) => readonly number[]) => {
  const groups: (readonly string[])[] = []
  const groupOf = (phrases: readonly string[]) => groups.push(phrases.flatMap(spelledOut)) - 1
  const negative = groupOf(negators)
  const notNegative = groupOf(noNegators)
  const compiled = all.map(({ rules, unless, never }) => ({
    unless: groupOf(unless),
    never: groupOf(never),
    rules: rules.map((rule) => ({ ...rule, cue: groupOf(rule.say), context: groupOf(rule.near ?? []) })),
  }))
  const find = createPhraseFinder(groups)
  const places = groups.map(
    (): Places => ({
      count: 0,
      first: new Int32Array(maxPlaces),
      last: new Int32Array(maxPlaces),
    }),
  )
  const used = new Int32Array(groups.length)
  let usedCount = 0
  const hear = (group: number, first: number, last: number) => {
    const at = places[group] as Places
    if (at.count === 0) used[usedCount++] = group
    if (at.count === maxPlaces) return
    at.first[at.count] = first
    at.last[at.count++] = last
  }

  const covered = (group: number, first: number, last: number) => {
    const at = places[group] as Places
    for (let i = 0; i < at.count; i++)
      if ((at.first[i] as number) <= first && (at.last[i] as number) >= last) return true
    return false
  }
  /** The first mark behind a word, by halving. */
  const markBehind = ({ marks, markCount }: Folded, word: number) => {
    let low = 0
    let high = markCount
    while (low < high) {
      const middle = (low + high) >> 1
      if ((marks[middle] as number) >> 2 > word) high = middle
      else low = middle + 1
    }
    return low
  }
  /** Whether a mark of at least this kind stands between two words. */
  const parted = (text: Folded, before: number, behind: number, kind: number) => {
    for (let i = markBehind(text, before); i < text.markCount; i++) {
      const mark = text.marks[i] as number
      if (mark >> 2 > behind) return false
      if ((mark & 3) >= kind) return true
    }
    return false
  }
  const negated = (text: Folded, first: number) => {
    const at = places[negative] as Places
    for (let i = 0; i < at.count; i++) {
      const start = at.first[i] as number
      const end = at.last[i] as number
      if (end >= first || first - end > reach) continue
      if (!covered(notNegative, start, end) && !parted(text, end, first, comma)) return true
    }
    return false
  }
  const isNear = (text: Folded, group: number, first: number, last: number, within: number) => {
    const at = places[group] as Places
    for (let i = 0; i < at.count; i++) {
      const start = at.first[i] as number
      const end = at.last[i] as number
      if (start > last && start - last <= within && !parted(text, last, start, stop)) return true
      if (end < first && first - end <= within && !parted(text, end, first, stop)) return true
    }
    return false
  }
  const isAsked = (text: Folded, last: number) => {
    for (let i = markBehind(text, last); i < text.markCount; i++) {
      const kind = (text.marks[i] as number) & 3
      if (kind > comma) return kind === questionMark
    }
    return false
  }

  const isOpening = (text: Folded, first: number) => {
    if (first <= opening) return true
    const next = markBehind(text, first - 1 - opening)
    const marks = text.marks.subarray(next, markBehind(text, first))
    return marks.some((mark) => (mark & 3) > comma)
  }

  const holds = (text: Folded, cues: (typeof compiled)[number]) => {
    if ((places[cues.never] as Places).count > 0) return false
    for (const { cue, context, near, within = withinUsually, asked, opens, maxWords, evenNegated } of cues.rules) {
      const at = places[cue] as Places
      if (at.count === 0 || (maxWords !== undefined && text.words > maxWords)) continue
      for (let i = 0; i < at.count; i++) {
        const first = at.first[i] as number
        const last = at.last[i] as number
        if (asked && !isAsked(text, last)) continue
        if (opens && !isOpening(text, first)) continue
        if (near !== undefined && !isNear(text, context, first, last, within)) continue
        if (covered(cues.unless, first, last)) continue
        if (!evenNegated && negated(text, first)) continue
        return true
      }
    }
    return false
  }

  return (text) => {
    find(text, hear)
    const found: number[] = []
    for (let i = 0; i < compiled.length; i++) if (holds(text, compiled[i] as (typeof compiled)[number])) found.push(i)
    for (; usedCount > 0; usedCount--) (places[used[usedCount - 1] as number] as Places).count = 0
    return found
  }
}
