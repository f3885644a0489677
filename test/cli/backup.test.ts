// Backup and restore by the command line: what comes back, and what never does.
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dayMs, incoming, inFolder } from '../erasing.ts'
import { filesWith } from '../files-with.ts'
import { outcry } from '../running.ts'
import { tempFolder } from '../temp-folder.ts'

describe('backup and restore', () => {
  const place = tempFolder()
  const data = () => place('data')
  const copy = () => place('copy')
  const elsewhere = () => place('elsewhere')
  const open = (folder = data(), now = Date.now) => inFolder(folder, now)
  const ids = Array.from({ length: 50 }, (_, i) => `post ${i}`)

  const fill = async () => {
    const given = await open()
    await given.receive(
      'feedback',
      ids.map((id) => incoming(id, `words of ${id}`)),
    )
    return given
  }
  const run = async (folder: string, ...args: string[]) => {
    const { status, stdout, stderr } = await outcry(folder, args)
    return { status, stderr, answer: stdout === '' ? undefined : JSON.parse(stdout) }
  }

  it('takes a backup while posts come in, and brings back every post with its text', async () => {
    const given = await fill()
    const [backup] = await Promise.all([
      run(data(), 'backup', copy()),
      ...Array.from({ length: 40 }, (_, i) => given.receive('feedback', [incoming(`later ${i}`, 'words')])),
    ])
    assert.deepEqual([backup.status, backup.stderr], [0, ''])
    await given.close()
    assert.ok(existsSync(place('copy', 'vault', 'content.db')))
    assert.equal(statSync(place('copy', 'keys', 'pepper')).mode & 0o777, 0o600)

    const restored = await run(elsewhere(), 'restore', copy(), '--ledger', place('data', 'erasures.log'))
    assert.deepEqual([restored.status, restored.stderr], [0, ''])
    const again = await open(elsewhere())
    const kept = await again.vault.get(ids.map((id) => again.refOf(id)))
    assert.equal(kept.size, 50)
    assert.equal(kept.get(again.refOf('post 7'))?.content.text, 'words of post 7')
    for (const event of await again.log.read(`post-${again.refOf('later 3')}`)) {
      assert.equal(event.type, 'PostReceived')
      assert.ok((await again.vault.get([again.refOf('later 3')])).size === 1, 'no event without its text')
    }
    await again.close()
    assert.equal((await run(elsewhere(), 'verify')).status, 0)
  })

  it('keeps gone what was erased, removed, edited or expired after the backup', async () => {
    const before = Date.now()
    const given = await fill()
    assert.equal((await run(data(), 'backup', copy())).status, 0)
    const erased = await given.erasing.erase({ ref: given.refOf('post 1') })
    await erased.completed
    await (await given.erasing.erase({ author: 'author of post 2' })).completed
    await given.close()

    const restored = await run(elsewhere(), 'restore', copy(), '--ledger', place('data', 'erasures.log'))
    assert.deepEqual([restored.status, restored.stderr], [0, ''])
    assert.equal(restored.answer.erasures, 2)
    const again = await open(elsewhere())
    for (const id of ['post 1', 'post 2']) {
      assert.equal((await again.vault.get([again.refOf(id)])).size, 0)
      assert.deepEqual(await again.typesOf(again.refOf(id)), ['PostReceived', 'PostErased'])
    }
    assert.equal((await again.receive('feedback', [incoming('post 1', 'back')]))[0]?.outcome, 'refused')
    assert.ok(again.erasing.receipt(erased.receipt.id)?.completedAt)
    await again.close()
    const later = await open(elsewhere(), () => before + 100 * dayMs)
    assert.equal((await later.vault.get([later.refOf('post 3')])).size, 0)
    await later.close()
  })

  it('puts a vault older than the log back without what the log knows to be gone', async () => {
    const given = await fill()
    assert.equal((await run(data(), 'backup', place('older'))).status, 0)
    await given.receive('feedback', [incoming('post 4', '', { removed: true }), incoming('post 5', 'other words')])
    assert.equal((await run(data(), 'backup', copy())).status, 0)
    await given.close()
    copyFileSync(place('older', 'vault', 'content.db'), place('copy', 'vault', 'content.db'))
    assert.equal((await run(elsewhere(), 'restore', copy(), '--ledger', place('data', 'erasures.log'))).status, 0)
    const again = await open(elsewhere())
    assert.equal((await again.vault.get(['post 4', 'post 5'].map((id) => again.refOf(id)))).size, 0)
    assert.equal((await again.vault.get([again.refOf('post 6')])).size, 1)
    await again.close()
  })

  it('refuses a backup without a ledger as new, unless forced', async () => {
    const given = await fill()
    await (await given.erasing.erase({ ref: given.refOf('post 1') })).completed
    await given.close()
    copyFileSync(place('data', 'erasures.log'), place('old-ledger'))
    const again = await open()
    await (await again.erasing.erase({ ref: again.refOf('post 2') })).completed
    await again.close()
    assert.equal((await run(data(), 'backup', copy())).status, 0)
    const without = await run(elsewhere(), 'restore', copy())
    assert.equal(without.status, 1)
    assert.match(without.stderr, /no erasures ledger as new as the backup/)
    assert.equal((await run(elsewhere(), 'restore', copy(), '--ledger', place('old-ledger'))).status, 1)
    assert.equal((await run(elsewhere(), 'restore', copy(), '--force')).status, 0)
  })

  it('finds the ledger that lies in the data folder already', async () => {
    await (await fill()).close()
    assert.equal((await run(data(), 'backup', copy())).status, 0)
    for (const name of ['log.db', 'content.db', 'anchor', 'writer.lock']) rmSync(place('data', name), { force: true })
    assert.equal((await run(data(), 'restore', copy())).status, 0)
  })

  it('touches no folder in use, and opens none whose restore broke off', async () => {
    await (await fill()).close()
    assert.equal((await run(data(), 'backup', copy())).status, 0)
    const inUse = await run(data(), 'restore', copy())
    assert.equal(inUse.status, 1)
    assert.match(inUse.stderr, /holds a log/)
    writeFileSync(place('data', 'restoring'), '')
    const brokenOff = await run(data(), 'verify')
    assert.equal(brokenOff.status, 1)
    assert.match(brokenOff.stderr, /did not come to its end/)
    assert.equal((await run(data(), 'restore', copy())).status, 0)
    assert.equal((await run(data(), 'verify')).status, 0)
  })

  it('says what is wrong with a folder that is no backup, or a full one to back up into', async () => {
    await (await fill()).close()
    const notOne = await run(elsewhere(), 'restore', data())
    assert.deepEqual([notOne.status, /is not a whole backup/.test(notOne.stderr)], [1, true])
    assert.equal((await run(data(), 'backup', data())).status, 1)
    assert.equal((await run(data(), 'backup')).status, 2)
    assert.equal((await run(data(), 'restore')).status, 2)
  })

  it('writes nothing of a text in clear into a backup', async () => {
    const given = await open()
    await given.receive('feedback', [incoming('CANARYidCANARY', 'CANARYtextCANARY')])
    await given.close()
    assert.equal((await run(data(), 'backup', copy())).status, 0)
    assert.deepEqual(filesWith(place(), ['CANARYidCANARY', 'CANARYtextCANARY']), [])
    assert.ok(readFileSync(place('copy', 'backup.json'), 'utf8').includes('sha256'))
  })
})
