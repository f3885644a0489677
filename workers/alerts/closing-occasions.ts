// That a story is closed, and opened again, as occasions of alerts: nobody takes the silence for calm.
import type { Closing } from '../../projections/stories.ts'
import type { ToldOccasion } from './occasion.ts'

/** What is longer ago is told only beside what came later. */
const newsForMs = 7 * 24 * 3_600_000

type Said = Pick<ToldOccasion, 'cause' | 'at' | 'words' | 'reason'> & { readonly version: number }

const closed = (slug: string, { at, version }: Closing): Said => ({
  cause: `closed|${slug}|${at}`,
  at,
  version,
  words: 'No longer watched',
  reason:
    'A person closed the story. What is posted from now on is not counted, and no alert of it comes until it is opened again.',
})

const opened = (slug: string, { openedAt: at, openedVersion: version }: Closing): readonly Said[] =>
  at === undefined || version === undefined
    ? []
    : [
        {
          cause: `opened|${slug}|${at}`,
          at,
          version,
          words: 'Watched again',
          reason: 'A person opened the story again. What was posted while it was closed is not counted.',
        },
      ]

/** The one that came last stands, the others are over. @param closings in order */
export const closingOccasions = (
  slug: string,
  closings: readonly Closing[],
  nowMs: number,
): readonly ToldOccasion[] => {
  const all = closings.flatMap((closing) => [closed(slug, closing), ...opened(slug, closing)])
  return all.map((said, i) => ({
    ...said,
    slug,
    trigger: 'phase-change',
    bar: 'strict',
    isUrgent: false,
    isOver: i < all.length - 1 || nowMs - Date.parse(said.at) > newsForMs,
  }))
}
