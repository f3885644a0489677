// Labelling as the operator sees it: one post without a word of what the model thinks of it, and what the labels say so far.
import { fewestLabels } from '../../analysis/calibration/calibration.ts'
import { counted } from '../phrases.ts'
import { timeOf, whole } from '../wording.ts'
import { tabs } from './fields.ts'

type Post = {
  readonly ref: string
  readonly at: string
  readonly source: string
  readonly kind: string
  readonly title: string | null
  readonly text: string
}
type Label = 'negative' | 'neutral' | 'positive'
type Calibration = {
  readonly n: number
  readonly sampled: number
  readonly share: number
  readonly lower: number
  readonly upper: number
  readonly error: { readonly share: number; readonly logLoss: number; readonly uncalibrated: number }
  readonly fittedAt: string
}
export type Labelling = {
  readonly labels: number
  readonly sampled: number
  readonly suggested: number
  readonly calibration: Calibration | null
  readonly stale: 'age' | 'drift' | null
  readonly post: Post | null
  readonly last: (Post & { readonly label: Label }) | null
}

export const labellingListView = (
  stories: readonly { readonly slug: string; readonly title: string; readonly posts: number }[],
) => ({
  ...tabs('/admin/labelling'),
  some: stories.length > 0,
  stories: stories.map(({ slug, title, posts }) => ({
    href: `/admin/labelling/${slug}`,
    title,
    words: counted(posts, 'post'),
  })),
})

const staleWords = {
  age: 'It is out of date: the last label was given more than 60 days ago. Label 50 more posts.',
  drift:
    'It no longer fits: of the 50 posts drawn last, people call negative another share than it says, by more than ten points. Label 50 more.',
} as const

const percent = (share: number) => `${Math.round(100 * share)}%`

const calibrationRows = (calibration: Calibration | null, labels: number) => {
  if (calibration === null) {
    const value =
      labels < fewestLabels
        ? `none: it needs ${fewestLabels} labels, ${whole(labels)} ${labels === 1 ? 'is' : 'are'} there`
        : 'none yet: it is fitted within a minute'
    return [{ name: 'Calibration', value }]
  }
  const { n, sampled, share, lower, upper, error, fittedAt } = calibration
  return [
    {
      name: 'Fitted',
      value: `${timeOf(Date.parse(fittedAt))}, on ${counted(n, 'label')}${sampled === n ? '' : `, ${whole(sampled)} of them of posts drawn at random`}`,
    },
    { name: 'Negative among them', value: `${percent(share)}, 90% interval ${percent(lower)} to ${percent(upper)}` },
    {
      name: 'Cross-validated error',
      value: `±${(100 * error.share).toFixed(1)} points of a negative share (standard error)`,
    },
    {
      name: 'Log-loss',
      value: `${error.logLoss.toFixed(2)}, without calibration ${error.uncalibrated.toFixed(2)}; lower is better`,
    },
  ]
}

const buttons = (chosen: Label | undefined) =>
  (['negative', 'neutral', 'positive'] as const).map((label, i) => ({
    label,
    key: String(i + 1),
    chosen: label === chosen,
  }))

/** @param isBack the post labelled last is shown, to be labelled otherwise */
export const labellingView = (
  { labels, sampled, suggested, calibration, stale, post, last }: Labelling,
  slug: string,
  isBack: boolean,
) => {
  const again = isBack ? last : null
  const shown = again ?? post
  return {
    ...tabs('/admin/labelling'),
    heading: `Labelling: ${slug}`,
    progress: sampled,
    suggested,
    progressWords: `${whole(sampled)} of ${whole(suggested)} labelled${labels > sampled ? `, and ${whole(labels - sampled)} that were picked, not drawn` : ''}`,
    enough: sampled >= suggested,
    hasPost: shown !== null,
    ref: shown?.ref ?? '',
    text: shown?.text ?? '',
    title: shown?.title ?? '',
    titled: (shown?.title ?? '') !== '',
    where: shown === null ? '' : `${shown.kind}, ${shown.source}, ${timeOf(Date.parse(shown.at))}`,
    threadTitle: shown !== null && shown.kind !== 'post',
    again: again !== null,
    buttons: buttons(again?.label),
    skipWord: again === null ? 'Skip' : 'Leave it',
    canGoBack: again === null && last !== null,
    calibration: calibrationRows(calibration, labels),
    stale: stale === null ? '' : staleWords[stale],
  }
}
