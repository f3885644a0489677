// Random numbers that come again: every random run prints its seed.

export type Seeded = {
  readonly seed: number
  /** 0 <= n < 1 */
  readonly random: () => number
  /** from <= n < below */
  readonly integer: (from: number, below: number) => number
}

/** Mulberry32. @param seed of the environment's SEED, else of the clock */
export const seeded = (seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)): Seeded => {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { seed, random, integer: (from, below) => from + Math.floor(random() * (below - from)) }
}

/** DURABILITY=long: the runs before a release. */
export const isLong = process.env.DURABILITY === 'long'
