// outcry analyse --story: posts are read as the story reads them, by its lane and the calibration that its people's labels made.
import assert from 'node:assert/strict'
import { openEmbedded } from '../../adapters/embedded.ts'
import { calibrate } from '../../analysis/calibration/calibration.ts'
import { linear } from '../../analysis/sentiment/linear.ts'
import type { Probabilities } from '../../events/post.ts'
import { type Calibration, storyStream } from '../../events/story.ts'
import { storyOpened } from '../given.ts'
import { outcry, remove, scratchFolder } from '../running.ts'

const text = 'It restarts at noon'
const fit: Calibration = {
  lane: linear.id,
  model: linear.model,
  n: 60,
  sampled: 60,
  temperature: 2,
  biases: { negative: 1.5, positive: -0.5 },
  labelBiases: { negative: 20, positive: 0 },
  share: 0.4,
  lower: 0.3,
  upper: 0.5,
  error: { share: 0.05, logLoss: 0.7, uncalibrated: 1.2 },
  from: '2017-08-18T00:00:00.000Z',
  to: '2017-08-18T18:00:00.000Z',
}

describe('outcry analyse --story', () => {
  const folder = scratchFolder('analyse-story')
  after(() => remove(folder))
  before(async () => {
    const { log, close } = await openEmbedded(folder, { now: Date.now })
    const stories: [string, Calibration][] = [
      ['fitted', fit],
      ['outdated', { ...fit, model: 'another' }],
    ]
    await log.append(
      stories.map(([slug, calibration]) => {
        const { type, data } = storyOpened(slug)
        assert.equal(type, 'StoryOpened')
        const opened = { type, data: { ...data, lane: linear.id } } as ReturnType<typeof storyOpened>
        const fitted = { type: 'CalibrationFitted', data: { slug, ...calibration, past: true } } as const
        return { stream: storyStream(slug), expected: 'none', events: [opened, fitted] }
      }),
    )
    await close()
  })
  const sentimentIn = async (...words: readonly string[]) => {
    const stdin = `${JSON.stringify({ id: '1', text })}\n`
    const { status, stdout, stderr } = await outcry(folder, ['analyse', ...words], { stdin })
    assert.equal(status, 0, stderr)
    return JSON.parse(stdout).sentiment
  }
  const plain = linear.judge(text).sentiment as Probabilities & { label: string }

  it('says the calibrated probabilities and the label by the biases for labels', async () => {
    assert.equal(plain.label, 'neutral')
    assert.deepEqual(await sentimentIn('--story', 'fitted'), { label: 'negative', ...calibrate(fit, plain) })
  })

  it('does not read another model or another lane by it', async () => {
    assert.deepEqual(await sentimentIn('--story', 'outdated'), plain)
    const afinn = { label: 'neutral', negative: 0, neutral: 1, positive: 0 }
    assert.deepEqual(await sentimentIn('--story', 'fitted', '--lane', 'afinn'), afinn)
  })
})
