// Which hours are compared with which calm days.
import assert from 'node:assert/strict'
import type { Stretch } from '../../../analysis/phases/page-phase.ts'
import { type Window, windowsOf } from '../../../analysis/phases/windows.ts'

const hourMs = 3_600_000
const at = (text: string) => Date.parse(`2017-08-${text}Z`)
const iso = (ms: number) => new Date(ms).toISOString().slice(8, 16)
const shown = ({ of, fromMs, toMs }: Window) => `${of} ${iso(fromMs)}..${iso(toMs)}`
const stretch = (phase: Stretch['phase'], from: string, to: string | undefined, episode?: number): Stretch => ({
  phase,
  fromMs: at(from),
  ...(to === undefined ? {} : { toMs: at(to) }),
  ...(episode === undefined ? {} : { episode }),
})
const stretches = [
  stretch('calm', '01T10:00', '18T17:05'),
  stretch('backlash', '18T17:05', '20T01:00', 0),
  stretch('reversal', '20T01:00', undefined, 0),
]
const course = { stretches, changes: [], peaks: [] }

describe('the stretches that are compared', () => {
  it('are those that the page names, in whole hours, the running one to the end of its hour', () => {
    assert.deepEqual(windowsOf(course, at('22T18:05')).map(shown), [
      'backlash 18T17:00..20T01:00',
      'reversal 20T01:00..22T19:00',
    ])
  })

  it('are three hours on either side of a peak, and as many as there are yet', () => {
    const peaks = [{ atMs: at('19T03:20') }]
    const early = windowsOf({ ...course, stretches: stretches.slice(0, 2), peaks }, at('19T04:10'))
    assert.deepEqual(early.map(shown), ['backlash 18T17:00..19T05:00', 'peak 19T00:00..19T05:00'])
    const later = windowsOf({ ...course, peaks }, at('22T18:05'))
    assert.deepEqual(later.filter(({ of }) => of === 'peak').map(shown), ['peak 19T00:00..19T06:00'])
    assert.equal(later.find(({ of }) => of === 'peak')?.atMs, at('19T03:20'))
  })

  it('are second waves until the next change', () => {
    const changes = [
      { at: '2017-08-21T14:25:00Z', phase: 'second-wave' as const },
      { at: '2017-08-21T21:10:00Z', phase: 'cooling' as const },
      { at: '2017-08-22T16:50:00Z', phase: 'second-wave' as const },
    ]
    const waves = windowsOf({ ...course, changes }, at('22T18:05')).filter(({ of }) => of === 'second-wave')
    assert.deepEqual(waves.map(shown), ['second-wave 21T14:00..21T21:00', 'second-wave 22T17:00..22T19:00'])
  })

  it('are fourteen days long at most', () => {
    const [window] = windowsOf(
      {
        ...course,
        stretches: stretches.slice(0, 2).map(({ toMs, ...one }, i) => (i === 0 ? { ...one, toMs } : one)) as Stretch[],
      },
      at('18T17:05') + 40 * 24 * hourMs,
    )
    assert.equal((window as Window).toMs - (window as Window).fromMs, 14 * 24 * hourMs)
  })

  it('are held against whole calm days, at most fourteen before the episode', () => {
    const [window] = windowsOf(course, at('22T18:05'))
    assert.deepEqual(window?.baseline, [{ fromMs: at('05T00:00'), toMs: at('18T00:00') }])
  })

  it('are held against calm hours where there is no whole day, and against nothing where there was no calm', () => {
    const short = [stretch('calm', '18T09:30', '18T17:05'), stretch('backlash', '18T17:05', undefined, 0)]
    const [window] = windowsOf({ ...course, stretches: short }, at('19T00:00'))
    assert.deepEqual(window?.baseline, [{ fromMs: at('18T10:00'), toMs: at('18T17:00') }])
    const [bare] = windowsOf({ ...course, stretches: short.slice(1) }, at('19T00:00'))
    assert.deepEqual(bare?.baseline, [])
  })

  it('leave earlier episodes out of the calm, and look at the last three only', () => {
    const long = [0, 1, 2, 3].flatMap((i) => [
      stretch('calm', `0${1 + 2 * i}T00:00`, `0${2 + 2 * i}T00:00`),
      stretch('backlash', `0${2 + 2 * i}T00:00`, i === 3 ? undefined : `0${3 + 2 * i}T00:00`, i),
    ])
    const windows = windowsOf({ ...course, stretches: long }, at('08T12:00'))
    assert.deepEqual(
      windows.map(({ episode }) => episode),
      [1, 2, 3],
    )
    assert.deepEqual(
      windows[0]?.baseline.map(({ fromMs, toMs }) => `${iso(fromMs)}..${iso(toMs)}`),
      ['01T00:00..02T00:00', '03T00:00..04T00:00'],
    )
  })

  it('are none while all is calm', () => {
    assert.deepEqual(windowsOf({ ...course, stretches: stretches.slice(0, 1) }, at('22T18:05')), [])
  })
})
