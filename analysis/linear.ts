// Lane `linear`: the trained model. English posts get probabilities; what is not English or says nothing is left unscored.
import type { Sentiment } from '../events/post.ts'
import { type Detected, judgeLanguage } from './language.ts'
import type { Head } from './model.ts'
import { createRead } from './reading.ts'
import { toSentiment } from './rounding.ts'
import { createScores } from './scores.ts'
import { description, loadModel } from './shipped.ts'

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

export type Judged = { readonly language: Detected; readonly sentiment: Sentiment }

const createJudge = () => {
  const model = loadModel()
  const read = createRead(model.dictionary)
  const scoresOf = createScores(model)
  const { calibration } = model.description
  return (text: string, source?: string, declared?: string): Judged => {
    const reading = read(text)
    const language = judgeLanguage(reading, text, declared)
    if (!language.scored) return { language, sentiment: { label: 'unscored', reason: language.reason ?? 'language' } }
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

let loaded: ReturnType<typeof createJudge> | undefined
/** A post's language and its sentiment are asked for one after the other. */
let last:
  | {
      readonly text: string
      readonly source: string | undefined
      readonly declared: string | undefined
      readonly judged: Judged
    }
  | undefined

/**
 * Language and sentiment from one walk over the text. Never throws, whatever the text is.
 * @param declared the language that the platform says, see language.ts
 */
export const judge = (text: string, source?: string, declared?: string): Judged => {
  if (last !== undefined && last.text === text && last.source === source && last.declared === declared)
    return last.judged
  loaded ??= createJudge()
  const judged = loaded(text, source, declared)
  last = { text, source, declared, judged }
  return judged
}

const score = (words: string, source?: string, declared?: string): Sentiment => judge(words, source, declared).sentiment

export const linear = { id: 'linear', model: description.name, score } as const
