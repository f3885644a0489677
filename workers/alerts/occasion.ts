// An occasion with what an alert says of it.
import type { Alert } from '../../events/alert.ts'
import type { Occasion } from '../../events/alert-decisions.ts'

export type ToldOccasion = Occasion &
  Partial<Pick<Alert, 'phrases'>> & {
    /** Behind the name of the story: `Backlash`. */
    readonly words: string
    /** One or two sentences. */
    readonly reason: string
    /** What decided lies in it: topics, sources and typical posts are those of it. Absent: none are told. */
    readonly window?: { readonly fromMs: number; readonly toMs: number }
    /** Which posts are typical of it. */
    readonly typical?: 'negative' | 'any' | 'leaving'
  }
