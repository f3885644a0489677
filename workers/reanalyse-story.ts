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
  readonly stories: Pick<KnownStories, 'get'>
  readonly onFinished: (slug: string, changedAt: number) => void
  /** Aborted: ends after the posts at hand. */
  readonly signal: AbortSignal
}

/**
 * Appends only where something differs, so running it again adds nothing. Resumes after a restart where it was; ends early when the
 * rules change again, for which another job comes. Posts whose text is forgotten keep what was said of them.
 */
export const createReanalyseStory = ({ log, readModel, analyse, stories, onFinished, signal }: Parts) => {
  const running = new Set<string>()

  /** Every post that came before the change over a channel that the story takes, or took once. */
  const concerned = (events: readonly RecordedEvent[], slug: string, changedAt: number): readonly string[] => {
    const channels = stories.get(slug)?.channels ?? new Set()
    const refs = new Set<string>()
    for (const event of events) {
      if (event.type !== 'PostReceived' && event.type !== 'PostRestored') continue
      if (event.version > changedAt) break
      if (channels === 'all' || channels.has(event.data.channel)) refs.add(event.data.ref)
    }
    return [...refs]
  }

  const run = async (slug: string) => {
    const changedAt = stories.get(slug)?.changedAt
    if (changedAt === undefined) return
    const isOver = () => signal.aborted || stories.get(slug)?.changedAt !== changedAt
    const follower = `reanalyse-story|${slug}|${changedAt}`
    const stop = new AbortController()
    let { position, version } = readModel.checkpoint(follower) ?? { position: start, version: 0 }
    if (version < changedAt)
      for await (const page of log.follow(position, stop.signal)) {
        const refs = concerned(page.events, slug, changedAt)
        for (let from = 0; from < refs.length; from += postsPerTurn) {
          await analyse.known(refs.slice(from, from + postsPerTurn))
          await nextTurn()
          if (isOver()) return
        }
        position = page.position
        version = page.events.at(-1)?.version ?? version
        readModel.save([], follower, { position, version })
        if (page.live || version >= changedAt) stop.abort()
      }
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
