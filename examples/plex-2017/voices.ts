// How people of each community type: contractions, lower case, slang, typing errors, shouting, tags.

import type { Random } from './random.ts'
import type { Mood } from './stances.ts'

export type Community = 'discourse' | 'reddit' | 'x'

/** Habits as shares of posts (0..1). */
type Habits = {
  readonly contracts: number
  readonly dropsApostrophes: number
  readonly lowerCase: number
  readonly slang: number
  readonly typo: number
  readonly noFullStop: number
  readonly emoji: number
}
const habits: { readonly [Name in Community]: Habits } = {
  discourse: {
    contracts: 0.8,
    dropsApostrophes: 0.02,
    lowerCase: 0.05,
    slang: 0.01,
    typo: 0.06,
    noFullStop: 0.1,
    emoji: 0.03,
  },
  reddit: {
    contracts: 0.92,
    dropsApostrophes: 0.09,
    lowerCase: 0.2,
    slang: 0.08,
    typo: 0.08,
    noFullStop: 0.3,
    emoji: 0.02,
  },
  x: { contracts: 0.95, dropsApostrophes: 0.12, lowerCase: 0.25, slang: 0.3, typo: 0.06, noFullStop: 0.5, emoji: 0.14 },
}

const contractions: readonly (readonly [RegExp, string])[] = [
  [/\b(do|does|did|is|was|were|would|could|should|has|had|are) not\b/gi, "$1n't"],
  [/\bcannot\b/g, "can't"],
  [/\bwill not\b/g, "won't"],
  [/\bI am(?= [a-z])/g, "I'm"],
  [
    /\b(I|you|we|they) have(?= (been|used|read|seen|tried|never|had|lost|run|said|defended|moved|paid|just))/gi,
    "$1've",
  ],
  [/\b(it|that|what|there|here|who) is(?= [a-z])/gi, "$1's"],
  [/\b(you|we|they) are(?= [a-z])/gi, "$1're"],
  [/\b(I|you|we|they|it) will(?= [a-z])/gi, "$1'll"],
  [/\b(I) would(?= [a-z])/g, "$1'd"],
]
const slang: readonly (readonly [RegExp, string])[] = [
  [/\byou\b/g, 'u'],
  [/\byour\b/g, 'ur'],
  [/\bbecause\b/gi, 'bc'],
  [/\bpeople\b/gi, 'ppl'],
  [/\bplease\b/gi, 'pls'],
  [/\bthanks\b/gi, 'thx'],
  [/ and /g, ' & '],
  [/\bwith\b/g, 'w/'],
  [/\bprobably\b/g, 'prob'],
  [/\btomorrow\b/g, 'tmrw'],
]
const emoji: { readonly [Name in Mood]: readonly string[] } = {
  quiet: ['🙂', '😅', '🤔', '🎬', '🍿', '👍'],
  angry: ['😡', '🙄', '😠', '👎', '🤦', '😞'],
  plain: ['🤔', '🤷', '👀', '📎'],
  glad: ['🎉', '👍', '🙌', '😊', '👏', '😌'],
}

const typoIn = (text: string, random: Random): string => {
  const words = [...text.matchAll(/\b[a-z]{4,9}\b/g)]
  if (words.length === 0) return text
  const { index, 0: word } = random.pick(words)
  const at = random.integer(1, word.length - 3)
  const swapped = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)
  const dropped = word.slice(0, at) + word.slice(at + 1)
  const doubled = word.slice(0, at) + word[at] + word.slice(at)
  return text.slice(0, index) + random.pick([swapped, dropped, doubled]) + text.slice(index + word.length)
}

const replaceAll = (text: string, rules: readonly (readonly [RegExp, string])[], random: Random, share: number) =>
  rules.reduce((now, [pattern, word]) => (random.chance(share) ? now.replace(pattern, word) : now), text)

/** One person's hand: the same words, typed their way. */
export const typeAs = (community: Community, mood: Mood, text: string, random: Random): string => {
  const habit = habits[community]
  let typed = text.replace(/\b(a)(?= (?:[aeio]|un[a-z]{3}))(?! one)/gi, '$1n')
  if (random.chance(habit.contracts)) typed = replaceAll(typed, contractions, random, 0.92)
  if (random.chance(habit.slang)) typed = replaceAll(typed, slang, random, 0.45)
  if (mood === 'angry' && random.chance(0.06))
    typed = typed.replace(/\b(not|never|my own|no option|forced|mandatory|everything|nothing)\b/, (word) =>
      word.toUpperCase(),
    )
  if (mood === 'angry' && random.chance(0.05)) typed = typed.replace(/\. /g, '... ')
  if (mood !== 'plain' && random.chance(0.08)) typed = typed.replace(/\.$/, random.pick(['!', '!!', '...', '!']))
  if (random.chance(habit.typo)) typed = typoIn(typed, random)
  if (random.chance(habit.dropsApostrophes)) typed = typed.replaceAll("'", '')
  if (random.chance(habit.lowerCase))
    typed = typed
      .replace(
        /(^|[.!?]\s+|\n)([A-Z])(?=[a-z' ])/g,
        (_, before: string, letter: string) => before + letter.toLowerCase(),
      )
      .replace(/\bI\b/g, 'i')
  if (random.chance(habit.noFullStop)) typed = typed.replace(/\.$/, '')
  if (random.chance(habit.emoji)) typed = `${typed} ${random.pick(emoji[mood])}`
  return typed
}
