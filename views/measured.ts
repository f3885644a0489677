// How far the negative share can be trusted: what was measured, in one sentence for the page.
import { fewestLabels } from '../analysis/calibration/calibration.ts'
import { hourlyErrorOf } from '../analysis/method-figures.ts'
import type { StoryFacts } from './facts.ts'
import { counted, dateOf } from './phrases.ts'
import { posts } from './summary.ts'
import { whole } from './wording.ts'

const uncalibrated = (lane: string) => {
  const off = hourlyErrorOf(lane)
  return off === undefined
    ? ''
    : ` On posts about companies it had never seen, the share of an hour was off by about ${Math.round(100 * off)} points.`
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
