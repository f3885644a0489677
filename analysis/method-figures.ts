// What was measured of the shipped model and the built-in reactions: written by `npm run figures` and `npm run bench -- reactions`,
// shown by the page /method and the API.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Label } from '../events/post.ts'

/** All shares 0..1. A post left unscored counts as missed. */
export type Measured = { readonly macroRecall: number; readonly macroF1: number }

export type SetFigures = Measured & {
  readonly name: string
  /** No post, label or word of it was used in making the model. */
  readonly unseen: boolean
  readonly posts: number
  /** Of the macro recall. */
  readonly standardError: number
  readonly recalls: { readonly [L in Label]: number }
  readonly unscored: number
  /** The same posts by libraries that people use for this, by name. */
  readonly peers: { readonly [name: string]: Measured }
}

/** Mean absolute difference of the hourly negative share from that of people's labels; 0..1. */
export type HourlyFigures = {
  readonly set: string
  readonly hours: number
  readonly without: number
  /** After a calibration on so many labels, mean of so many draws of them. */
  readonly calibrated: number
  readonly labels: number
  /** The least that anything must beat: the share of those labels, for every hour. */
  readonly constant: number
  readonly draws: number
  readonly peers: { readonly [name: string]: { readonly without: number; readonly calibrated: number } }
}

export type MethodFigures = {
  readonly lane: string
  /** Figures are of this very model. */
  readonly model: string
  /** `2026-11-25` */
  readonly measuredOn: string
  /** Names and versions of the libraries beside it. */
  readonly peers: readonly { readonly name: string; readonly version: string }[]
  readonly sets: readonly SetFigures[]
  /** Of all unseen sets together: how often each label of a person (outer) got each answer (inner). */
  readonly confusion: { readonly [L in Label]: { readonly [A in Label | 'unscored']: number } }
  readonly hourly: HourlyFigures
  /** Sentences in other languages, and how many of them were left unscored. */
  readonly otherLanguages: { readonly languages: number; readonly sentences: number; readonly unscored: number }
}

/** On `posts` that a person read: of those that have the reaction by their label, and of those where it was found. */
export type ReactionFigures = {
  readonly posts: number
  readonly figures: readonly {
    readonly slug: string
    readonly said: number
    readonly found: number
    readonly right: number
    /** 0..1; null where nothing can be said. */
    readonly precision: number | null
    readonly recall: number | null
  }[]
}

const read = <Figures>(...name: readonly string[]): Figures | undefined => {
  const file = path.join(import.meta.dirname, ...name)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figures) : undefined
}

/** Undefined: nothing was measured of what this version ships. */
export const methodFigures = read<MethodFigures>('model', 'figures.json')
export const reactionFigures = read<ReactionFigures>('reaction-figures.json')

/** Which library's figures are those of the lane made of it. */
const libraryOf: { readonly [lane: string]: string } = { afinn: 'sentiment' }

/** Of the counted negative share of an hour, without a calibration, 0..1; undefined where it was not measured. */
export const hourlyErrorOf = (lane: string, figures = methodFigures): number | undefined =>
  figures === undefined || figures.lane === lane
    ? figures?.hourly.without
    : figures.hourly.peers[libraryOf[lane] ?? '']?.without
