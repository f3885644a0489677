// Job reanalyse-story: what changed rules say of the posts that came before them. In the background, new posts go on meanwhile.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start } from '../events/event-log.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { AnalyseRefs } from './analyse-refs.ts'
import type { KnownStories } from './known-stories.ts'

/** Reading 100 streams takes some milliseconds of the one thread. */
const postsPerTurn = 100

type Parts = {
  readonly log: Pick<EventLog, 'follow'>
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
const progressOf = (slug: string, changedAt: number) => `reanalyse-story|${slug}|${changedAt}`

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
  const running = new Set<string>()

  /** A post is analysed by the rules of all stories: what one story goes through is done for others over its channels too. */
  const othersOf = (slug: string, channels: Channels) =>
    stories.rules().flatMap((rules) => {
      const other = stories.get(rules.slug)
      if (other === undefined || rules.slug === slug || !cover(channels, other.channels)) return []
      return [{ slug: rules.slug, changedAt: other.changedAt }]
    })

  const run = async (slug: string) => {
    const story = stories.get(slug)
    if (story === undefined) return
    const { channels, changedAt } = story
    const progress = progressOf(slug, changedAt)
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
        if (page.live || version >= through) stop.abort()
      }
    for (const other of others)
      if (stories.get(other.slug)?.changedAt === other.changedAt)
        readModel.save([], progressOf(other.slug, other.changedAt), { position, version })
    onFinished(slug, changedAt)
  }

  return async ({ slug }: { readonly slug: string }): Promise<void> => {
    if (running.has(slug)) return
    running.add(slug)
    try {
      await run(slug)
    } finally {
      running.delete(slug)
    }
  }
}
