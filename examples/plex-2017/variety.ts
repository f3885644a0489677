// Keeps posts from reading alike: refuses a text that shares too much with an earlier one, or begins like too many.

/** Lower case, letters and digits only. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []

/** Every run of three words, once; a shorter text is one run. */
export const shinglesOf = (text: string): ReadonlySet<string> => {
  const words = wordsOf(text)
  if (words.length < 3) return new Set([words.join(' ')])
  const shingles = new Set<string>()
  for (let i = 0; i + 3 <= words.length; i++) shingles.add(`${words[i]} ${words[i + 1]} ${words[i + 2]}`)
  return shingles
}

/** Words in a row that count as the same saying. */
const sayingWords = 8
const sayingsOf = (text: string) => {
  const words = wordsOf(text)
  return new Set(words.slice(sayingWords - 1).map((_, i) => words.slice(i, i + sayingWords).join(' ')))
}

/**
 * @param jaccard shared shingles / all shingles of two posts, from which on a text is refused
 * @param sameOpenings how many posts may begin with the same four words
 * @param sameSayings how many posts may share eight words in a row
 */
export const createVariety = (limits: { jaccard: number; sameOpenings: number; sameSayings: number }) => {
  const { jaccard, sameOpenings, sameSayings } = limits
  const sizes: number[] = []
  const holders = new Map<string, number[]>()
  const openings = new Map<string, number>()
  const sayings = new Map<string, number>()
  const openingOf = (text: string) => wordsOf(text).slice(0, 4).join(' ')

  return {
    /** Takes the text and answers true, or leaves it and answers false. */
    admit: (text: string): boolean => {
      const opening = openingOf(text)
      const begun = openings.get(opening) ?? 0
      if (begun >= sameOpenings) return false
      const said = sayingsOf(text)
      for (const saying of said) if ((sayings.get(saying) ?? 0) >= sameSayings) return false
      const shingles = shinglesOf(text)
      const shared = new Map<number, number>()
      for (const shingle of shingles)
        for (const post of holders.get(shingle) ?? []) shared.set(post, (shared.get(post) ?? 0) + 1)
      for (const [post, count] of shared)
        if (count / (shingles.size + (sizes[post] as number) - count) >= jaccard) return false
      openings.set(opening, begun + 1)
      for (const saying of said) sayings.set(saying, (sayings.get(saying) ?? 0) + 1)
      const post = sizes.push(shingles.size) - 1
      for (const shingle of shingles) {
        const known = holders.get(shingle)
        if (known === undefined) holders.set(shingle, [post])
        else known.push(post)
      }
      return true
    },
  }
}
