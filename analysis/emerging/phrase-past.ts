// How often a phrase was said before the window: all that was counted of it less what the window counted.
import { type PhraseBaseline, partOf } from './phrase-baseline.ts'
import type { PhraseCounters } from './phrase-counters.ts'

/** A pane of the window, the newest first. */
export type Pane = { readonly pane: number; readonly atMs: number; readonly documents: number }
/** Documents with the phrase, of how many; those of long ago have faded, so no whole numbers. */
export type Past = { readonly said: number; readonly of: number }

/** Valid until the next post is counted. */
export const createPast = (
  baseline: PhraseBaseline,
  counters: Pick<PhraseCounters, 'hashes' | 'countIn'>,
  window: readonly Pane[],
) => {
  const panes = window.map((one) => ({ ...one, weight: baseline.weightAt(one.atMs), part: partOf(one.atMs) }))
  type Weighed = (typeof panes)[number]
  const now = panes[0]?.weight ?? 1
  const inWindow = panes.reduce((sum, { documents }) => sum + documents, 0)
  const weigh = (counted: number, those: readonly Weighed[], countOf: (one: Weighed) => number) =>
    Math.max(0, counted - those.reduce((sum, one) => sum + countOf(one) * one.weight, 0)) / now
  const had = ({ documents }: Weighed) => documents

  const parts = [...new Set(panes.map(({ part }) => part))].map((part) => {
    const those = panes.filter((one) => one.part === part)
    const share = those.reduce((sum, one) => sum + one.documents, 0) / inWindow
    return { part, those, share, of: weigh(baseline.documentsIn(part), those, had) }
  })
  const documents = weigh(baseline.documents(), panes, had)
  const documentsInParts = parts.reduce((sum, { of }) => sum + of, 0)

  return {
    documents,
    documentsInParts,
    ever: (slot: number): Past => {
      const counted = baseline.estimate(counters.hashes[slot] as number)
      return { said: weigh(counted, panes, (one) => counters.countIn(slot, one.pane)), of: documents }
    },
    /** At the same times of the week, mixed as the window mixes them. */
    sameTimes: (slot: number): Past => {
      const rate = parts.reduce((sum, { part, those, share, of }) => {
        const counted = baseline.estimateIn(counters.hashes[slot] as number, part)
        const said = weigh(counted, those, (one) => counters.countIn(slot, one.pane))
        return of > 0 ? sum + (share * said) / of : sum
      }, 0)
      return { said: rate * documentsInParts, of: documentsInParts }
    },
  }
}
