// Makes sentences from frames: `[a|b|]` is one of these, `{device}` a word of that rule, `{3-12}` a number.
import type { Random } from './random.ts'

export type Rules = { readonly [rule: string]: readonly string[] }

/** One frame a line. */
export const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** The function answers a sentence of a rule. Each rule is dealt like a deck of cards, so that no frame comes back before all were used. */
export const createGrammar = (rules: Rules, random: Random) => {
  const decks = new Map<string, string[]>()

  const deal = (rule: string): string => {
    const frames = rules[rule]
    if (frames === undefined || frames.length === 0) throw new Error(`the grammar has no rule "${rule}"`)
    let deck = decks.get(rule)
    if (deck === undefined || deck.length === 0) {
      deck = random.shuffle(frames)
      decks.set(rule, deck)
    }
    return deck.pop() as string
  }

  const expand = (frame: string): string => {
    const text = frame.replace(/\[([^[\]]*)\]/g, (_, choices: string) => random.pick(choices.split('|')))
    return text.replace(/\{([^{}]+)\}/g, (_, name: string) => {
      const range = /^(\d+)-(\d+)$/.exec(name)
      return range ? String(random.integer(Number(range[1]), Number(range[2]))) : expand(deal(name))
    })
  }

  return (rule: string): string =>
    expand(deal(rule))
      .replace(/ {2,}/g, ' ')
      .trim()
      .replace(/(^|[.!?] )([a-z])(?=[a-z']* )/g, (_, before: string, letter: string) => before + letter.toUpperCase())
}
