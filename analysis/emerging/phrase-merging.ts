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

type Part = { readonly words: readonly Spelled[]; readonly offset: number }
type Open<C> = { readonly seed: C; readonly parts: Part[] }

/** The span that the first part and others cover without a gap, at most twelve words, and the parts that stand elsewhere. */
const splice = (first: Part, others: readonly Part[]) => {
  const at = new Map(first.words.map((word, i) => [first.offset + i, word]))
  let from = first.offset
  let to = first.offset + first.words.length
  let rest = others
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
  const words = Array.from({ length: to - from }, (_, i) => at.get(from + i)).filter((word) => word !== undefined)
  return { words, rest }
}

/** Of all spans the longest, which says most; of equals the seed's own. */
const longestSpan = ({ seed, parts }: Open<Candidate>): readonly Spelled[] => {
  let { words, rest } = splice({ words: seed.words, offset: 0 }, parts)
  for (let [next] = rest; next !== undefined; [next] = rest) {
    const other = splice(next, rest.slice(1))
    if (other.words.length > words.length) words = other.words
    rest = other.rest
  }
  return words
}

/**
 * Strongest first. A phrase whose documents are to 80 % those of a stronger one is part of its row; where that holds both ways, and both
 * keep their distance within the text, it makes the row's wording longer, or is the wording where it is longer by itself.
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
  return rows.map((row) => ({ seed: row.seed, words: longestSpan(row) }))
}
