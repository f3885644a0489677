// Changes of method as readers are told of them: never do the numbers of the past change without a word.
import type { Turn } from '../projections/stories.ts'
import type { StoryFacts } from './facts.ts'
import type { ChartMoment } from './marks.ts'
import { counted, dateOf } from './phrases.ts'
import { timeOf } from './wording.ts'

const titleOf = (turn: Turn) => {
  switch (turn.of) {
    case 'lane':
      return `Numbers now by lane ${turn.lane} (was ${turn.before})`
    case 'calibration':
      return `Lane ${turn.lane} calibrated on ${counted(turn.n, 'post')} labelled by people`
  }
}

const textOf = (turn: Turn) => {
  switch (turn.of) {
    case 'lane':
      return `Every number here is by lane ${turn.lane} since then, the past included. What ${turn.before} says stays in the API.`
    case 'calibration':
      return 'Applied to every post of this story that is scored, the past included.'
  }
}

/** Their own numbers, in the order of recording: those of statements and milestones stay as they are. */
export const numberedTurns = ({ turns }: StoryFacts) =>
  turns.map((turn, i) => ({ id: `t${i + 1}`, atMs: Date.parse(turn.at), turn }))
export type NumberedTurn = ReturnType<typeof numberedTurns>[number]

/** As a row of "What happened". */
export const turnRow = ({ id, atMs, turn }: NumberedTurn) => ({
  id,
  number: id,
  place: '',
  company: false,
  look: 'no turn',
  kind: 'Change of method',
  detail: '',
  time: timeOf(atMs),
  datetime: turn.at,
  title: titleOf(turn),
  text: textOf(turn),
  told: true,
  href: '',
  host: '',
  linked: false,
  effect: '',
  measured: false,
})

export const chartTurn = ({ id, atMs, turn }: NumberedTurn): ChartMoment => ({
  id,
  text: id,
  look: 'turn',
  label: `Change of method ${id}: ${titleOf(turn)}`,
  atMs,
  untilMs: null,
  precision: 'minute',
})

/** With the year, as most of them lie outside the range of a story that is read later. */
export const turnsText = (facts: StoryFacts) =>
  numberedTurns(facts)
    .map(({ atMs, turn }) => `${dateOf(atMs)}: ${titleOf(turn)}`)
    .join('; ')
