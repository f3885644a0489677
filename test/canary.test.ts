// No text, name, address or id of anybody outside the vault: looked for in every file and in everything the process says.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { filesWith } from './files-with.ts'
import { adminKey, outcry, type Running, startServer, until } from './running.ts'
import { tempFolder } from './temp-folder.ts'

const canaries = ['id', 'text', 'title', 'author', 'url', 'parent', 'thread', 'newtext'].map(
  (field) => `CANARY${field}CANARY`,
)
const [id = '', text = '', title = '', author = '', url = '', parentId = '', threadId = '', newText = ''] = canaries
const secretCanary = `whsec_${Buffer.from('CANARYsecretCANARYsecret').toString('base64')}`
const post = {
  id,
  text,
  title,
  author,
  url: `https://example.org/${url}`,
  parentId,
  threadId,
  at: '2017-08-18T17:00:00Z',
}

type Counts = { accepted: number; edited: number; refused?: number }
type Posts = { posts: { ref: string; text: string | null }[] }

describe('what people wrote', () => {
  const place = tempFolder()
  const data = () => place('data')
  let server: Running
  const say = async (method: string, target: string, body?: unknown): Promise<unknown> =>
    (await server.ask(method, target, body)).body
  const send = async (...posts: object[]) => (await say('POST', '/webhooks/feedback', posts)) as Counts
  const shown = async () => ((await say('GET', '/api/v1/stories/feedback/posts')) as Posts).posts
  const sealedRows = (table: 'content' | 'secrets' = 'content') => {
    const db = new DatabaseSync(place('data', 'content.db'), { readOnly: true })
    const rows = db.prepare(`SELECT sealed FROM ${table}`).all()
    db.close()
    return rows.map(({ sealed }) => Buffer.from(sealed as Uint8Array).subarray(0, 32))
  }
  const assertNowhere = (what: readonly (string | Buffer)[]) => {
    assert.deepEqual(filesWith(place(), what), [])
    for (const one of what) assert.ok(!server.output().includes(String(one)))
  }

  it('lies sealed in the vault alone, and nowhere once it is erased', async () => {
    server = await startServer(data(), { env: { LOG_LEVEL: 'trace' } })
    try {
      assert.equal((await send(post)).accepted, 1)
      assert.equal((await send({ ...post, text: newText })).edited, 1)
      // Every way to be refused, with the same words.
      await send({ ...post, at: text }, { ...post, id: { [text]: text } }, { [text]: author })
      for (const body of [`{"text": "${text}`, `[{"text": "${text}", "text": "${text}"}]`, `"${text}"`])
        await fetch(`${server.url}/webhooks/feedback`, {
          method: 'POST',
          headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
          body,
        })
      await fetch(`${server.url}/webhooks/feedback`, {
        method: 'POST',
        headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/x-ndjson' },
        body: `${JSON.stringify({ id: 'other', text: 'other words', at: post.at })}\n{"text": "${text}"}\nnot ${text}\n`,
      })
      await say('POST', '/api/v1/erasures', { source: 'webhook', id: `${id}-unknown` })
      await say('POST', '/api/v1/channels', { id: 'signed', kind: 'webhook', secret: secretCanary })
      const posts = await until('both posts on the page', async () => {
        const now = await shown()
        return now.length === 2 ? now : undefined
      })
      assert.ok(posts.some((one) => one.text === newText))
      const backup = await outcry(data(), ['backup', place('backup')])
      assert.equal(backup.status, 0, backup.stderr)
      assertNowhere([...canaries, secretCanary, adminKey])

      const before = sealedRows()
      const begun = (await say('POST', '/api/v1/erasures', { source: 'webhook', id })) as { receipt: string }
      await until('the receipt', async () => {
        const receipt = (await say('GET', begun.receipt)) as { completedAt: string | null }
        return receipt.completedAt ?? undefined
      })
      await until('the page without it', async () => (await shown()).length === 1 || undefined)
      const after = sealedRows()
      const gone = before.filter((row) => !after.some((one) => one.equals(row)))
      assert.equal(gone.length, 1)
      assert.deepEqual(filesWith(data(), gone), [])
      assert.equal((await send(post)).refused, 1)
      assert.equal(sealedRows().length, 1)
      assertNowhere([...canaries, secretCanary, adminKey])
      const page = await (await fetch(`${server.url}/stories/feedback`)).text()
      assert.ok(!page.includes('CANARY'))
    } finally {
      await server.stop()
    }
    assertNowhere([...canaries, secretCanary, adminKey])
    assert.equal((await outcry(data(), ['verify'])).status, 0)
  })

  it('is erased when somebody asks by its link, and so is what they wrote', async () => {
    server = await startServer(data(), { env: { LOG_LEVEL: 'trace' } })
    const link = 'https://example.org/CANARYlinkCANARY?utm_source=x'
    const note = 'CANARYnoteCANARY'
    try {
      await send(
        { ...post, url: 'http://www.example.org/CANARYlinkCANARY/' },
        { ...post, id: 'other', url: 'https://example.org/' },
      )
      const answer = await fetch(`${server.url}/data/removals`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
        body: new URLSearchParams({ url: link, note }),
        redirect: 'manual',
      })
      assert.equal(answer.status, 303)
      const page = answer.headers.get('location') ?? ''
      const told = async () => (await fetch(`${server.url}${page}`)).text()
      assert.match(await told(), /Your request waits/)
      assertNowhere(['CANARYlinkCANARY', note])

      const asked = `/api/v1/removals/${page.split('/').at(-1)}`
      const { url, posts } = (await say('GET', `${asked}/posts`)) as { url: string; posts: { text: string }[] }
      assert.deepEqual([url, posts.map((one) => one.text)], [link, [text]])
      const before = [...sealedRows().slice(0, 1), ...sealedRows('secrets')]
      assert.notDeepEqual(filesWith(data(), before), [])
      assert.equal((await server.ask('POST', `${asked}/grant`, {})).status, 202)
      assert.match(
        await until('the receipt', async () => /<h1>Done<.*/s.exec(await told())?.[0]),
        /Gone from the disk since/,
      )
      assert.deepEqual([sealedRows().length, sealedRows('secrets').length], [1, 0])
      assert.deepEqual(filesWith(data(), before), [])
      assertNowhere([...canaries, 'CANARYlinkCANARY', note])
      assert.equal((await send(post)).refused, 1)
    } finally {
      await server.stop()
    }
    assertNowhere([...canaries, 'CANARYlinkCANARY', note])
    assert.equal((await outcry(data(), ['verify'])).status, 0)
  })

  it('is erased by the command line while the server runs', async () => {
    server = await startServer(data())
    try {
      await send(post, { ...post, id: 'second' })
      const { status, stdout, stderr } = await outcry(data(), ['erase', '--author', author])
      assert.deepEqual([status, stderr], [0, ''])
      assert.equal(JSON.parse(stdout).posts, 2)
      assert.ok(JSON.parse(stdout).completedAt)
      assert.equal(sealedRows().length, 0)
      assert.equal((await send({ ...post, id: 'third' })).refused, 1)
      const missing = await outcry(data(), ['erase', '--source', 'webhook', '--id', 'nothing'])
      assert.equal(missing.status, 1)
    } finally {
      await server.stop()
    }
  })
})
