// A run of the real server under strace: posts, edits and erasures, what it answered, and what it asked of the disk.
import assert from 'node:assert/strict'
import type { KeyObject } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { dataFiles } from '../../adapters/data-folder.ts'
import { openKeyFiles } from '../../adapters/key-files.ts'
import { postRef } from '../../events/refs.ts'
import { remove, startServer, until } from '../running.ts'
import { type Image, readImage } from './images.ts'
import type { Seeded } from './seeded.ts'
import { readTrace, type Step, strace } from './trace.ts'
import { startUnderStrace } from './under-strace.ts'

/** What the server said, in the order of its answers 202 and 404; 404 is asked for to mark that an erasure was complete. */
export type Said =
  | { readonly kind: 'kept'; readonly posts: readonly { id: string; text: string }[] }
  | { readonly kind: 'refused from now on'; readonly id: string }
  | { readonly kind: 'erased'; readonly id: string; readonly sealed: readonly Uint8Array[] }

export type Traced = { readonly before: Image; readonly steps: readonly Step[]; readonly said: readonly Said[] }

export const refOf = (pepper: KeyObject, id: string) => postRef(pepper, 'feedback', 'webhook', id)

/** Read beside the running server: what must be on no disk once the post is erased. */
const sealedOf = (folder: string, id: string): Uint8Array[] => {
  const { pepper } = openKeyFiles(dataFiles(folder).keys, false)
  const db = new DatabaseSync(dataFiles(folder).vault, { readOnly: true })
  try {
    const rows = db.prepare('SELECT sealed FROM content WHERE ref = ?').all(Buffer.from(refOf(pepper, id), 'hex'))
    assert.ok(rows.length > 0)
    return rows.map(({ sealed }) => sealed as Uint8Array)
  } finally {
    db.close()
  }
}

/** Posts, edits and erasures against a traced server, one after the other. */
export const tracedRun = async (
  folder: string,
  batches: number,
  { random, integer }: Seeded,
  preload?: string,
): Promise<Traced> => {
  await (await startServer(folder)).stop()
  const before = readImage(folder)
  const output = `${folder}.trace`
  const server = await startUnderStrace(folder, strace(output), preload)
  const { ask } = server
  try {
    const said: Said[] = []
    const posts: { id: string; text: string; at: string }[] = []
    for (let batch = 0; batch < batches; batch++) {
      const some = Array.from({ length: integer(1, 6) }, () => {
        const known = posts.length > 20 && random() < 0.2 ? posts[integer(0, posts.length)] : undefined
        const text = `the update is ${random() < 0.5 ? 'great' : 'terrible'} ${random()}`
        const post = known ? { ...known, text } : { id: `p${posts.length}`, text, at: '2025-12-31T12:00:00Z' }
        if (known) posts[posts.indexOf(known)] = post
        else posts.push(post)
        return post
      })
      const answer = await ask('POST', '/webhooks/feedback', some)
      assert.equal(answer.status, 202, JSON.stringify(answer.body))
      said.push({ kind: 'kept', posts: some })
      if (batch % 8 === 7) {
        const [{ id } = { id: '' }] = posts.splice(integer(0, posts.length), 1)
        const sealed = sealedOf(folder, id)
        const erasure = await ask('POST', '/api/v1/erasures', { source: 'webhook', id })
        assert.equal(erasure.status, 202, JSON.stringify(erasure.body))
        said.push({ kind: 'refused from now on', id })
        await until('the receipt', async () => {
          const { body } = await ask('GET', `/api/v1/erasures/${erasure.body.id}`)
          return body.state === 'completed' || undefined
        })
        assert.equal((await ask('GET', '/api/v1/none')).status, 404)
        said.push({ kind: 'erased', id, sealed })
      }
    }
    await server.kill()
    return { before, steps: await readTrace(output, folder), said }
  } finally {
    await server.kill()
    remove(output)
  }
}
