// Copies are further negative posts with nearly the same text: when a source has so many that its posts decide nothing.
import { copies as settings } from './settings.ts'

/** Negative posts, each wording once, and further copies of them. */
type Told = { readonly negatives: number; readonly duplicates: number }

/** 0..1 */
export const shareOfCopies = ({ negatives, duplicates }: Told) => duplicates / (duplicates + negatives)

/** What the share of copies may be above the usual one by chance. */
const chanceOf = ({ negatives, duplicates }: Told, usual: number) =>
  settings.deviations * Math.sqrt((usual * (1 - usual) * settings.dispersion) / (negatives + duplicates))

/** The last hours have far more than usual, and not by chance: where most posts are copies anyway, a few more are nothing. */
export const isFlood = (recent: Told, usual: number): boolean =>
  recent.duplicates > settings.duplicates &&
  shareOfCopies(recent) - usual > Math.max(settings.shareAboveUsual, chanceOf(recent, usual))

/** A window has more than usual: the first ones of each wording, which count, may be a flood too. */
export const looksCopied = (window: Told, usual: number): boolean =>
  window.duplicates >= settings.leastInWindow && shareOfCopies(window) - usual > chanceOf(window, usual)
