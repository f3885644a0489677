// Why a phase was declared, in one sentence: every number in it can be counted again.
import type { SetAside } from '../../events/phase.ts'
import { type Sums, usualShare } from './dispersion.ts'
import { tickMs } from './tick.ts'

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Fri 18 Aug, 17:05 UTC` @param tick five minutes since 1970 */
export const timeText = (tick: number) => {
  const date = new Date(tick * tickMs)
  const clock = date.toISOString().slice(11, 16)
  return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}, ${clock} UTC`
}

const span = (minutes: number) => {
  if (minutes < 120) return `${minutes} min`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`
}
const decimal = (value: number) => (value >= 20 ? value.toFixed(0) : value.toFixed(1))
export const percent = (share: number) => `${Math.round(share * 100)} %`
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

const asideText = (one: SetAside) => {
  switch (one.why) {
    case 'copies':
      return `${one.source} set aside: ${percent(one.copies)} copies`
    case 'silent':
      return `${one.source} silent`
    case 'new':
      return `${one.source} not counted: still learnt`
  }
}

/** `31 negative posts in 50 min, usually 8.4 (×3.7); share 57 % against 26 %` */
export const countsText = (sums: Sums, minutes: number) => {
  const { negatives, posts, usualNegatives, usualPosts } = sums
  const ratio = usualNegatives > 0 ? ` (×${(negatives / usualNegatives).toFixed(1)})` : ''
  const rate = `${plural(negatives, 'negative post')} in ${span(minutes)}, usually ${decimal(usualNegatives)}${ratio}`
  if (posts === 0 || usualPosts === 0) return rate
  return `${rate}; share ${percent(negatives / posts)} against ${percent(usualShare(sums))}`
}

/** `170, usually 1.5` */
export const againstText = (
  counted: Pick<Sums, 'negatives' | 'usualNegatives'> = { negatives: 0, usualNegatives: 0 },
) => `${counted.negatives}, usually ${decimal(counted.usualNegatives)}`

/** What the sentence ends with: who was counted, and who was not. */
export const sourcesText = (sources: readonly string[], setAside: readonly SetAside[]) =>
  [...(sources.length === 0 ? [] : [listed(sources)]), ...setAside.map(asideText)].join('; ')

/** `about A, between B and C` */
export const rangeText = ([about, from, to]: readonly [number, number, number]) =>
  `about ${timeText(about)}, between ${timeText(from)} and ${timeText(to)}`
