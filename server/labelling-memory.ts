// What somebody who labels has before them: kept while the process runs, refs only. Losing it costs no label.

export type Labelling = {
  /** `at,ref` of the post that is shown: asking again is no way to an easier one. */
  readonly shown?: string
  /** Refs, the last one at the end. */
  readonly skipped: readonly string[]
  /** The post labelled last is to be shown again. */
  readonly back: boolean
}

export type LabellingMemory = {
  readonly of: (story: string) => Labelling
  readonly set: (story: string, labelling: Labelling) => void
}

const nothing: Labelling = { skipped: [], back: false }
const mostKept = 1_000
/** An address holds so many; those skipped before may come again. */
export const mostSkipped = 400

/** One for each key. The oldest is forgotten when more come. */
export const createLabellingMemories = () => {
  const kept = new Map<string, Labelling>()
  return (holder: string): LabellingMemory => ({
    of: (story) => kept.get(`${holder}|${story}`) ?? nothing,
    set: (story, labelling) => {
      const key = `${holder}|${story}`
      kept.delete(key)
      kept.set(key, labelling)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    },
  })
}
