// Lane `linear`: the trained model. English posts get probabilities; what is not English or says nothing is left unscored.

import type { Judged } from '../lanes.ts'
import { createJudge } from './judge.ts'
import { loadModel, readDescription } from './shipped.ts'

let loaded: ReturnType<typeof createJudge> | undefined

/**
 * Language and sentiment from one walk over the text. Never throws, whatever the text is.
 * @param source chooses the head, see judge.ts
 * @param declared the language that the platform says, see language.ts
 */
const judge = (text: string, source?: string, declared?: string): Judged => {
  loaded ??= createJudge(loadModel())
  return loaded(text, source, declared)
}

export const linear = { id: 'linear', model: readDescription().name, judge } as const
