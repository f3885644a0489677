// All rules of the grammar.
import type { Rules } from '../grammar.ts'
import { aftermath } from './aftermath.ts'
import { backlashCalm } from './backlash-calm.ts'
import { backlashMood } from './backlash-mood.ts'
import { backlashTopics } from './backlash-topics.ts'
import { details } from './details.ts'
import { frames } from './frames.ts'
import { quietTalk } from './quiet-talk.ts'
import { quietTrouble } from './quiet-trouble.ts'
import { reversal } from './reversal.ts'
import { things } from './things.ts'
import { titles } from './titles.ts'

export const vocabulary: Rules = {
  ...things,
  ...frames,
  ...details,
  ...aftermath,
  ...titles,
  ...quietTrouble,
  ...quietTalk,
  ...backlashTopics,
  ...backlashMood,
  ...backlashCalm,
  ...reversal,
}
