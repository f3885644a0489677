// Phases and peaks in the chart.
import type { ChartData } from './chart.ts'
import type { StoryFacts } from './facts.ts'
import type { ChartMoment } from './marks.ts'
import { peakId, peaksOf } from './phase-moments.ts'
import { pageWords } from './phase-now.ts'
import { timeOf } from './wording.ts'

/** The last one ends with the chart, wherever that will be; none while all of it was calm. */
export const bandsOf = ({ phases: { stretches } }: StoryFacts): ChartData['bands'] =>
  stretches.every(({ phase }) => phase === 'calm')
    ? []
    : stretches.map(({ phase, fromMs, toMs = Number.MAX_SAFE_INTEGER }) => ({
        phase,
        label: pageWords[phase],
        fromMs,
        toMs,
      }))

export const chartPeaks = (facts: StoryFacts): ChartMoment[] =>
  peaksOf(facts).map(({ atMs }) => ({
    id: peakId(atMs),
    text: '▲',
    look: 'peak',
    label: `Peak of the criticism, ${timeOf(atMs)}`,
    atMs,
    untilMs: null,
    precision: 'minute',
  }))
