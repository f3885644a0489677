// A seeded generator of numbers: the same seed gives the same numbers on every machine. Not for secrets.

/** 0 ≤ x < 1, by mulberry32 (Tommy Ettinger, 2017, public domain): 32-bit integer arithmetic only. */
export const createSeeded = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** The first `count` of a Fisher and Yates shuffle; `items` stays as it is. */
export const sampleOf = <T>(items: readonly T[], count: number, random: () => number): T[] => {
  const left = [...items]
  const most = Math.min(count, left.length)
  for (let at = 0; at < most; at++) {
    const other = at + Math.floor(random() * (left.length - at))
    const taken = left[other] as T
    left[other] = left[at] as T
    left[at] = taken
  }
  return left.slice(0, most)
}
