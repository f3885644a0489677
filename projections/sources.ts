// Sources of a story: how many posts each has had. Their sum is the story.
import { type Counts, countsOf, sum, type Tally } from './counts.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'
import { createTally } from './tally.ts'

/** Key: `story|lane|source`: posts ever. */
export const sources = createTally('sources', (post, lane, { slug }) => [`${slug}|${lane}|${post.source}`])

type SourceRow = Counts & { readonly source: string }

const rowsOf = (readModel: ReadModel, story: string, lane: string) => {
  const prefix = `${story}|${lane}|`
  return readModel
    .scan('sources', { from: prefix, to: afterPrefix(prefix) })
    .map(({ key, state }) => ({ source: key.slice(prefix.length), tally: state as Tally }))
}

/** The source with most posts first. */
export const sourcesOf = (readModel: ReadModel, story: string, lane: string): readonly SourceRow[] =>
  rowsOf(readModel, story, lane)
    .map(({ source, tally }) => ({ source, ...countsOf(tally) }))
    .sort((a, b) => b.posts - a.posts || (a.source < b.source ? -1 : 1))

/** All posts of a story since it began. */
export const totalOf = (readModel: ReadModel, story: string, lane: string): Counts =>
  countsOf(sum(rowsOf(readModel, story, lane).map(({ tally }) => tally)))
