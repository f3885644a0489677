// What the company said and what happened around it, numbered in the order of recording.
import type { MilestoneKind, Moment, StatementKind } from '../events/story.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

type Kept<Of extends string, Kind> = Moment<Kind> & {
  readonly of: Of
  /** When and where in the log it was recorded first. */
  readonly recordedAt: string
  readonly version: number
  readonly correctedAt?: string
}
type StatementMoment = Kept<'statement', StatementKind>
type MilestoneMoment = Kept<'milestone', MilestoneKind>
type KeptMoment = StatementMoment | MilestoneMoment

/** In the order of recording: the first has number 1 for good. */
type Moments = readonly KeptMoment[]

/** A moment recorded again keeps its number and place. */
const keep = (moments: Moments, moment: KeptMoment): Moments => {
  const known = moments.findIndex(({ id }) => id === moment.id)
  if (known === -1) return [...moments, moment]
  const { recordedAt, version } = moments[known] as KeptMoment
  return moments.with(known, { ...moment, recordedAt, version, correctedAt: moment.recordedAt })
}

/** Key: the story's slug. */
export const statements: Projection<Moments> = {
  name: 'statements',
  initial: [],
  keys: (event) => {
    switch (event.type) {
      case 'StatementRecorded':
      case 'StatementCorrected':
      case 'MilestoneRecorded':
      case 'MilestoneCorrected':
        return [event.data.slug]
      default:
        return []
    }
  },
  evolve: (moments, event) => {
    const { recordedAt, version } = event
    switch (event.type) {
      case 'StatementRecorded':
      case 'StatementCorrected': {
        const { slug: _, ...moment } = event.data
        return keep(moments, { ...moment, of: 'statement', recordedAt, version })
      }
      case 'MilestoneRecorded':
      case 'MilestoneCorrected': {
        const { slug: _, ...moment } = event.data
        return keep(moments, { ...moment, of: 'milestone', recordedAt, version })
      }
      default:
        return moments
    }
  },
}

/** Its number is the one of chart and list (`#m4`). */
type NumberedMoment = KeptMoment & { readonly number: number }

/** Statements and milestones of a story, by when they happened. */
export const momentsOf = (readModel: ReadModel, slug: string): readonly NumberedMoment[] =>
  ((readModel.load('statements', [slug]).get(slug) ?? []) as Moments)
    .map((moment, i) => ({ ...moment, number: i + 1 }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.number - b.number))
