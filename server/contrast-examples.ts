// Three posts that show what was different in a stretch: typical of what rose most, never the loudest.
import type { Risen } from '../analysis/contrast.ts'
import type { Span } from '../analysis/phases/windows.ts'
import type { Vault } from '../events/vault.ts'
import { channelsOf } from '../projections/channels.ts'
import { type ListedPost, postsBetween, postsStillThere } from '../projections/posts.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { Story } from '../projections/stories.ts'
import { byTypical } from '../projections/typical.ts'
import { quotable } from '../views/quote.ts'
import { showsText } from '../views/shows-text.ts'

export type Among = 'negative' | 'scored'
/** Posts to take for one example, the most typical first. */
export type Candidates = readonly Pick<ListedPost, 'at' | 'ref'>[]

const mostExamples = 3
const mostCandidates = 4
/** Posts are looked at from the beginning of each part of a stretch. */
const parts = 8
const postsPerPart = 30

const labelOf = ({ corrected, sentiment }: ListedPost) => corrected ?? sentiment.label
const isAmong = (post: ListedPost, among: Among) =>
  among === 'negative' ? labelOf(post) === 'negative' : labelOf(post) !== 'unscored'

type Line = { readonly story: string; readonly lane: string }

const sampleOf = (readModel: ReadModel, line: Line, { fromMs, toMs }: Span): readonly ListedPost[] => {
  const partMs = (toMs - fromMs) / parts
  return Array.from({ length: parts }, (_, i) => fromMs + i * partMs).flatMap((startMs) =>
    postsBetween(readModel, line, startMs, startMs + partMs, postsPerPart),
  )
}

/** One for each topic that rose most, then of any. */
export const exampleCandidates = (
  readModel: ReadModel,
  { slug, lane }: Story,
  stretch: Span,
  { among, topics }: { readonly among: Among; readonly topics: readonly Risen[] },
): readonly Candidates[] => {
  const sample = sampleOf(readModel, { story: slug, lane }, stretch)
  const fit = sample.filter((post) => !post.duplicate && isAmong(post, among))
  const groups = [...topics.map(({ name }) => fit.filter((post) => post.topics.includes(name))), fit, fit, fit]
  const taken = new Set<string>()
  return groups.slice(0, mostExamples).map((group) => {
    const some = byTypical(group.filter(({ ref }) => !taken.has(ref))).slice(0, mostCandidates)
    for (const { ref } of some) taken.add(ref)
    return some.map(({ at, ref }) => ({ at, ref }))
  })
}

/** Of each list the first post that is still what it was and fit to be shown; most lists are asked once. */
export const examplesShown = async (
  { readModel, vault }: { readonly readModel: ReadModel; readonly vault: Pick<Vault, 'get'> },
  { slug, lane }: Story,
  { among, examples }: { readonly among: Among; readonly examples: () => readonly Candidates[] },
): Promise<readonly ListedPost[]> => {
  const kinds = new Map(channelsOf(readModel).map(({ id, kind }) => [id, kind]))
  const isFit = async (post: ListedPost) => {
    const kind = kinds.get(post.channel)
    if (!isAmong(post, among) || kind === undefined) return false
    if (!showsText[kind]) return true
    const text = (await vault.get([post.ref])).get(post.ref)?.content.text
    return text !== undefined && quotable(text)
  }
  const first = async (candidates: Candidates): Promise<readonly ListedPost[]> => {
    for (const post of postsStillThere(readModel, { story: slug, lane }, candidates))
      if (await isFit(post)) return [post]
    return []
  }
  return (await Promise.all(examples().map(first))).flat()
}
