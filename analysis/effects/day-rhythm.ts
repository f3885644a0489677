// How busy each hour of the day is, as a part of the mean hour.
import { between, type Count, dayMs, hourMs, totalOf } from './hours.ts'
import { usualFromMs } from './usual-share.ts'

const fewestDays = 7
const fewestPosts = 20
/** A flat day counts as so many posts: few posts say little of an hour. */
const flatPosts = 120

const hourOf = (ms: number) => Math.floor(ms / hourMs) % 24

/** Factor by the start of an hour, mean 1, of the 28 days before `beforeMs`; every hour is 1 where fewer than seven have 20 posts. */
export const dayRhythm = (hours: readonly Count[], beforeMs: number): ((hourMs: number) => number) => {
  const shares = new Array<number>(24).fill(0)
  let days = 0
  let posts = 0
  for (let toMs = beforeMs; toMs > usualFromMs(beforeMs); toMs -= dayMs) {
    const day = between(hours, toMs - dayMs, toMs)
    const { scored } = totalOf(day)
    if (scored < fewestPosts) continue
    days++
    posts += scored
    for (const hour of day) shares[hourOf(hour.atMs)] = (shares[hourOf(hour.atMs)] ?? 0) + (24 * hour.scored) / scored
  }
  if (days < fewestDays) return () => 1
  const mean = (hour: number) => (shares[(hour + 24) % 24] ?? 0) / days
  const trust = posts / (posts + flatPosts)
  const factors = shares.map(
    (_, hour) => trust * ((mean(hour - 1) + 2 * mean(hour) + mean(hour + 1)) / 4) + (1 - trust),
  )
  return (ms) => factors[hourOf(ms)] ?? 1
}
