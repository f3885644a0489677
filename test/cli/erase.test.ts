// outcry erase on a folder that no server runs on.
import assert from 'node:assert/strict'
import { incoming, inFolder } from '../erasing.ts'
import { outcry } from '../running.ts'
import { tempFolder } from '../temp-folder.ts'

describe('outcry erase', () => {
  const place = tempFolder()
  const fill = async () => {
    const given = await inFolder(place(), Date.now)
    await given.receive('feedback', [incoming('a', 'words'), incoming('b', 'words')])
    await given.receive('forum', [incoming('b', 'words')])
    await given.close()
  }

  it('erases one post and prints the receipt', async () => {
    await fill()
    const { status, stdout, stderr } = await outcry(place(), ['erase', '--source', 'webhook', '--id', 'a'])
    assert.deepEqual([status, stderr], [0, ''])
    const receipt = JSON.parse(stdout)
    assert.equal(receipt.posts, 1)
    assert.ok(receipt.completedAt)
    const again = await inFolder(place(), Date.now)
    assert.deepEqual(await again.typesOf(again.refOf('a')), ['PostReceived', 'PostErased'])
    assert.equal(again.erasing.receipt(receipt.id)?.completedAt, receipt.completedAt)
    await again.close()
  })

  it('asks for the channel where several hold that id, and takes it', async () => {
    await fill()
    const asked = await outcry(place(), ['erase', '--source', 'webhook', '--id', 'b'])
    assert.equal(asked.status, 1)
    assert.match(asked.stderr, /2 channels hold/)
    const { status } = await outcry(place(), ['erase', '--source', 'webhook', '--id', 'b', '--channel', 'forum'])
    assert.equal(status, 0)
  })

  it('erases an author, and all of a channel', async () => {
    await fill()
    const author = await outcry(place(), ['erase', '--author', 'author of a'])
    assert.equal(JSON.parse(author.stdout).posts, 1)
    const channel = await outcry(place(), ['erase', '--channel', 'forum'])
    assert.equal(JSON.parse(channel.stdout).posts, 1)
  })

  it('tells wrong use from what is not there', async () => {
    await fill()
    const wrong = [[], ['--id', 'a'], ['--author', 'x', '--id', 'a'], ['--nonsense']]
    for (const args of wrong) assert.equal((await outcry(place(), ['erase', ...args])).status, 2, args.join(' '))
    const missing = await outcry(place(), ['erase', '--source', 'webhook', '--id', 'nothing'])
    assert.equal(missing.status, 1)
    assert.match(missing.stderr, /there is no such post/)
  })
})
