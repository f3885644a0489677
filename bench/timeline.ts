// Timelines over HTTP: one client, one query after the other, a story of many posts beside one of few, interleaved.
import type { Running } from './outcry.ts'
import { quantile, type Result, round } from './table.ts'

const queries = [
  '?from=2017-08-18T00:00:00Z&to=2017-08-28T00:00:00Z&interval=1h',
  '?from=2017-08-19T00:00:00Z&to=2017-08-20T00:00:00Z&interval=5m',
  '?from=2017-08-18T00:00:00Z&to=2017-08-28T00:00:00Z&interval=1h&source=reddit',
  '?from=2017-08-01T00:00:00Z&to=2017-09-01T00:00:00Z&interval=1d',
]

export const timeline = async (many: Running, few: Running, times = 1_000): Promise<Result> => {
  const seen = { many: [] as number[], few: [] as number[] }
  for (let n = -50; n < times; n++)
    for (const which of ['many', 'few'] as const) {
      const { url } = which === 'many' ? many : few
      const began = performance.now()
      const answer = await fetch(`${url}/api/v1/stories/feedback/timeline${queries[Math.abs(n) % queries.length]}`)
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`bench: timeline answered ${answer.status}`)
      if (n >= 0) seen[which].push(performance.now() - began)
    }
  const row = (which: keyof typeof seen) => ({
    story: which,
    'p50 ms': round(quantile(seen[which], 0.5), 2),
    'p99 ms': round(quantile(seen[which], 0.99), 2),
  })
  const ratio = quantile(seen.many, 0.5) / quantile(seen.few, 0.5)
  return {
    name: 'timeline: over HTTP, 1,000,000 posts beside 10,000',
    goal: 'p99 ≤ 10 ms; median within 1.5 × of the small story',
    reached: quantile(seen.many, 0.99) <= 10 && ratio <= 1.5,
    rows: [row('many'), row('few'), { story: 'ratio of medians', 'p50 ms': round(ratio, 2), 'p99 ms': 0 }],
  }
}
