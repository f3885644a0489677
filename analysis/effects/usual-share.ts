// The negative share that a story has on calm days.
import { between, type Count, dayMs, shareOf, totalOf } from './hours.ts'

const daysRead = 28
const daysNeeded = 7
const postsAtLeast = 20
/** Days of a backlash are among those read: the lower quarter is calm as long as three days in four are not angry. */
const quantile = 0.25

/** How much has to be read before a moment. */
export const usualFromMs = (beforeMs: number) => beforeMs - daysRead * dayMs

/** 0..1, of the days before `beforeMs`; undefined where fewer than seven of the last 28 have 20 posts. */
export const usualShare = (hours: readonly Count[], beforeMs: number): number | undefined => {
  const read = between(hours, usualFromMs(beforeMs), beforeMs)
  const shares: number[] = []
  for (let toMs = beforeMs; toMs > usualFromMs(beforeMs); toMs -= dayMs) {
    const total = totalOf(between(read, toMs - dayMs, toMs))
    if (total.scored >= postsAtLeast) shares.push(shareOf(total))
  }
  return shares.length < daysNeeded ? undefined : shares.sort((a, b) => a - b)[Math.floor(quantile * shares.length)]
}
