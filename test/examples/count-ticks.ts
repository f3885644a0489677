// Counts posts into five-minute ticks and knows nothing of the program: posts of the API, one a line → ticks, one a line.
// A source is there from its first post on; posts without a sentiment count nowhere, copies only where they are negative.
import { text } from 'node:stream/consumers'

type Post = { at: string; source: string; sentiment: { label: string }; duplicate: boolean }
type Counts = { negative: number; neutral: number; positive: number; duplicates: number }
const fiveMinutes = 300_000

export const countTicks = (posts: readonly Post[]) => {
  const nothing = (): Counts => ({ negative: 0, neutral: 0, positive: 0, duplicates: 0 })
  const counts = new Map<number, Map<string, Counts>>()
  for (const { at, source, sentiment, duplicate } of posts) {
    const column = !duplicate ? sentiment.label : sentiment.label === 'negative' ? 'duplicates' : 'unscored'
    if (column === 'unscored') continue
    const start = Math.floor(Date.parse(at) / fiveMinutes) * fiveMinutes
    const tick = counts.get(start) ?? counts.set(start, new Map()).get(start)
    const own = tick?.get(source) ?? nothing()
    own[column as keyof Counts]++
    tick?.set(source, own)
  }
  const starts = [...counts.keys()].sort((a, b) => a - b)
  const sources = new Set<string>()
  const ticks: { at: string; sources: { [source: string]: Counts } }[] = []
  for (let start = starts[0] ?? 0; start <= (starts.at(-1) ?? -1); start += fiveMinutes) {
    for (const source of counts.get(start)?.keys() ?? []) sources.add(source)
    const own = [...sources].map((source) => [source, counts.get(start)?.get(source) ?? nothing()])
    ticks.push({ at: new Date(start).toISOString(), sources: Object.fromEntries(own) })
  }
  return ticks
}

if (import.meta.main) {
  const lines = (await text(process.stdin)).split('\n').filter(Boolean)
  for (const tick of countTicks(lines.map((line) => JSON.parse(line)))) console.log(JSON.stringify(tick))
}
