// The method for machines: the same figures as on the page, and calibrations in use.
import assert from 'node:assert/strict'
import { lanes } from '../../../../analysis/lanes.ts'
import { methodFigures } from '../../../../analysis/method-figures.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { storyOpened } from '../../../given.ts'

const fit = {
  n: 212,
  temperature: 1.1,
  biases: { negative: 0.2, positive: 0 },
  labelBiases: { negative: 0.1, positive: 0 },
  share: 0.42,
  lower: 0.36,
  upper: 0.48,
  error: { share: 0.031, logLoss: 0.71, uncalibrated: 0.95 },
}

describe('the method, through the API', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
    await server.record(storyOpened('a'), storyOpened('b'), {
      type: 'CalibrationFitted',
      data: {
        slug: 'a',
        ...fit,
        lane: 'afinn',
        model: 'given',
        sampled: 200,
        from: '2017-08-17T00:00:00.000Z',
        to: '2017-08-19T00:00:00.000Z',
        past: true,
      },
    })
  })
  after(async () => {
    await server.close()
    assert.deepEqual(server.faults, [])
  })

  it('names every lane with its model and how many stories show it', async () => {
    const { status, body } = await server.get('/api/v1/method')
    assert.equal(status, 200)
    assert.deepEqual(
      new Set(body.lanes.map(({ id, model, stories }: never) => `${id} ${model} ${stories}`)),
      new Set(lanes.map(({ id, model }) => `${id} ${model} ${id === 'afinn' ? 2 : 0}`)),
    )
    assert.match(body.version, /^\d+\.\d+\.\d+$/)
  })

  it('tells what was measured, word for word', async () => {
    const { body } = await server.get('/api/v1/method')
    assert.deepEqual(body.figures, methodFigures ?? null)
    assert.ok(body.emerging.minG2 > 0 && body.nearDuplicates.minJaccard > 0)
  })

  it('tells the calibrations in use with what they are worth', async () => {
    const { calibrations } = (await server.get('/api/v1/method')).body
    assert.equal(calibrations.length, 1)
    const [{ story, n, sampled, lower, upper, error }] = calibrations
    assert.deepEqual([story, n, sampled, lower, upper, error], ['a', 212, 200, 0.36, 0.48, fit.error])
  })
})
