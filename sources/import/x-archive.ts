// tweets.js of the archive that X hands out to the owner of an account: a script that sets one array.
import { Problem } from '../../events/problem.ts'
import { objectIn } from '../fields.ts'
import { xV1Item } from '../x-v1.ts'
import type { ImportFormat } from './format.ts'
import { readValues, type ValueLimits } from './json-format.ts'

const assignment = /^\ufeff?\s*window\.YTD\.(\w+)\.part\d+\s*=\s*/
const authored = new Set(['tweet', 'tweets', 'community_tweet', 'community_tweets', 'deleted_tweet', 'deleted_tweets'])
const longestAssignment = 200

/** The array alone; the script is never run. @throws Problem `unsupported` for a file of the archive that holds no posts of its owner */
async function* arrayOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    const text = head.toString('utf8', 0, longestAssignment)
    const [whole = '', what] = assignment.exec(text) ?? []
    if (what !== undefined && !authored.has(what))
      throw new Problem(
        'unsupported',
        `importing an X archive: this file holds "${what}", not posts; import data/tweets.js`,
      )
    if (what === undefined && head.length < longestAssignment) continue
    yield head.subarray(Buffer.byteLength(whole))
    head = undefined
  }
  if (head !== undefined) yield head
}

const format = {
  name: 'x-archive',
  knows: () => false,
  translate: (value: Parameters<typeof xV1Item>[0]) => [xV1Item(objectIn(value, 'tweet') ?? value)],
}

export const xArchive = (limits: ValueLimits): ImportFormat => ({
  name: 'x-archive',
  looksLike: (head) => assignment.test(head.toString('utf8', 0, longestAssignment)),
  read: (chunks) => readValues(arrayOf(chunks), format, limits),
})
