// Emerging phrases of a story as rows among its topics.
import { countsOf } from '../../../projections/counts.ts'
import { phrasesOf } from '../../../projections/phrases.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import type { Story } from '../../../projections/stories.ts'
import { countsBetween } from '../../../projections/timeline.ts'

/** Topics nobody had to name. Their posts are documents: one per author and hour, counted when the phrase was told last. */
export const emergingRows = (readModel: ReadModel, story: Story, nowMs: number) =>
  phrasesOf(readModel, story, nowMs).map(
    ({ phrase, title, since, at, documents, authors, negative, positive, g2, ratio }) => {
      const neutral = Math.max(0, documents - negative - positive)
      const counts = countsOf([negative, neutral, positive, 0, 0, 0, 0, 0, 0, 0, 0])
      const { slug, lane } = story
      const all = countsBetween(readModel, { story: slug, lane }, Date.parse(since), Date.parse(at))
      return {
        slug: null,
        name: title,
        kind: 'emerging' as const,
        posts: documents,
        net: counts.net,
        share: all.posts === 0 ? null : Math.min(1, documents / all.posts),
        trend: 'rising' as const,
        counts,
        phrase,
        since,
        at,
        authors,
        g2,
        ratio,
      }
    },
  )
