// Texts that people and machines send to break things: a fixed list, and as many more as wanted from a seed.

const parts = [
  '__proto__',
  'constructor',
  'toString',
  'caller',
  'RT @a: ',
  'RT @',
  '@',
  '#',
  'http://',
  '…',
  '\ud83d',
  '\udd25',
  '🔥',
  '\u202e',
  '\u0000',
  '\u0301'.repeat(40),
  '(((((',
  '%s{}`',
  '退款',
  'İß',
  ' ',
  '\n',
  'aaaaaaaaaaaa',
  '12345',
  "don't",
  'word',
]

/** Mulberry32. */
export const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b_79f5) | 0
  let h = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  h = (h + Math.imul(h ^ (h >>> 7), 61 | h)) ^ h
  return ((h ^ (h >>> 14)) >>> 0) / 0x1_0000_0000
}

export const hostileTexts = (count: number, seed: number): readonly string[] => {
  const random = createRandom(seed)
  const long = ['x'.repeat(1_000_000), '('.repeat(100_000), '\u0301'.repeat(50_000), 'word '.repeat(100_000)]
  return Array.from(
    { length: count },
    (_, i) =>
      long[i] ??
      Array.from({ length: Math.floor(random() * 30) }, () =>
        random() < 0.2
          ? String.fromCharCode(Math.floor(random() * 0x1_0000))
          : (parts[Math.floor(random() * parts.length)] ?? ''),
      ).join(random() < 0.5 ? ' ' : ''),
  )
}
