// Lane `afinn`: the word list of the npm package `sentiment`, the lane that every better one is compared with.
import { createRequire } from 'node:module'
import Sentiment from 'sentiment'
import type { Sentiment as Score } from '../events/post.ts'

const require = createRequire(import.meta.url)
const negators = new Set(Object.keys(require('sentiment/languages/en/negators.json')))
const { version } = require('sentiment/package.json') as { version: string }

const lexicon = new Sentiment()
// As its own English, but that it looks negators up in an object with a prototype, where "constructor" is one.
lexicon.registerLanguage('en-guarded', {
  labels: { ...require('sentiment/languages/en/labels.json') },
  scoringStrategy: {
    apply: (tokens: string[], cursor: number, score: number) =>
      negators.has(tokens[cursor - 1] ?? '') ? -score : score,
  },
})

/** Nothing to read is left unscored. The list knows no shades: the sign of the sum is certain. */
const score = (words: string): Score => {
  if (words.trim() === '') return { label: 'unscored', reason: 'empty' }
  const sum = lexicon.analyze(words, { language: 'en-guarded' }).score
  if (sum < 0) return { label: 'negative', negative: 1, neutral: 0, positive: 0 }
  if (sum > 0) return { label: 'positive', negative: 0, neutral: 0, positive: 1 }
  return { label: 'neutral', negative: 0, neutral: 1, positive: 0 }
}

/** The list knows one language, and takes every text for it. */
const judge = (words: string) => ({ language: 'und', sentiment: score(words) })

export const afinn = { id: 'afinn', model: `afinn-sentiment-${version}`, judge } as const
