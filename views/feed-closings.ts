// That a story is watched no longer, as an entry of a feed: one for all its closings, so that who read of the end learns that it goes on.
import { entryOf, type FeedEntry, type FeedFacts, momentOf, named } from './feed-entry.ts'
import { closedId } from './phase-now.ts'

/** None while it was never closed. */
export const closingEntries = (facts: FeedFacts): readonly FeedEntry[] => {
  const { closings } = facts
  const [first] = closings
  if (first === undefined) return []
  const isClosed = closings.at(-1)?.openedAt === undefined
  return [
    entryOf({
      id: closedId,
      kind: 'closing',
      title: named(facts, isClosed ? 'No longer watched' : 'Watched again'),
      anchor: isClosed ? closedId : 'happened',
      publishedMs: Date.parse(first.at),
      updates: closings.flatMap(({ at, openedAt }, i) => [
        i === 0 ? undefined : { atMs: Date.parse(at), text: 'Closed again: no longer watched.' },
        openedAt === undefined ? undefined : { atMs: Date.parse(openedAt), text: 'Opened again: watched once more.' },
      ]),
      text: [`Closed on ${momentOf(Date.parse(first.at))}. What is posted while a story is closed is not counted.`],
      source: null,
    }),
  ]
}
