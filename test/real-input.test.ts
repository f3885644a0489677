// Real posts with their real times, where the data folder is at hand: import, count, analyse, import again.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { outcry, type Running, remove, root, scratchFolder, startServer, until } from './running.ts'
import { sharedData, skipOrFail } from './system-program.ts'

const file = path.join(root, '../shared/data/sentiment/validate-only/airline.ndjson.gz')
type Post = { readonly id: string; readonly text: string; readonly at: string }
type Bucket = {
  readonly start: string
  readonly posts: number
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  readonly unscored: number
  readonly duplicates: number
}
const labelled = ['negative', 'neutral', 'positive', 'unscored'] as const

describe('real posts', () => {
  const folder = scratchFolder('real')
  let server: Running | undefined
  before(function () {
    // The set is not part of the project; the tests around this one do not need it.
    if (!existsSync(file)) skipOrFail(this, sharedData)
  })
  after(async () => {
    await server?.stop()
    remove(folder)
  })

  it('are counted by the hour as a count of the file, by label as `outcry analyse`, and not again', async () => {
    const text = gunzipSync(readFileSync(file)).toString()
    const posts = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Post)
    const first = await outcry(folder, ['import', '-', '--format', 'ndjson', '--story', 'airline'], { stdin: text })
    assert.equal(first.status, 0, first.stderr)
    const ids = new Set(posts.map(({ id }) => id)).size
    assert.equal(JSON.parse(first.stdout.trim().split('\n').at(-1) ?? '').accepted, ids)

    const analysed = await outcry(folder, ['analyse'], { stdin: text })
    assert.equal(analysed.status, 0, analysed.stderr)
    const labels = analysed.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { sentiment: { label: string } }).sentiment.label)
    const byHour = new Map<string, Record<string, number>>()
    posts.forEach(({ at }, index) => {
      const hour = `${new Date(at).toISOString().slice(0, 13)}:00:00Z`
      const counts = byHour.get(hour) ?? { posts: 0, negative: 0, neutral: 0, positive: 0, unscored: 0 }
      const label = labels[index] ?? 'missing'
      byHour.set(hour, { ...counts, posts: (counts.posts ?? 0) + 1, [label]: (counts[label] ?? 0) + 1 })
    })

    server = await startServer(folder)
    const times = posts.map(({ at }) => Date.parse(at))
    const range = `from=${new Date(Math.min(...times)).toISOString().slice(0, 13)}:00:00Z&to=${new Date(Math.max(...times) + 3_600_000).toISOString().slice(0, 13)}:00:00Z`
    const timeline = async () =>
      (
        (await (await fetch(`${server?.url}/api/v1/stories/airline/timeline?${range}&interval=1h`)).json()) as {
          buckets: Bucket[]
        }
      ).buckets
    const total = (buckets: readonly Bucket[]) => buckets.reduce((sum, bucket) => sum + bucket.posts, 0)
    const buckets = await until('the analysis of every post', async () => {
      const now = await timeline()
      return total(now) === posts.length ? now : undefined
    })
    let copies = 0
    for (const { start, duplicates, ...bucket } of buckets) {
      const counted: Record<string, number> = byHour.get(start.replace('.000Z', 'Z')) ?? {}
      assert.equal(bucket.posts, counted.posts ?? 0, start)
      // A copy counts as one, whatever is said of it.
      const missing = labelled.map((label) => (counted[label] ?? 0) - bucket[label])
      assert.ok(
        missing.every((count) => count >= 0),
        start,
      )
      assert.equal(
        missing.reduce((sum, count) => sum + count, 0),
        duplicates,
        start,
      )
      copies += duplicates
    }
    assert.ok(copies > 0 && copies < posts.length / 50, `${copies} copies`)

    const again = await outcry(folder, ['import', '-', '--format', 'ndjson', '--story', 'airline'], { stdin: text })
    assert.equal(again.status, 0, again.stderr)
    const counts = JSON.parse(again.stdout.trim().split('\n').at(-1) ?? '')
    assert.deepEqual([counts.accepted, counts.edited, counts.duplicate], [0, 0, posts.length])
    assert.deepEqual(await timeline(), buckets)
  })
})
