// Chance with a seed: the same seed gives the same story, byte for byte.

export type Random = {
  /** 0 ≤ x < 1 */
  readonly next: () => number
  readonly chance: (share: number) => boolean
  /** Both ends included. */
  readonly integer: (from: number, to: number) => number
  readonly pick: <Item>(items: readonly Item[]) => Item
  readonly shuffle: <Item>(items: readonly Item[]) => Item[]
  /** One of the names, as often as its weight says. */
  readonly weighted: <Name extends string>(weights: { readonly [Key in Name]?: number }) => Name
}

/** mulberry32 (public domain): 32 bits of state are plenty for one story. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    integer,
    chance: (share) => next() < share,
    pick: <Item>(items: readonly Item[]) => items[integer(0, items.length - 1)] as Item,
    shuffle: (items) => {
      const cards = [...items]
      for (let last = cards.length - 1; last > 0; last--) {
        const other = integer(0, last)
        const card = cards[last] as (typeof cards)[number]
        cards[last] = cards[other] as (typeof cards)[number]
        cards[other] = card
      }
      return cards
    },
    weighted: <Name extends string>(weights: { readonly [Key in Name]?: number }) => {
      const entries = Object.entries<number | undefined>(weights) as [Name, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of entries) {
        left -= weight
        if (left < 0) return name
      }
      return (entries.at(-1) as [Name, number])[0]
    },
  }
}
