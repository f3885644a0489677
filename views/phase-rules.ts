// How a phase is decided, told from the engine's own settings.
import type { StoryFacts } from './facts.ts'
import { pageWords } from './phase-now.ts'

/** What the page calls each phase, and when. */
export const rules = [
  {
    look: 'backlash',
    word: pageWords.backlash,
    rule: 'rate and share of negative posts are both well above the usual',
  },
  {
    look: 'reversal',
    word: pageWords.reversal,
    rule: 'the same, and the company has said that it takes its decision back',
  },
  { look: 'recovery', word: pageWords.recovery, rule: 'rate and share are near the usual again, for long enough' },
  { look: 'calm', word: pageWords.calm, rule: 'none of these' },
]

/** What the page compares with. */
export const normalText = ({ phases: { gauge } }: StoryFacts): string => {
  const usual = gauge?.usual
  if (usual === undefined) return '“Normal” is not known yet, so nothing is compared with it.'
  return `“Normal” is what is usual at this hour, learnt from earlier days; while criticism is high it is not learnt anew.`
}
