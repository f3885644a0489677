// outcry import, as a process of its own: on the folder, through a running server, twice, and what it says of bad lines.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { outcry, type Running, remove, scratchFolder, startServer, until } from '../running.ts'

const at = (hour: number) => `2017-08-19T${String(hour).padStart(2, '0')}:00:00Z`
const posts = Array.from({ length: 24 }, (_, hour) => ({
  id: `p${hour}`,
  text: `I hate this, hour ${hour}`,
  at: at(hour),
}))
const lines = posts.map((post) => JSON.stringify(post)).join('\n')
const table = ['id;text;at', ...posts.map(({ id, text }, hour) => `${id};"${text}";2017-08-19 ${hour}:00:00`)]
  .join('\r\n')
  .replaceAll(/ (\d):/g, ' 0$1:')
const none = { read: 24, accepted: 0, duplicate: 0, edited: 0, removed: 0, refused: 0, dropped: 0, rejected: 0 }
const last = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '')

describe('outcry import', () => {
  const folder = scratchFolder('import')
  let server: Running | undefined
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(path.join(folder, name), content)
    return path.join(folder, name)
  }
  after(async () => {
    await server?.stop()
    remove(folder)
  })

  it('takes NDJSON on the folder; twice adds nothing', async () => {
    const name = file('posts.ndjson', lines)
    const first = await outcry(folder, ['import', name, '--story', 'plex'])
    assert.deepEqual([first.status, first.stderr], [0, ''])
    assert.deepEqual(last(first.stdout), { ...none, accepted: 24 })
    const second = await outcry(folder, ['import', name, '--story', 'plex'])
    assert.deepEqual(last(second.stdout), { ...none, duplicate: 24 })
  })
  it('takes the same posts as CSV, gzip, zstd and from the standard input', async () => {
    for (const [name, content] of [
      ['posts.csv', table],
      ['posts.gz', gzipSync(lines)],
      ['posts.zst', zstdCompressSync(lines)],
    ] as const) {
      const { stdout, stderr } = await outcry(folder, ['import', file(name, content)])
      assert.equal(stderr, '')
      assert.deepEqual(last(stdout), { ...none, duplicate: 24 }, name)
    }
    const { stdout } = await outcry(folder, ['import', '-'], { stdin: lines })
    assert.deepEqual(last(stdout), { ...none, duplicate: 24 })
  })
  it('names bad lines on stderr and takes the rest', async () => {
    const bad = `${lines}\n{"id":"x"}\n{broken\n${JSON.stringify({ id: 'last', text: 'x', at: at(1) }).slice(0, -3)}`
    const { status, stdout, stderr } = await outcry(folder, ['import', file('bad.ndjson', bad)])
    assert.equal(status, 0)
    assert.deepEqual(last(stdout), { ...none, read: 27, duplicate: 24, rejected: 3 })
    assert.match(stderr, /^line 25: .*\/at is missing\nline 26: .*JSON\nline 27: .*JSON\n$/)
  })
  it('takes files of platforms, removes what is gone there, and tells a wrong format', async () => {
    const line = { id: 'dbhn1aa', link_id: 't3_5jaaaa', subreddit: 'example', body: 'fine', created_utc: 1482373042 }
    const dump = (...lines: readonly object[]) => zstdCompressSync(lines.map((one) => JSON.stringify(one)).join('\n'))
    const first = await outcry(folder, ['import', file('RC_2016-12.zst', dump(line, { ...line, id: 'dbhn1ab' }))])
    assert.deepEqual(last(first.stdout), { ...none, read: 2, accepted: 2 })
    const later = await outcry(folder, ['import', file('later.zst', dump({ ...line, body: '[deleted]' }))])
    assert.deepEqual(last(later.stdout), { ...none, read: 1, removed: 1 })
    const wrong = await outcry(folder, ['import', path.join(folder, 'later.zst'), '--format', 'csv'])
    assert.deepEqual([wrong.status, wrong.stdout], [1, ''])
    assert.match(wrong.stderr, /does not look like csv but like reddit-dump/)
    const archive = `window.YTD.tweets.part0 = [{"tweet":{"id_str":"1","full_text":"RT @a: b"}}]`
    const { stdout } = await outcry(folder, ['import', file('tweets.js', archive)])
    assert.deepEqual(last(stdout), { ...none, read: 1, dropped: 1 })
  })
  it('says what is wrong with the command or the file', async () => {
    for (const [args, status, words] of [
      [['import'], 2, /one FILE/],
      [['import', 'a', '--channel', 'No Such'], 2, /no name/],
      [['import', path.join(folder, 'nowhere')], 1, /no such file/],
      [['import', file('odd.bin', '%PDF')], 1, /--format/],
      [['import', file('cut.gz', gzipSync(lines).subarray(0, 60))], 1, /not whole/],
      [['import', file('headless.csv', 'a,b\n1,2')], 1, /no column/],
    ] as const) {
      const answer = await outcry(folder, args)
      assert.equal(answer.status, status, answer.stderr)
      assert.match(answer.stderr, words)
      assert.equal(answer.stderr.trim().split('\n').length, 1)
    }
  })
  it('hands the file to the server when it runs, with the same answers', async () => {
    server = await startServer(folder)
    const again = await outcry(folder, ['import', path.join(folder, 'posts.csv'), '--story', 'plex'])
    assert.deepEqual([again.status, again.stderr], [0, ''])
    assert.deepEqual(last(again.stdout), { ...none, duplicate: 24 })
    const more = `${lines}\n{"id":"x"}\n${JSON.stringify({ id: 'new', text: 'I love it', at: at(23) })}`
    const { status, stdout, stderr } = await outcry(folder, ['import', '-', '--story', 'plex'], { stdin: more })
    assert.equal(status, 0, stderr)
    assert.deepEqual(last(stdout), { ...none, read: 26, accepted: 1, duplicate: 24, rejected: 1 })
    assert.match(stderr, /^line 25: /)
    const refused = await outcry(folder, ['import', path.join(folder, 'headless.csv')])
    assert.deepEqual([refused.status, /no column/.test(refused.stderr)], [1, true])
    const cut = await outcry(folder, ['import', path.join(folder, 'cut.gz')])
    assert.deepEqual([cut.status, /not whole/.test(cut.stderr)], [1, true])
  })
  it('opened the story over its channel, and the page shows the span as read', async () => {
    type Bucket = { start: string; posts: number; noData: boolean; complete: boolean }
    const { url } = server as Running
    const buckets = await until('25 posts', async () => {
      const query = 'interval=1h&from=2017-08-18T22:00:00Z&to=2017-08-20T00:00:00Z'
      const answer = await fetch(`${url}/api/v1/stories/plex/timeline?${query}`)
      const { buckets } = (await answer.json()) as { buckets: Bucket[] }
      return buckets.reduce((sum, one) => sum + one.posts, 0) === 25 ? buckets : undefined
    })
    assert.deepEqual(
      buckets.map(({ noData }) => noData),
      [true, true, ...posts.map(() => false)],
    )
  })
})
