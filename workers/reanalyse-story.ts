// Job reanalyse-story: what changed rules say of the posts that came before them. In the background, new posts go on meanwhile.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { carryOut } from '../events/carry-out.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start } from '../events/event-log.ts'
import { decideActivation } from '../events/lane-rules.ts'
import { storyStream } from '../events/story.ts'
import { storyStateOf } from '../events/story-state.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { AnalyseRefs } from './analyse-refs.ts'
import type { KnownStories } from './known-stories.ts'

/** Reading 100 streams takes some milliseconds of the one thread. */
const postsPerTurn = 100

type Parts = {
  readonly log: Pick<EventLog, 'follow' | 'read' | 'append'>
  readonly readModel: Pick<ReadModel, 'checkpoint' | 'save'>
  readonly analyse: Pick<AnalyseRefs, 'known'>
  readonly stories: Pick<KnownStories, 'get' | 'rules'>
  readonly onFinished: (slug: string, changedAt: number) => void
  /** Aborted: ends after the posts at hand. */
  readonly signal: AbortSignal
}

type Channels = ReadonlySet<string> | 'all'
const hold = (channels: Channels, channel: string) => channels === 'all' || channels.has(channel)
const cover = (channels: Channels, others: Channels) =>
  channels === 'all' || (others !== 'all' && [...others].every((one) => channels.has(one)))
export type Progress = { readonly version: number; readonly through: number }

const checkpointOf = (slug: string, changedAt: number) => `reanalyse-story|${slug}|${changedAt}`

/** Every post over these channels, by its first event. */
const postsOf = (events: readonly RecordedEvent[], channels: Channels, through: number): readonly string[] => {
  const refs = new Set<string>()
  for (const event of events)
    if (event.type === 'PostReceived' || event.type === 'PostRestored')
      if (event.version <= through && hold(channels, event.data.channel)) refs.add(event.data.ref)
  return [...refs]
}

/**
 * Appends only where something differs, so running it again adds nothing. Resumes after a restart where it was; ends early when the
 * rules change again, for which another job comes. Posts whose text is forgotten keep what was said of them.
 */
export const createReanalyseStory = ({ log, readModel, analyse, stories, onFinished, signal }: Parts) => {
  const running = new Map<string, Progress>()

  /** A post is analysed by the rules of all stories: what one story goes through is done for others over its channels too. */
  const othersOf = (slug: string, channels: Channels) =>
    stories.rules().flatMap((rules) => {
      const other = stories.get(rules.slug)
      if (other === undefined || rules.slug === slug || !cover(channels, other.channels)) return []
      return [{ slug: rules.slug, changedAt: other.changedAt }]
    })

  /** A lane that somebody chose has now analysed all there is. */
  const activate = async (slug: string) => {
    const chosen = stories.get(slug)?.state.chosen
    if (chosen === undefined) return
    await carryOut(log, storyStream(slug), storyStateOf, (state) => decideActivation(state, slug, chosen))
  }

  const run = async (slug: string) => {
    const story = stories.get(slug)
    if (story === undefined) return
    const { channels, changedAt } = story
    const progress = checkpointOf(slug, changedAt)
    const before = readModel.checkpoint(progress)
    const others = before === undefined ? othersOf(slug, channels) : []
    const through = Math.max(changedAt, ...others.map((other) => other.changedAt))
    const stop = new AbortController()
    let { position, version } = before ?? { position: start, version: 0 }
    if (version < changedAt)
      for await (const page of log.follow(position, stop.signal)) {
        const refs = postsOf(page.events, channels, through)
        for (let from = 0; from < refs.length; from += postsPerTurn) {
          await analyse.known(refs.slice(from, from + postsPerTurn))
          await nextTurn()
          if (signal.aborted || stories.get(slug)?.changedAt !== changedAt) return
        }
        position = page.position
        version = page.events.at(-1)?.version ?? version
        readModel.save([], progress, { position, version })
        running.set(slug, { version: Math.min(version, through), through })
        if (page.live || version >= through) stop.abort()
      }
    for (const other of others)
      if (stories.get(other.slug)?.changedAt === other.changedAt)
        readModel.save([], checkpointOf(other.slug, other.changedAt), { position, version })
    await activate(slug)
    onFinished(slug, changedAt)
  }

  return {
    run: async ({ slug }: { readonly slug: string }): Promise<void> => {
      if (running.has(slug)) return
      running.set(slug, { version: 0, through: 1 })
      try {
        await run(slug)
      } finally {
        running.delete(slug)
      }
    },
    /** How far the log was gone through for this story, and how far it has to be; `undefined`: it waits, or is finished. */
    progressOf: (slug: string): Progress | undefined => running.get(slug),
  }
}
