// The timeline as shapes: what is drawn, what is said of it, and what an update changes.
import assert from 'node:assert/strict'
import { averages, type Bin, type ChartData, drawChart, readBin, withBins } from '../../views/chart.ts'
import { marksOf } from '../../views/marks.ts'
import { dayMs, hourMs } from '../../views/wording.ts'

const fromMs = Date.UTC(2017, 7, 19)
const given = (bins: readonly Bin[], changes: Partial<ChartData> = {}): ChartData => ({
  fromMs,
  binMs: hourMs,
  lead: 0,
  bins,
  gaps: [],
  nowMs: fromMs + bins.length * hourMs,
  marks: [],
  bands: [],
  ...changes,
})

describe('the chart', () => {
  it('stacks negative, neutral and positive from the bottom as stepped outlines', () => {
    const { positive, neutral, negative, ticks } = drawChart(
      given([
        [2, 1, 1, 0],
        [4, 0, 0, 9],
      ]),
    )
    assert.deepEqual(
      ticks.map(({ text }) => text),
      ['4', '3', '2', '1', '0'],
    )
    assert.equal(negative, 'M0 500v-250h1v-250h1V500z')
    assert.equal(neutral, 'M0 500v-375h1v-125h1V500z')
    assert.equal(positive, 'M0 500v-500h2V500z')
  })

  it('has four round steps from zero', () => {
    const top = (highest: number) => drawChart(given([[highest, 0, 0, 0]])).ticks[0]?.text
    assert.deepEqual([0, 3, 5, 41, 90, 447, 625, 2_600].map(top), ['4', '4', '8', '80', '100', '800', '800', '4,000'])
  })

  it('averages net sentiment over six hours, lead included, and leaves out what is too few', () => {
    const bins: Bin[] = [...Array(5).fill([0, 0, 4, 0]), [4, 0, 0, 0], [0, 0, 0, 5]]
    assert.deepEqual(averages(given(bins, { lead: 5 })), [(20 - 4) / 24, (16 - 4) / 20])
    assert.deepEqual(averages(given([[3, 3, 3, 9]])), [null])
    assert.equal(drawChart(given([[3, 3, 3, 9]])).net, 'M0 0')
  })

  it('says one bin in words', () => {
    const data = given(
      [
        [478, 90, 57, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
      ],
      { gaps: [[fromMs + 2 * hourMs, fromMs + 3 * hourMs]], nowMs: fromMs + 1.5 * hourMs },
    )
    assert.equal(
      readBin(data, 0),
      'Sat 19 Aug, 00:00 UTC: 625 posts, 478 negative, 90 neutral, 57 positive. Net −0.67.',
    )
    assert.match(readBin(data, 1), /: 1 post, .* Still running\.$/)
    assert.equal(readBin(data, 2), 'Sat 19 Aug, 02:00 UTC: no data.')
  })

  it('names highest, lowest and latest for those who do not see it', () => {
    const { volumeLabel, netLabel } = drawChart(
      given([
        [0, 0, 20, 0],
        [30, 0, 0, 0],
        [2, 0, 1, 0],
      ]),
    )
    assert.match(volumeLabel, /Highest: Sat 19 Aug, 01:00 UTC: 30 posts.*Latest: Sat 19 Aug, 02:00 UTC: 3 posts/)
    assert.match(netLabel, /Lowest: Sat 19 Aug, 02:00 UTC/)
  })

  it('marks the running bin, and none in a range that is over', () => {
    assert.equal(
      drawChart(
        given(
          [
            [1, 0, 0, 0],
            [1, 0, 0, 0],
          ],
          { nowMs: fromMs + 1.5 * hourMs },
        ),
      ).running,
      'M1 0h1v500h-1z',
    )
    assert.equal(drawChart(given([[1, 0, 0, 0]], { nowMs: fromMs + dayMs })).running, 'M0 0')
  })

  it('names wide gaps, and draws narrow ones without a name', () => {
    const bins: Bin[] = Array(100).fill([1, 0, 0, 0])
    const { gaps } = drawChart(
      given(bins, {
        gaps: [
          [fromMs, fromMs + 20 * hourMs],
          [fromMs + 50 * hourMs, fromMs + 52 * hourMs],
        ],
      }),
    )
    const drawn = gaps.map(({ style, label }) => [style, label])
    assert.deepEqual(drawn, [
      ['left:0%;width:20%', 'No data'],
      ['left:50%;width:2%', ''],
    ])
  })

  it('has at most eight labels of days, with month', () => {
    const days = (length: number) => drawChart(given(Array(length).fill([0, 0, 0, 0]))).days
    assert.ok([3, 30, 300].every((count) => days(count * 24).length <= 8))
    assert.deepEqual(
      days(72).map(({ text }) => text),
      ['19 Aug', '20 Aug', '21 Aug'],
    )
  })

  it('sums the bins shown by day for the table', () => {
    const { table } = drawChart(given([...Array(24).fill([1, 1, 2, 1]), [1, 0, 0, 0]]))
    assert.deepEqual(table, [
      { day: 'Sat 19 Aug', posts: '120', negative: '24', neutral: '24', positive: '48', other: '24', net: '+0.25' },
      { day: 'Sun 20 Aug', posts: '1', negative: '1', neutral: '0', positive: '0', other: '0', net: '−1.00' },
    ])
  })

  describe('after an update', () => {
    const data = given(
      [
        [1, 0, 0, 0],
        [1, 0, 0, 0],
      ],
      { nowMs: fromMs + 1.5 * hourMs },
    )
    const later = fromMs + 3.5 * hourMs

    it('holds full new values: the same update again changes nothing', () => {
      const once = withBins(data, [[hourMs, fromMs + hourMs, 5, 0, 0, 0]], data.nowMs, false)
      assert.deepEqual(once.bins, [
        [1, 0, 0, 0],
        [5, 0, 0, 0],
      ])
      assert.deepEqual(withBins(once, [[hourMs, fromMs + hourMs, 5, 0, 0, 0]], data.nowMs, false), once)
    })

    it('neither grows nor takes later bins once it is over; an earlier one may still change', () => {
      const over = { ...data, over: true }
      const late = withBins(over, [[hourMs, fromMs + 2 * hourMs, 9, 0, 0, 0]], later, false)
      assert.deepEqual(late.bins, data.bins)
      const corrected = withBins(over, [[hourMs, fromMs + hourMs, 9, 0, 0, 0]], later, false)
      assert.deepEqual(corrected.bins, [data.bins[0], [9, 0, 0, 0]])
    })

    it('grows with time, or slides where the range is a length of time', () => {
      assert.equal(withBins(data, [], later, false).bins.length, 4)
      const slid = withBins(data, [[hourMs, fromMs + 3 * hourMs, 7, 0, 0, 0]], later, true)
      assert.deepEqual(
        [slid.bins, slid.fromMs],
        [
          [
            [0, 0, 0, 0],
            [7, 0, 0, 0],
          ],
          fromMs + 2 * hourMs,
        ],
      )
    })

    it('takes no notice of bins of another width, or before its range', () => {
      const same = withBins(
        data,
        [
          [dayMs, fromMs, 9, 9, 9, 9],
          [hourMs, fromMs - hourMs, 9, 9, 9, 9],
        ],
        data.nowMs,
        false,
      )
      assert.deepEqual(same, data)
    })

    it('ends a gap where posts came in', () => {
      const gap = { ...data, gaps: [[fromMs, fromMs + 2 * hourMs]] as const }
      assert.deepEqual(withBins(gap, [[hourMs, fromMs + hourMs, 1, 0, 0, 0]], data.nowMs, false).gaps, [
        [fromMs, fromMs + hourMs],
      ])
    })
  })
})

describe('marks in the chart', () => {
  const moment = (
    number: number,
    hour: number,
    company = false,
    precision: 'minute' | 'day' | 'window' = 'minute',
  ) => ({
    id: `m${number}`,
    text: String(number),
    look: company ? ('company' as const) : ('open' as const),
    label: `Moment ${number}`,
    atMs: fromMs + hour * hourMs,
    untilMs: null,
    precision,
  })
  const marks = (...moments: ReturnType<typeof moment>[]) => marksOf(moments, fromMs, fromMs + 100 * hourMs)

  it('stand in one row while apart, and move down where they would touch', () => {
    assert.deepEqual(
      marks(moment(1, 10), moment(2, 11), moment(3, 50)).map(({ row }) => row),
      [0, 1, 0],
    )
    assert.deepEqual(
      marks(moment(1, 10), moment(2, 15)).map(({ row, narrowRow }) => [row, narrowRow]),
      [
        [0, 0],
        [0, 1],
      ],
    )
  })

  it('let company statements choose first', () => {
    assert.deepEqual(
      marks(moment(1, 10), moment(2, 11, true)).map(({ text, row }) => [text, row]),
      [
        ['1', 1],
        ['2', 0],
      ],
    )
  })

  it('lead to their entry in the list', () => {
    const { href, look, label } = marks(moment(4, 10, true))[0] ?? {}
    assert.deepEqual([href, look, label], ['#m4', 'company minute', 'Moment 4'])
  })

  it('gather what finds no room', () => {
    const crowd = marks(...[1, 2, 3, 4, 5].map((number) => moment(number, 10 + number / 10)), moment(6, 80))
    assert.deepEqual(
      crowd.map(({ text }) => text),
      ['1', '2', '3', '+2', '6'],
    )
    assert.equal(crowd[3]?.href, '#happened')
  })

  it('place a day at its middle, and leave out what lies outside', () => {
    assert.equal(marks(moment(1, 25, false, 'day'))[0]?.fromMs, fromMs + 36 * hourMs)
    assert.deepEqual(marks(moment(1, -1), moment(2, 101)), [])
  })
})
