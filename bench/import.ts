// outcry import of a long Reddit dump into an empty folder: posts a second all the way, and whether memory stays flat.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { remove, residentBytes, scratchFolder } from './outcry.ts'
import { type Result, round } from './table.ts'

const part = 100_000
const words =
  'privacy policy opt out data server library update version broken love poster sold forced why support'.split(' ')

/** Fields that a real line has beside those that are read. */
const beside = {
  all_awardings: [],
  author_flair_richtext: [],
  author_flair_type: 'text',
  author_premium: false,
  controversiality: 0,
  distinguished: null,
  edited: false,
  gildings: {},
  no_follow: true,
  retrieved_on: 1_600_000_000,
  score: 1,
  stickied: false,
  subreddit_id: 't5_2abcd',
  subreddit_type: 'public',
  total_awards_received: 0,
  treatment_tags: [],
}

/** One comment in five quotes and links, one in fifty is gone. */
const commentOf = (n: number): string => {
  const text = Array.from({ length: 8 + (n % 37) }, (_, i) => words[(n * 7 + i * i + (n >> 4)) % words.length]).join(
    ' ',
  )
  const body = n % 50 === 0 ? '[deleted]' : n % 5 === 0 ? `&gt; ${text}\n\nNo &amp; [never](https://example.com)` : text
  const id = (30_000_000_000 + n).toString(36)
  const thread = `t3_${(9_000_000 + Math.floor(n / 40)).toString(36)}`
  const of = {
    author: `user${(n * 31) % 90_000}`,
    body,
    created_utc: 1_500_000_000 + n,
    id,
    link_id: thread,
    parent_id: thread,
  }
  return JSON.stringify({ ...beside, ...of, permalink: `/r/example/comments/x/y/${id}/`, subreddit: 'example' })
}

const ticksPerSecond = 100 // of Linux, whatever the machine
/** Of all threads of a process so far: what other programs on the machine take does not count. */
const cpuSeconds = (pid: number | undefined): number => {
  const [user = 0, system = 0] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? []
  return (user + system) / ticksPerSecond
}

/** Back-pressure makes asking for lines the measure of how far the import is. @param reached told at each whole part */
function* dump(total: number, reached: (lines: number) => void): Generator<string> {
  const block = 100
  for (let n = 0; n < total; n += block) {
    if (n > 0 && n % part === 0) reached(n)
    yield `${Array.from({ length: block }, (_, i) => commentOf(n + i)).join('\n')}\n`
  }
}

/** @param total lines, a multiple of 100,000 */
export const importing = async (folder: string, total: number): Promise<Result> => {
  const outcry = path.resolve(import.meta.dirname, '../cli/outcry.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', outcry, 'import', '-'], {
    env: { ...process.env, OUTCRY_DATA: folder, OUTCRY_CONFIG: path.join(folder, 'none.yaml') },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answer = child.stdout.toArray()
  const rates: number[] = []
  const memoryMB: number[] = []
  const cpuS: number[] = []
  let since = performance.now()
  const reached = () => {
    rates.push((part / (performance.now() - since)) * 1000)
    // At the end the process is gone, and its memory with it.
    if (child.exitCode === null) {
      memoryMB.push(residentBytes(child.pid) / 1e6)
      cpuS.push(cpuSeconds(child.pid))
    }
    since = performance.now()
  }
  await pipeline(Readable.from(dump(total, reached)), child.stdin)
  const [printed] = await Promise.all([answer, once(child, 'close')])
  const { accepted, removed } = JSON.parse(printed.join('')) as { accepted: number; removed: number }
  reached()
  if (accepted + removed !== total) throw new Error(`bench: ${accepted} accepted and ${removed} removed of ${total}`)
  const growth = Math.max(...memoryMB.slice(1)) - (memoryMB[1] ?? 0)
  return {
    name: `import: a Reddit dump of ${total} lines (starting and ending included; of the last part only the rate is known)`,
    goal: '≥ 6,000 posts/s in every 100,000, memory ≤ 150 MB growth after the second',
    reached: Math.min(...rates) >= 6_000 && growth <= 150,
    rows: rates.map((rate, i) => ({
      lines: (i + 1) * part,
      'posts/s': round(rate),
      'CPU s': i in cpuS ? round((cpuS[i] ?? 0) - (cpuS[i - 1] ?? 0), 1) : '',
      'memory MB': i in memoryMB ? round(memoryMB[i] ?? 0) : '',
    })),
  }
}

if (import.meta.main) {
  const { show } = await import('./table.ts')
  const folder = scratchFolder()
  show(await importing(folder, Number(process.argv[2] ?? 1_000_000)))
  remove(folder)
}
