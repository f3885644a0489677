// The lane `linear` beside three libraries on posts that were kept from it. The posts lie beside the repository; without them this is skipped.
import assert from 'node:assert/strict'
import { createSeeded, sampleOf } from '../../../analysis/seeded.ts'
import { linear as lane } from '../../../analysis/sentiment/linear.ts'
import { judge } from '../../../bench/sentiment-accuracy.ts'
import { type Library, libraries } from '../../../bench/sentiment-libraries.ts'
import { readSet, setsThere } from '../../../bench/sentiment-sets.ts'
import { skipOrFail } from '../../system-program.ts'

const unseen = setsThere().filter((set) => set.unseen)
const most = 1_500 // of a set, so that the slowest library takes seconds

describe('lane linear on posts of vendors never seen', () => {
  const ours: Library = {
    name: lane.id,
    version: lane.model,
    label: () => undefined,
    say: (text) => lane.judge(text, '').sentiment,
  }

  before(function () {
    if (unseen.length === 0) skipOrFail(this, 'needs the labelled posts at ../shared/data/sentiment')
  })

  it('is better by macro F1 and by macro recall than every library, on every set', () => {
    for (const set of unseen) {
      const posts = sampleOf(readSet(set), most, createSeeded(20_170_819))
      const own = judge(posts, ours)
      for (const library of libraries) {
        const other = judge(posts, library)
        assert.ok(own.macroF1 > other.macroF1, `${set.name}: F1 ${own.macroF1}, ${library.name} ${other.macroF1}`)
        assert.ok(
          own.macroRecall > other.macroRecall,
          `${set.name}: recall ${own.macroRecall}, ${library.name} ${other.macroRecall}`,
        )
      }
    }
  })
})
