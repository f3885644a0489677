// Parts of one wording become one row: phrases that stand in the same posts, spliced where they stand behind each other in them.
import type { Spelled } from './phrase-details.ts'

export type Candidate = {
  readonly words: readonly Spelled[]
  readonly g2: number
  /** By document, where it stands in it: a sample of the latest ones. */
  readonly places: ReadonlyMap<number, number>
}
export type Row<C extends Candidate> = { readonly seed: C; readonly words: readonly Spelled[] }

/** Of the documents of one, those that the other has too, for the time that both samples go back to. */
const share = 0.8
/** Fewer documents say nothing about what goes together. */
const minShared = 4
/** A wording, not a whole post. */
const maxWords = 12
/** Weaker ones are not looked at: they could only be parts of the rows, or come behind them. */
const maxCandidates = 200

const compare = (one: Candidate, other: Candidate) => {
  const from = Math.min(...other.places.keys())
  let seen = 0
  let shared = 0
  const offsets = new Map<number, number>()
  for (const [document, place] of one.places) {
    if (document < from) continue
    seen++
    const there = other.places.get(document)
    if (there === undefined) continue
    shared++
    offsets.set(there - place, (offsets.get(there - place) ?? 0) + 1)
  }
  const [offset, times] = [...offsets].reduce((most, next) => (next[1] > most[1] ? next : most), [0, 0])
  return {
    isCovered: shared >= minShared && shared >= share * seen,
    /** Where the other begins, in words from where this one does; undefined: not at the same place in most documents. */
    offset: times >= minShared && times >= share * shared ? offset : undefined,
  }
}

type Open<C> = { readonly seed: C; readonly parts: { readonly words: readonly Spelled[]; readonly offset: number }[] }

/** The longest span that the seed and its parts cover without a gap, at most twelve words. */
const splice = ({ seed, parts }: Open<Candidate>): readonly Spelled[] => {
  const at = new Map(seed.words.map((word, i) => [i, word]))
  let from = 0
  let to = seed.words.length
  let rest = parts
  for (;;) {
    const fits = rest.find(
      ({ words, offset }) =>
        offset <= to &&
        offset + words.length >= from &&
        Math.max(to, offset + words.length) - Math.min(from, offset) <= maxWords,
    )
    if (fits === undefined) break
    rest = rest.filter((part) => part !== fits)
    for (const [i, word] of fits.words.entries())
      if (at.get(fits.offset + i)?.behind === undefined) at.set(fits.offset + i, word)
    from = Math.min(from, fits.offset)
    to = Math.max(to, fits.offset + fits.words.length)
  }
  return Array.from({ length: to - from }, (_, i) => at.get(from + i)).filter((word) => word !== undefined)
}

/**
 * Strongest first. A phrase whose documents are to 80 % those of a stronger one is part of its row; where that holds both ways, and both
 * keep their distance within the text, it makes the row's wording longer.
 */
export const mergePhrases = <C extends Candidate>(candidates: readonly C[], maxRows: number): readonly Row<C>[] => {
  const strongest = [...candidates].sort((a, b) => b.g2 - a.g2).slice(0, maxCandidates)
  const rows: Open<C>[] = []
  for (const candidate of strongest) {
    const row = rows.find(({ seed }) => compare(candidate, seed).isCovered)
    if (row === undefined) {
      if (rows.length < maxRows) rows.push({ seed: candidate, parts: [] })
      continue
    }
    const { isCovered, offset } = compare(row.seed, candidate)
    if (isCovered && offset !== undefined) row.parts.push({ words: candidate.words, offset })
  }
  return rows.map((row) => ({ seed: row.seed, words: splice(row) }))
}
