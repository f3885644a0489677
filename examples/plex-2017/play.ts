// `npm run demo`: plays the Plex 2017 re-enactment through the real server. Milestones are real, posts and numbers are invented.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { demoClock } from '../../server/clock.ts'
import { deliverStory } from './deliver-story.ts'
import { storyFrom, storyUntil } from './schedule.ts'
import { startServer } from './start-server.ts'
import { defaultSeed, writeStory } from './write.ts'

const usage = `usage: npm run demo -- [options]
  --minutes N   how long the ten days take (4)
  --port N      where the page is shown (3000; 0 picks a free one)
  --seed N      another seed invents other posts (${defaultSeed})
  --once        end when the story has ended
`
/** The server gets this long to start before the story begins; later, the first posts come late. */
const headStartMs = 4_000

const numberOf = (name: string, text: string, least: number): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value >= least))
    throw new Error(`--${name}: "${text}" is not a number from ${least} on\n${usage}`)
  return value
}

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '4' },
      port: { type: 'string', default: '3000' },
      seed: { type: 'string', default: String(defaultSeed) },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    minutes: numberOf('minutes', values.minutes, 0.05),
    port: numberOf('port', values.port, 0),
    seed: numberOf('seed', values.seed, 0),
    once: values.once,
    help: values.help,
  }
}

const play = async ({ minutes, port, seed, once }: ReturnType<typeof readOptions>) => {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const folder = mkdtempSync(path.join(tmpdir(), 'outcry-demo-'))
  try {
    const story = writeStory(seed)
    const speed = (storyUntil - storyFrom) / (minutes * 60_000)
    const spec = [storyFrom, storyUntil].map((ms) => new Date(ms).toISOString())
    const startsAt = new Date(Date.now() + headStartMs).toISOString()
    const clockSpec = `${spec[0]},${speed},${spec[1]},${startsAt}`
    const server = await startServer({ folder, port, clockSpec, signal: stopping.signal })
    try {
      say('Re-enactment: milestones are real, posts and numbers are invented.')
      say(`\n  ${server.url}/stories/plex-privacy\n`)
      say(`${story.posts.length} invented posts (seed ${seed}); the ten days take ${minutes} minutes. Ctrl-C ends it.`)
      await deliverStory(story, server, { clock: demoClock(clockSpec), say, signal: stopping.signal })
      say('The story is over; the page stays as it was at the end.')
      if (!once) await server.ended(stopping.signal)
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  const options = readOptions()
  if (options.help) process.stdout.write(usage)
  else await play(options)
} catch (error) {
  if ((error as Error).name !== 'AbortError') {
    process.stderr.write(`demo: ${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
