// Drawing posts of a story for people to label, and what is known of its calibration.
import { calibrate } from '../analysis/calibration/calibration.ts'
import type { Calibration } from '../events/story.ts'
import type { Content, Vault } from '../events/vault.ts'
import type { LabelledPost } from '../projections/labels.ts'
import { type ListedPost, postsBetween } from '../projections/posts.ts'
import { createDraw } from '../projections/random-posts.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { Story } from '../projections/stories.ts'

/** With so many the negative share of a story is known to about 4 points. */
export const suggestedLabels = 200

/** Mostly the first will do. Where all but a few texts are forgotten, a post may not be found. */
const rounds = [2, 8, 32, ...Array<number>(15).fill(32)]

export type Drawn = { readonly post: ListedPost; readonly content: Content }

/** Nobody's name leaves this: it only tells two authors apart. */
const authorOf = (source: string, { author }: Content) => (author === undefined ? undefined : `${source}|${author}`)

type Ports = { readonly readModel: ReadModel; readonly vault: Pick<Vault, 'get'> }

/**
 * One scored post at random whose text is still kept, of an author of whom none is labelled; never by what the lane says of it.
 * Unscored posts are in no share, so none is drawn.
 * @param labelled of the story @param not refs that are passed over, the labelled ones too @param random 0 ≤ x < 1
 */
export const drawPost = async (
  { readModel, vault }: Ports,
  { slug, lane }: Pick<Story, 'slug' | 'lane'>,
  labelled: readonly LabelledPost[],
  not: ReadonlySet<string>,
  random: () => number,
): Promise<Drawn | undefined> => {
  const known = await vault.get(labelled.map(({ ref }) => ref))
  const sources = new Map(labelled.map(({ ref, source }) => [ref, source]))
  const authors = new Set(
    [...known].flatMap(([ref, { content }]) => authorOf(sources.get(ref) as string, content) ?? []),
  )
  const passed = new Set(not)
  const draw = createDraw(readModel, { story: slug, lane }, random)
  for (const length of rounds) {
    const posts = Array.from({ length }, draw).filter(
      (post): post is ListedPost => post !== undefined && !passed.has(post.ref),
    )
    const contents = await vault.get([...new Set(posts.map(({ ref }) => ref))])
    for (const post of posts) {
      const content = contents.get(post.ref)?.content
      const author = content && authorOf(post.source, content)
      if (content !== undefined && (author === undefined || !authors.has(author))) return { post, content }
      passed.add(post.ref)
    }
  }
  return undefined
}

/** One that was drawn before, so that nobody gets another by asking again. @param place `at,ref` */
export const postAgain = async (
  { readModel, vault }: Ports,
  { slug, lane }: Pick<Story, 'slug' | 'lane'>,
  not: ReadonlySet<string>,
  place: string | undefined,
): Promise<Drawn | undefined> => {
  const [at = '', ref = ''] = place?.split(',') ?? []
  const ms = Date.parse(at)
  if (Number.isNaN(ms) || not.has(ref)) return undefined
  const post = postsBetween(readModel, { story: slug, lane }, ms, ms + 1).find((one) => one.ref === ref)
  const content = (await vault.get([ref])).get(ref)?.content
  return post === undefined || content === undefined ? undefined : { post, content }
}

const dayMs = 86_400_000
const oldAfterMs = 60 * dayMs
const freshLabels = 50
const farOff = 0.1

/**
 * `age`: the last of its labels is older than 60 days. `drift`: of the 50 posts drawn last, people call negative another share than
 * the fit says, by more than 10 points.
 */
export type Stale = 'age' | 'drift'

/** @param labelled the one labelled last at the end */
export const staleness = (
  calibration: Calibration,
  labelled: readonly LabelledPost[],
  nowMs: number,
): Stale | undefined => {
  const newest = labelled.at(-1)
  if (newest === undefined || nowMs - Date.parse(newest.labelledAt) > oldAfterMs) return 'age'
  const fresh = labelled
    .filter(({ sampled, said, model }) => sampled && said !== undefined && model === calibration.model)
    .slice(-freshLabels)
  if (fresh.length < freshLabels) return undefined
  const says = fresh.reduce(
    (sum, { said }) => sum + (said === undefined ? 0 : calibrate(calibration, said).negative),
    0,
  )
  const people = fresh.filter(({ label }) => label === 'negative').length
  return Math.abs(says - people) / freshLabels > farOff ? 'drift' : undefined
}
