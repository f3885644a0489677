// What has no sentiment is said with its reason, and what a reader adds up comes out right.
import assert from 'node:assert/strict'
import { apartText } from '../../views/apart.ts'
import { drawChart } from '../../views/chart.ts'
import { chartData, storyView } from '../../views/story.ts'
import { givenFacts, nowMs } from './given-facts.ts'

const count = (text: string) => Number(text.replaceAll(',', ''))

describe('posts without a sentiment', () => {
  it('are said with their reason, copies and reposts apart', () => {
    const facts = givenFacts({
      total: [9_000, 4_000, 2_000, 231],
      apart: { unscored: 120, duplicates: 111, amplified: 34 },
    })
    assert.equal(
      apartText(facts),
      'Of 15,231 posts 231 have no sentiment: 120 not scored (in other languages, or without words) and 111 further copies of a text, counted apart. 34 reposts are in no number.',
    )
  })

  it('are said in the singular where there is one, and not at all where there is none', () => {
    const apart = { unscored: 0, duplicates: 1, amplified: 1 }
    assert.equal(
      apartText(givenFacts({ total: [1, 0, 0, 1], apart })),
      'Of 2 posts 1 has no sentiment: 1 further copy of a text, counted apart. 1 repost is in no number.',
    )
    assert.equal(apartText(givenFacts({ total: [1, 0, 0, 0] })), 'Every post has a sentiment.')
  })

  it('make the columns of the table add up to its posts, and the line under the chart too', () => {
    const facts = givenFacts({ bins: [[5, 3, 2, 4], ...Array(18).fill([0, 0, 0, 0])], firstPostMs: nowMs })
    const [day] = drawChart(chartData(facts)).table
    assert.ok(day)
    const { posts, negative, neutral, positive, other } = day
    assert.equal(
      count(posts),
      [negative, neutral, positive, other].map(count).reduce((sum, one) => sum + one),
    )
    assert.match(storyView(facts).chartText, /Posts without a sentiment are not drawn; the table counts them\./)
    assert.match(drawChart(chartData(facts)).volumeLabel, /14 posts, 5 negative, 3 neutral, 2 positive, 4 other\./)
    assert.doesNotMatch(storyView(givenFacts()).chartText, /without a sentiment/)
  })
})
