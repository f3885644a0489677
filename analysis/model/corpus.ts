// All that the model is trained on: the labelled posts of the permitted sets, and posts of our own making.
import { type Kind, kinds, labels, readSet, trainingSets } from './posts.ts'
import { writePosts } from './written-posts.ts'

export type Corpus = {
  readonly texts: readonly string[]
  readonly labelOf: Int32Array
  /** Place in `kinds`. */
  readonly kindOf: Int32Array
  /** So many posts come from the sets; those behind them are written, and no example of any kind. */
  readonly collected: number
  /** Of each set: name, kind, number of posts by label. */
  readonly sets: readonly { readonly name: string; readonly kind: string; readonly counts: readonly number[] }[]
}

/** The kinds that written posts are dealt out to, in turn: what they teach is no collection's custom. */
const dealt: readonly Kind[] = ['tweet', 'reddit', 'software']

/** @param folder of the training sets */
export const readCorpus = (
  folder: string,
  written: { readonly writtenSeed: number; readonly writtenTimes: number },
): Corpus => {
  const rows = Object.entries(trainingSets).flatMap(([name, kind]) =>
    readSet(folder, name).map(({ text, label }) => ({ name, text, label, kind })),
  )
  const collected = rows.length
  writePosts(written.writtenSeed, written.writtenTimes).forEach(({ text, label }, i) => {
    rows.push({ name: 'written', text, label, kind: dealt[i % dealt.length] as Kind })
  })
  const sets = [...Object.entries(trainingSets), ['written', 'all three'] as const].map(([name, kind]) => {
    const own = rows.filter((row) => row.name === name)
    return { name, kind, counts: labels.map((_, label) => own.filter((row) => row.label === label).length) }
  })
  return {
    texts: rows.map(({ text }) => text),
    labelOf: Int32Array.from(rows, ({ label }) => label),
    kindOf: Int32Array.from(rows, ({ kind }) => kinds.indexOf(kind)),
    collected,
    sets,
  }
}
