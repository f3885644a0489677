// How far the difference of two shares may be off by chance.
import { shareOf, type Total } from './hours.ts'

/** Standard normal quantile of 97.5 %: intervals are of 95 %. */
export const z95 = 1.96

/** Of a share, 0..1. Wilson 1927, without correction for continuity. Counts need not be whole. */
export const wilson = (total: Total): { readonly lower: number; readonly upper: number } => {
  const { scored } = total
  const share = shareOf(total)
  const squared = z95 ** 2 / scored
  const middle = (share + squared / 2) / (1 + squared)
  const half = (z95 / (1 + squared)) * Math.sqrt((share * (1 - share)) / scored + squared / (4 * scored))
  return { lower: middle - half, upper: middle + half }
}

/** `change` = share after − share before; the interval reaches from `change - down` to `change + up`. */
export type Difference = { readonly change: number; readonly down: number; readonly up: number }

/** Wilson intervals combined by square-and-add: Newcombe 1998, "Interval estimation for the difference", method 10. */
export const newcombe = (before: Total, after: Total): Difference => {
  const [b, a] = [wilson(before), wilson(after)]
  const [shareBefore, shareAfter] = [shareOf(before), shareOf(after)]
  return {
    change: shareAfter - shareBefore,
    down: Math.hypot(shareAfter - a.lower, b.upper - shareBefore),
    up: Math.hypot(a.upper - shareAfter, shareBefore - b.lower),
  }
}
