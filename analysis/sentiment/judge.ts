// A model at work: language first, then sentiment, from one walk over the text.
import type { Judged } from '../lanes.ts'
import { judgeLanguage } from './language.ts'
import type { Head, Model } from './model.ts'
import { createRead } from './reading.ts'
import { toSentiment } from './rounding.ts'
import { createScores } from './scores.ts'

/** Heads by source. Any other source, and none, leaves the choice to the gate. */
const headOfSource = (source: string | undefined): Head | undefined => {
  switch (source) {
    case 'x':
      return 'tweet'
    case 'reddit':
      return 'reddit'
    case 'github':
      return 'software'
    case 'feed':
    case 'discourse':
    case 'review':
      return 'shared'
    default:
      return undefined
  }
}

/** Never throws, whatever the text is. */
export const createJudge = (model: Model) => {
  const read = createRead(model.dictionary)
  const scoresOf = createScores(model)
  const { calibration } = model.description
  return (text: string, source?: string, declared?: string): Judged => {
    const reading = read(text)
    const { language, scored: isEnglish, reason = 'language' } = judgeLanguage(reading, text, declared)
    if (!isEnglish) return { language, sentiment: { label: 'unscored', reason } }
    const head = headOfSource(source)
    const scored = scoresOf(reading, head)
    const { temperature, negative, positive } = calibration[head ?? 'mixed']
    const sentiment = toSentiment(
      (scored.negative + negative) / temperature,
      (scored.positive + positive) / temperature,
    )
    return { language, sentiment }
  }
}
