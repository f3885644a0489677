// The gauge of evidence, and what the engine knows beside it: shown whether or not anything is declared.
import type { SetAside } from '../events/phase.ts'
import type { StoryFacts } from './facts.ts'
import { learntOf } from './phase-notes.ts'
import { listed } from './phrases.ts'
import { sourceName } from './post-card.ts'
import { timeOf, whole } from './wording.ts'

/** The bar ends this far above the last mark; what is above it fills the bar. */
const room = 4 / 3

const asideWords = (one: SetAside) => {
  const name = sourceName(one.source)
  switch (one.why) {
    case 'copies':
      return `${name}, ${Math.round(100 * one.copies)}% copies`
    case 'silent':
      return `${name}, silent`
    case 'new':
      return `${name}, still learnt`
  }
}

/** `Counted: Forum. Set aside: Twitter, 83% copies.` */
export const sourcesText = (sources: readonly string[], setAside: readonly SetAside[]) =>
  [
    sources.length === 0 ? '' : `Counted: ${listed(sources.map(sourceName))}.`,
    setAside.length === 0 ? '' : `Set aside: ${setAside.map(asideWords).join('; ')}.`,
  ]
    .filter((part) => part !== '')
    .join(' ')

const revisedText = ({ phases: { revisions } }: StoryFacts) => {
  const newest = revisions.at(-1)
  if (newest === undefined) return ''
  const times = revisions.length === 1 ? 'once' : `${whole(revisions.length)} times`
  return ` Phases were computed again ${times}, last on ${timeOf(Date.parse(newest.at))}: ${newest.why}.`
}

/** Natural logarithm of a likelihood ratio, whole: what is behind the point says nothing. */
const rounded = (evidence: number) => String(Math.round(evidence))

const blankGauge = {
  gauged: false,
  gaugeNow: '0',
  gaugeMax: '1',
  gaugeText: '',
  gaugeWidth: 'width:0%',
  gaugeMarks: [] as { style: string; text: string }[],
  flagged: false,
  flag: '',
}

export const gaugeTexts = (facts: StoryFacts) => {
  const { gauge } = facts.phases
  if (gauge === undefined) return { ...blankGauge, gaugeSources: revisedText(facts).trim() }
  const { evidence, marks, phase, sources, setAside, volumeFlag } = gauge
  const flag =
    volumeFlag === undefined
      ? ''
      : `Volume only: more posts than usual in the hour from ${timeOf(volumeFlag.sinceMs)}. It says nothing about mood.`
  if (phase === 'learning')
    return {
      ...blankGauge,
      gaugeSources: revisedText(facts).trim(),
      gaugeText: `It is still learning what is normal here: ${learntOf(facts)}. No phase is named before.`,
      flagged: flag !== '',
      flag,
    }
  const shown = (value: number) => String(Number(value.toFixed(1)))
  const top = marks.backlash * room
  const per = (value: number) => `${Math.round((1000 * Math.min(value, top)) / top) / 10}%`
  return {
    gauged: true,
    gaugeNow: rounded(Math.min(evidence, top)),
    gaugeMax: rounded(top),
    gaugeText: `Evidence that negative posts are more than usual: ${rounded(evidence)}. Movement shows from ${shown(marks.movement)}, early signs need ${shown(marks.earlySigns)}, a backlash ${shown(marks.backlash)}.`,
    gaugeWidth: `width:${per(evidence)}`,
    gaugeMarks: [marks.movement, marks.earlySigns, marks.backlash].map((mark) => ({
      style: `left:${per(mark)}`,
      text: shown(mark),
    })),
    gaugeSources: `${sourcesText(sources, setAside)}${revisedText(facts)}`.trim(),
    flagged: false,
    flag: '',
  }
}
