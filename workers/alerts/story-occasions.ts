// What was said in and of a story as occasions of alerts: statements, and phrases that emerge.
import type { AlertRule, Sensitivity } from '../../events/alert.ts'
import type { EmergingPhrase, Moment, StatementKind } from '../../events/story.ts'
import type { Telling } from '../../projections/phrases.ts'
import { statementWords } from '../../views/moments.ts'
import type { ToldOccasion } from './occasion.ts'

const dayMs = 24 * 3_600_000

export type SaidStatement = Moment<StatementKind> & { readonly recordedAt: string; readonly version: number }

/** When it is over for sure: of a day its end. */
const endMs = ({ at, until, precision }: SaidStatement) =>
  Date.parse(until ?? at) + (precision === 'day' && until === undefined ? dayMs : 0)

/** What everybody waits for is said in the title. */
const titleWords: { readonly [K in StatementKind]?: string } = {
  reversal: 'Reversal',
  'partial-reversal': 'Partial reversal',
}
const kindWords = (kind: StatementKind) => (statementWords[kind] === '' ? '' : ` (${statementWords[kind]})`)

/** Recorded more than a day after it was said it belongs to a past: nobody is told. */
export const statementOccasions = (slug: string, statements: readonly SaidStatement[]): readonly ToldOccasion[] =>
  statements
    .filter((one) => Date.parse(one.recordedAt) - endMs(one) <= dayMs)
    .map(({ id, at, kind, title, text, version }) => ({
      slug,
      cause: `statement|${slug}|${id}`,
      trigger: 'statement',
      at,
      version,
      bar: 'strict',
      isUrgent: kind === 'reversal' || kind === 'partial-reversal',
      isOver: false,
      words: `${titleWords[kind] ?? 'Statement'}: ${title}`,
      reason: `The company made a statement${kindWords(kind)}: ${title}.${text === undefined ? '' : ` ${text}`}`,
    }))

/** How surprising a phrase must be (G²), and how many times more often than before. */
export const phraseBars = {
  sensitive: { g2: 0, ratio: 0 }, // whatever is shown as emerging
  balanced: { g2: 30, ratio: 3 },
  strict: { g2: 60, ratio: 5 },
} as const satisfies { [S in Sensitivity]: object }

/** For one rule: a phrase counts from the telling on in which it was strong enough for it. */
export const phraseOccasions = (
  slug: string,
  phrases: readonly (EmergingPhrase & { readonly tellings: readonly Telling[] })[],
  { sensitivity, minimumPosts }: Pick<AlertRule, 'sensitivity' | 'minimumPosts'>,
): readonly ToldOccasion[] =>
  phrases.flatMap(({ phrase, title, since, at, authors, tellings }) => {
    const bar = phraseBars[sensitivity]
    const strong = tellings.find(
      ({ documents, g2, ratio }) => documents >= minimumPosts && g2 >= bar.g2 && ratio >= bar.ratio,
    )
    if (strong === undefined) return []
    const { documents, ratio, g2, version } = strong
    return [
      {
        slug,
        cause: `phrase|${slug}|${phrase}|${since}`,
        trigger: 'new-topic',
        at,
        since,
        version,
        bar: 'strict',
        posts: documents,
        isUrgent: false,
        isOver: false,
        words: `many write “${title}”`,
        reason: `“${title}” is new: in ${documents} posts of ${authors} authors within six hours, ${ratio.toFixed(1)} times as often as before (G² ${g2.toFixed(0)}).`,
        phrases: [{ name: title, posts: documents }],
      },
    ]
  })
