// The libraries that sentiment is measured against, each as its documentation says to use it, in one shape.
import { createRequire } from 'node:module'
import Sentiment from 'sentiment'
import { inProportion } from '../analysis/calibration/probabilities.ts'
import type { Label, Sentiment as Said } from '../events/post.ts'

const require = createRequire(import.meta.url)
const versionOf = (name: string) => (require(`${name}/package.json`) as { version: string }).version

export type Library = {
  readonly name: string
  readonly version: string
  /** For speed: the label and no more. */
  readonly label: (text: string) => Label | undefined
  /** With probabilities that calibration can start from. `source`: for those who know kinds of posts. */
  readonly say: (text: string, source?: string) => Said
}

/** A score has no shades for neutral: it is put on one line from negative to positive, and calibration finds where neutral lies. */
const said = (label: Label, unit: number): Said => {
  const score = Math.max(-9, Math.min(9, unit))
  return { label, ...inProportion(Math.exp(-score), 1, Math.exp(score)) }
}

/** @param least scores nearer to 0 are neutral @param one score that is worth as much as one natural logarithm */
const library = (name: string, score: (text: string) => number | undefined, least: number, one: number): Library => {
  const labelOf = (value: number): Label => (value >= least ? 'positive' : value <= -least ? 'negative' : 'neutral')
  const label = (text: string) => {
    const value = score(text)
    return value === undefined ? undefined : labelOf(value)
  }
  const say = (text: string): Said => {
    const value = score(text)
    if (value === undefined || !Number.isFinite(value)) return { label: 'unscored', reason: 'empty' }
    return said(labelOf(value), value / one)
  }
  return { name, version: versionOf(name), label, say }
}

const lexicon = new Sentiment()
const wink = require('wink-sentiment') as (text: string) => { readonly score: number }
const vader = require('vader-sentiment') as {
  readonly SentimentIntensityAnalyzer: { readonly polarity_scores: (text: string) => { readonly compound: number } }
}

let thrown = 0
/** How often `wink-sentiment` threw so far; it does on the word "caller". */
export const thrownByWink = (): number => thrown

/** Thresholds: the sign of the score; for VADER ±0.05, as its authors recommend. */
export const libraries: readonly Library[] = [
  library('sentiment', (text) => lexicon.analyze(text).score, Number.MIN_VALUE, 2),
  library(
    'wink-sentiment',
    (text) => {
      try {
        return wink(text).score
      } catch {
        thrown++
        return undefined
      }
    },
    Number.MIN_VALUE,
    2,
  ),
  library('vader-sentiment', (text) => vader.SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05, 0.3),
]
