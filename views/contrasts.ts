// What a peak or a stretch was about, against the calm days before: what rose at the same time, never what came of what.
import type { ContrastFacts, RisenFacts, StoryFacts } from './facts.ts'
import { listed, times } from './phrases.ts'
import { sourceName } from './post-card.ts'

const mostNamed = 3
/** From this share on most posts have it. */
const mostShare = 0.5

export const amongWords = { negative: 'negative posts', scored: 'posts' } as const satisfies {
  [A in ContrastFacts['among']]: string
}

export const percent = (share: number) => (share > 0 && share < 0.01 ? 'under 1%' : `${Math.round(100 * share)}%`)

const usualText = (ratio: number | null) =>
  ratio === null ? 'none in the calm days' : `${times(ratio)} the usual share`

/** `Fees (32% of negative posts, 3.1 times the usual share) and Support (9%, 2.0 times the usual share)`; what all lack in calm days is said once. */
const named = (risen: readonly RisenFacts[], of: string) => {
  const some = risen.slice(0, mostNamed)
  const isNew = some.length > 1 && some.every(({ ratio }) => ratio === null)
  const told = some.map(({ name, share, ratio }, i) => {
    const part = `${percent(share)}${i === 0 ? of : ''}`
    return `${name} (${isNew ? part : `${part}, ${usualText(ratio)}`})`
  })
  return `${listed(told)}${isNew ? ', none of which the calm days had' : ''}`
}

/** One sentence, or that nothing differs. */
export const aboutText = ({ among, topics, sources, usual }: ContrastFacts): string => {
  if (usual === undefined) return 'There are no calm days to compare it with.'
  const of = ` of ${amongWords[among]}`
  const places = sources.map((source) => ({ ...source, name: sourceName(source.name) }))
  const parts = [
    ...(topics.length === 0 ? [] : [`about ${named(topics, of)}`]),
    ...(places.length === 0 ? [] : [`on ${named(places, topics.length === 0 ? of : '')}`]),
  ]
  const isMost = ((topics[0] ?? sources[0])?.share ?? 0) >= mostShare
  return parts.length === 0
    ? 'No topic and no source has a larger share than in the calm days.'
    : `${isMost ? 'Mostly' : 'More than usual'} ${parts.join('; ')}.`
}

/** Of the peak at this moment; empty where it was not looked at. */
export const peakAbout = ({ contrasts }: Pick<StoryFacts, 'contrasts'>, atMs: number): string => {
  const peak = contrasts.find((one) => one.of === 'peak' && one.atMs === atMs)
  return peak === undefined ? '' : aboutText(peak)
}
