// When changes go out: the first at once, the last always, and never faster than the sending allows.
import assert from 'node:assert/strict'
import { createPacing } from '../../server/pacing.ts'
import { until } from '../running.ts'

describe('pacing', () => {
  const everyMs = 40
  const started = (send: () => Promise<void> = async () => {}) => {
    const sentAt: number[] = []
    const problems: unknown[] = []
    const pacing = createPacing(
      everyMs,
      async () => {
        sentAt.push(performance.now())
        await send()
      },
      (error) => problems.push(error),
    )
    return { pacing, sentAt, problems }
  }

  it('sends the first change at once', () => {
    const { pacing, sentAt } = started()
    pacing.changed()
    assert.equal(sentAt.length, 1)
    pacing.close()
  })

  it('sends all changes of the quiet in one, at its end', async () => {
    const { pacing, sentAt } = started()
    for (let i = 0; i < 5; i++) pacing.changed()
    await until('the second sending', () => sentAt.length === 2 || undefined)
    assert.ok((sentAt[1] ?? 0) - (sentAt[0] ?? 0) >= everyMs - 1)
    pacing.close()
  })

  it('waits four times as long as a slow sending took', async () => {
    const { pacing, sentAt } = started(() => new Promise((resolve) => setTimeout(resolve, 30)))
    pacing.changed()
    pacing.changed()
    await until('the second sending', () => sentAt.length === 2 || undefined)
    assert.ok((sentAt[1] ?? 0) - (sentAt[0] ?? 0) >= 5 * 29)
    pacing.close()
  })

  it('tries a failed sending again after the quiet', async () => {
    let failures = 1
    const { pacing, sentAt, problems } = started(async () => {
      if (failures-- > 0) throw new Error('away')
    })
    pacing.changed()
    await until('the second sending', () => sentAt.length === 2 || undefined)
    assert.equal(problems.length, 1)
    pacing.close()
  })
})
