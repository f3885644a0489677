// `npm run demo`, played fast from beginning to end against the real server, and stopped halfway.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { moments } from '../../../examples/plex-2017/moments.ts'
import { writeStory } from '../../../examples/plex-2017/write.ts'
import { root, until } from '../../running.ts'

/** A play of its own temporary folder, so that what it leaves there can be seen. */
const play = (...options: readonly string[]) => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'outcry-play-'))
  const child = spawn(process.execPath, [path.join(root, 'examples/plex-2017/play.ts'), '--port', '0', ...options], {
    cwd: root,
    env: { PATH: process.env.PATH, TMPDIR: scratch },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    ended,
    output: () => output,
    url: () => until('the address', () => /(http:\S+)\/stories\/plex-privacy/.exec(output)?.[1]),
    leftovers: () => readdirSync(scratch).filter((name) => name.startsWith('outcry-demo-')),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  }
}

describe('npm run demo', () => {
  it('plays the story to its end: every post counted, every moment told, the label on the page', async () => {
    const demo = play('--minutes', '0.2')
    try {
      const url = await demo.url()
      const page = await (await fetch(`${url}/stories/plex-privacy`)).text()
      assert.match(page, /Re-enactment: milestones are real, posts and numbers are invented\./)
      await until('the end', () => demo.output().includes('The story is over') || undefined, 100_000)

      const { quiet, live } = writeStory()
      const gone = new Map<string, boolean>()
      for (const { post } of [...quiet, ...live]) gone.set(post.id, post.removed === true)
      const there = [...gone.values()].filter((removed) => !removed).length
      type Statement = { kind: string; heardAt: string; effect: { verdict: string; lower: number; upper: number } }
      type Story = { posts: number; demonstration: boolean; statements: Statement[]; milestones: object[] }
      const story = async () => (await (await fetch(`${url}/api/v1/stories/plex-privacy`)).json()) as Story
      await until(`${there} posts`, async () => (await story()).posts === there || undefined)
      const { demonstration, statements, milestones } = await story()
      assert.equal(demonstration, true)
      assert.equal(statements.length + milestones.length, moments.length)
      assert.deepEqual(
        statements.map(({ kind, effect }) => [kind, effect.verdict]),
        [
          ['announcement', 'worse'],
          ['explainer', 'worse'],
          ['reversal', 'better'],
        ],
      )
      assert.ok(statements.every(({ effect: { lower, upper } }) => lower < upper && lower * upper > 0))

      demo.child.kill('SIGINT')
      assert.equal(await demo.ended, 0, demo.output())
      assert.deepEqual(demo.leftovers(), [])
    } finally {
      demo.child.kill('SIGTERM')
      await demo.ended
      demo.remove()
    }
  })

  it('ends cleanly when it is stopped halfway', async () => {
    const demo = play('--minutes', '5')
    try {
      await demo.url()
      assert.equal(demo.leftovers().length, 1)
      demo.child.kill('SIGTERM')
      assert.equal(await demo.ended, 0, demo.output())
      assert.deepEqual(demo.leftovers(), [])
    } finally {
      demo.child.kill('SIGTERM')
      await demo.ended
      demo.remove()
    }
  })

  it('names a wrong option and starts nothing', async () => {
    const demo = play('--minutes', 'soon')
    assert.equal(await demo.ended, 1)
    assert.match(demo.output(), /--minutes: "soon"/)
    demo.remove()
  })
})
