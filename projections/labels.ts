// What people said of single posts, and what each lane said of the same ones: what calibrations are fitted on.
import type { Finding, Label, LaneFinding, Origin, PostKind, Probabilities } from '../events/post.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

/** `by`: name of the key. `labelledAt` and `version`: when the log took it, ISO 8601 UTC, and its place there. */
export type PersonsWord = {
  readonly label: Label
  readonly by: string
  readonly labelledAt: string
  readonly version: number
  /** Drawn at random, not picked. */
  readonly sampled: boolean
}

const unsaid: PersonsWord | undefined = undefined

/** Key: ref. It is of one wording: gone with it, with the post, and until the next one when the post comes back. */
export const labels: Projection<PersonsWord | undefined> = {
  name: 'labels',
  initial: unsaid,
  overwrites: true,
  keys: (event) => {
    switch (event.type) {
      case 'PostRelabelled':
      case 'PostEdited':
      case 'PostRemoved':
      case 'PostRestored':
      case 'PostErased':
        return [event.data.ref]
      default:
        return []
    }
  },
  evolve: (_, event) => {
    if (event.type !== 'PostRelabelled') return unsaid
    const { label, by, sampled = false } = event.data
    return { label, by, labelledAt: event.recordedAt, version: event.version, sampled }
  },
}

/** What a lane says of a labelled post. */
type LanesWord = {
  /** When the post was made, ISO 8601 UTC, and where. */
  readonly at: string
  readonly source: string
  readonly kind: PostKind
  readonly model: string
  /** As the model gives them; absent where it gives none, and where the post is in no share: a repost, a further near-duplicate. */
  readonly said?: Probabilities
}

const uncounted: LanesWord | undefined = undefined

const keysOf = ({ ref }: Origin, findings: readonly LaneFinding[]) =>
  findings
    .filter(({ corrected }) => corrected !== undefined)
    .flatMap(({ lane, stories }) => stories.map(({ slug }) => `${slug}|${lane}|${ref}`))

const saidIn = ({ sentiment, duplicateOf, amplifies }: Finding): { said?: Probabilities } => {
  if (sentiment.label === 'unscored' || (duplicateOf ?? amplifies) !== undefined) return {}
  const { negative, neutral, positive } = sentiment
  return { said: { negative, neutral, positive } }
}

/** Key: `story|lane|ref`: posts that a person labelled, as each lane of each of their stories has them. */
export const labelled: Projection<LanesWord | undefined> = {
  name: 'labelled',
  initial: uncounted,
  overwrites: true,
  keys: (event) => {
    switch (event.type) {
      case 'PostAnalysed': {
        const { lane, corrected, replaces } = event.data
        if (corrected === undefined && replaces?.corrected === undefined) return []
        return keysOf(event.data, replaces === undefined ? [event.data] : [{ ...replaces, lane }, event.data])
      }
      case 'PostRemoved':
      case 'PostErased':
        return keysOf(event.data, event.data.subtracts)
      default:
        return []
    }
  },
  evolve: (_, event, key) => {
    if (event.type !== 'PostAnalysed' || event.data.corrected === undefined) return uncounted
    const { at, source, kind, model, stories } = event.data
    if (!stories.some(({ slug }) => key.startsWith(`${slug}|`))) return uncounted
    return { at, source, kind, model, ...saidIn(event.data) }
  },
}

export type LabelledPost = PersonsWord & LanesWord & { readonly ref: string }

export const labelOf = (readModel: ReadModel, ref: string): PersonsWord | undefined =>
  readModel.load('labels', [ref]).get(ref) as PersonsWord | undefined

/** Every labelled post of a story, the one labelled last at the end. */
export const labelsOf = (readModel: ReadModel, story: string, lane: string): readonly LabelledPost[] => {
  const prefix = `${story}|${lane}|`
  const rows = readModel.scan('labelled', { from: prefix, to: afterPrefix(prefix) })
  const refs = rows.map(({ key }) => key.slice(prefix.length))
  const words = readModel.load('labels', refs)
  return rows
    .flatMap(({ state }, i): LabelledPost[] => {
      const ref = refs[i] as string
      const word = words.get(ref) as PersonsWord | undefined
      return word === undefined ? [] : [{ ref, ...word, ...(state as LanesWord) }]
    })
    .sort((a, b) => a.version - b.version)
}
