// A small corpus that needs no data: written posts of three kinds, enough to train a whole model in a second.
import type { Settings } from '../../../analysis/model/assemble.ts'
import type { Corpus } from '../../../analysis/model/corpus.ts'
import { kinds } from '../../../analysis/model/posts.ts'
import { settings } from '../../../analysis/model/recipe.ts'
import { type Vocabulary, vocabularyOf } from '../../../analysis/model/words.ts'
import { writePosts } from '../../../analysis/model/written-posts.ts'

export const createSyntheticCorpus = (seed: number, times: number): Corpus => {
  const posts = writePosts(seed, times)
  return {
    texts: posts.map(({ text }) => text),
    labelOf: Int32Array.from(posts, ({ label }) => label),
    kindOf: Int32Array.from(posts, (_, i) => i % kinds.length),
    collected: posts.length,
    sets: [],
  }
}

/** A lexicon of a few words in place of the one in the data. */
export const syntheticVocabulary = (texts: readonly string[]): Vocabulary =>
  vocabularyOf(
    new Map([
      ['good', 1.9],
      ['great', 3.1],
      ['love', 3.2],
      ['awful', -2],
      ['terrible', -2.1],
      [':)', 2],
    ]),
    texts,
  )

export const smallSettings: Settings = { ...settings, seeds: [1] }
