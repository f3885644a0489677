// The page of peaks: each peak and each stretch of a story with what rose in it, in counts, and three typical posts.
import { aboutText, amongWords, percent } from './contrasts.ts'
import type { ContrastFacts, PeaksFacts, RisenFacts } from './facts.ts'
import { whenOf } from './moments.ts'
import { pageWords } from './phase-now.ts'
import { counted, times } from './phrases.ts'
import { postCard, sourceName } from './post-card.ts'
import { whole } from './wording.ts'

const kinds = { ...pageWords, peak: 'Peak of the criticism', 'second-wave': 'Second wave' } as const satisfies {
  [Of in ContrastFacts['of']]: string
}
const looks = {
  backlash: 'backlash',
  reversal: 'reversal',
  recovery: 'recovery',
  peak: 'backlash',
  'second-wave': 'backlash',
} as const satisfies {
  [Of in ContrastFacts['of']]: string
}

const countsText = ({ negative, scored, usual }: ContrastFacts) => {
  const there = `${whole(negative)} negative of ${counted(scored, 'post')} with a sentiment`
  return usual === undefined
    ? `${there}.`
    : `${there}; ${whole(usual.negative)} of ${whole(usual.scored)} in as many hours of the calm days.`
}

const risenRow = (
  kind: string,
  { name, count, calmCount, share, usualShare, ratio }: RisenFacts,
  { among, calm, negative, scored }: ContrastFacts,
) => ({
  kind,
  name,
  share: percent(share),
  counts: `${whole(count)} of ${whole(among === 'negative' ? negative : scored)}`,
  usual: percent(usualShare),
  calm: `${whole(calmCount)} of ${whole(calm)}`,
  ratio: ratio === null ? 'none before' : times(ratio),
})

const row = (contrast: PeaksFacts['contrasts'][number], index: number) => {
  const { of, fromMs, toMs, among, topics, sources, phrases, typical } = contrast
  const [at, until] = [fromMs, toMs].map((ms) => new Date(ms).toISOString()) as [string, string]
  const told = phrases.map(
    ({ title, authors, ratio }) => `${title} (${counted(authors, 'author')}, ${times(ratio)} as often as usual)`,
  )
  const rows = [
    ...topics.map((topic) => risenRow('topic', topic, contrast)),
    ...sources.map((source) => risenRow('source', { ...source, name: sourceName(source.name) }, contrast)),
  ]
  return {
    id: `w${index + 1}`,
    kind: kinds[of],
    look: looks[of],
    when: whenOf({ at, until, precision: 'window' }),
    about: aboutText(contrast),
    counts: countsText(contrast),
    among: amongWords[among],
    rows,
    some: rows.length > 0,
    phrases: told.join(', '),
    phrased: told.length > 0,
    typical: typical.map(postCard),
    quotes: typical.length > 0,
  }
}

export const peaksView = ({ slug, title, company, demonstration, contrasts, asOfMs }: PeaksFacts) => ({
  title,
  path: `/stories/${slug}${asOfMs === null ? '' : `?at=${encodeURIComponent(new Date(asOfMs).toISOString())}`}`,
  contrasts: contrasts.map(row),
  noContrasts: contrasts.length === 0,
  pageTitle: `What each phase was about: ${title} – Outcry`,
  description: 'Topics, sources and phrases of each peak and phase against the calm days before, with typical posts.',
  demonstration,
  about: company,
})
