// How far the negative share can be trusted: what was measured, in one sentence for the page.
import { fewestLabels } from '../analysis/calibration.ts'
import type { StoryFacts } from './facts.ts'
import { counted, dateOf } from './phrases.ts'
import { posts } from './summary.ts'
import { whole } from './wording.ts'

/**
 * Mean error of the counted negative share of an hour, in points, on posts about a company that the lane had never seen.
 * `afinn`: airlines, 74 hours of February 2015, labels of people; by bench/sentiment.
 */
const pointsOff: { readonly [lane: string]: number } = { afinn: 27.5 }

const uncalibrated = (lane: string) => {
  const points = pointsOff[lane]
  return points === undefined
    ? ''
    : ` On companies that this method had never seen, the share of an hour was off by about ${Math.round(points)} points.`
}

/** Half of the 90 % interval, points. */
const within = (lower: number, upper: number) => Math.max(1, Math.round(50 * (upper - lower)))

export const measuredOf = ({ total, calibration, lanes }: StoryFacts): string => {
  const many = counted(posts(total), 'post')
  if (calibration === null)
    return `The negative share of ${many} is uncertain: fewer than ${fewestLabels} of them are labelled by people, so it is not calibrated.${uncalibrated(lanes[0] ?? '')}`
  const { n, sampled, lower, upper, fittedAtMs } = calibration
  const drawn = sampled < n ? `, of which ${sampled} were drawn at random` : ''
  return `The negative share of ${many} is calibrated on ${whole(n)} of them that people labelled${drawn}: ±${within(lower, upper)} points, nine times in ten (as of ${dateOf(fittedAtMs)}). Chart and net sentiment count single posts as they are labelled.`
}
