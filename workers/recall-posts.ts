// What the analysis thread knew before it was started: the recent posts of the log, with the texts that the vault still keeps.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Found } from '../analysis/analyse.ts'
import type { RecentSubject } from '../analysis/recent.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start } from '../events/event-log.ts'
import type { PostAnalysed, PostReceived } from '../events/post.ts'
import type { Vault } from '../events/vault.ts'
import type { Checkpoint, ReadModel } from '../projections/read-model.ts'

const dayMs = 24 * 3_600_000
/** One mark for each of the last days: one that is older than it should be costs time, nothing else. */
const marks = 16
const postsPerTurn = 200

type Parts = {
  readonly log: Pick<EventLog, 'follow' | 'head'>
  readonly vault: Pick<Vault, 'get'>
  readonly readModel: Pick<ReadModel, 'checkpoint' | 'save'>
  readonly now: () => number
  /** The newest ones only. */
  readonly maxPosts: number
}

export type RecallPosts = {
  /** In the order of the log. Ends with what was in it when this began. */
  readonly recall: () => AsyncIterable<readonly RecentSubject[]>
  /** Remembers, once a day, how far the log was analysed. */
  readonly mark: (checkpoint: Checkpoint) => void
}

type Facts = Omit<RecentSubject, 'content' | 'before'> & { readonly before?: readonly Found[] }

const factsOf = (
  { ref, channel, source, kind, at, version, amplifies }: PostReceived['data'],
  receivedAt: number,
): Facts => ({
  ref,
  channel,
  source,
  kind,
  at,
  version,
  receivedAt,
  ...(amplifies === undefined ? {} : { amplifies }),
})

const foundOf = ({ lane, model, sentiment, stories }: PostAnalysed['data']): Found => ({
  lane,
  model,
  sentiment,
  stories,
})

const take = (posts: Map<string, Facts>, event: RecordedEvent) => {
  switch (event.type) {
    case 'PostReceived':
      posts.set(event.data.ref, factsOf(event.data, event.version))
      return
    case 'PostAnalysed': {
      const known = posts.get(event.data.ref)
      if (known === undefined) return
      const { version, duplicateOf } = event.data
      const repeats = duplicateOf === undefined ? {} : { duplicateOf }
      posts.set(event.data.ref, { ...known, ...repeats, version, before: [foundOf(event.data)] })
      return
    }
    case 'PostRemoved':
    case 'PostErased':
      posts.delete(event.data.ref)
      return
    default:
  }
}

export const createRecallPosts = ({ log, vault, readModel, now, maxPosts }: Parts): RecallPosts => {
  const nameOf = (day: number) => `recent-posts|${day % marks}`
  const today = () => Math.floor(now() / dayMs)
  let marked = -1

  const newest = async (): Promise<readonly Facts[]> => {
    const head = await log.head()
    const mark = readModel.checkpoint(nameOf(today() + 1))
    const from = mark === undefined || mark.version > head ? start : mark.position
    const posts = new Map<string, Facts>()
    const stop = new AbortController()
    for await (const page of log.follow(from, stop.signal)) {
      for (const event of page.events) take(posts, event)
      for (const ref of posts.keys()) {
        if (posts.size <= maxPosts) break
        posts.delete(ref)
      }
      if (page.live || (page.events.at(-1)?.version ?? 0) >= head) stop.abort()
      await nextTurn()
    }
    // One that is not analysed yet will be, and is looked at then.
    return [...posts.values()].filter(({ before }) => before !== undefined)
  }

  return {
    recall: async function* () {
      const posts = await newest()
      for (let from = 0; from < posts.length; from += postsPerTurn) {
        const some = posts.slice(from, from + postsPerTurn)
        const kept = await vault.get(some.map(({ ref }) => ref))
        yield some.flatMap((facts): RecentSubject[] => {
          const row = kept.get(facts.ref)
          if (row === undefined || row.version !== facts.version) return []
          const { text, title, author } = row.content
          return [
            {
              ...facts,
              content: { text, ...(title === undefined ? {} : { title }), ...(author === undefined ? {} : { author }) },
            },
          ]
        })
        await nextTurn()
      }
    },
    mark: (checkpoint) => {
      const day = today()
      if (day === marked) return
      marked = day
      readModel.save([], nameOf(day), checkpoint)
    },
  }
}
