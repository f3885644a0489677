// A file of past posts into a channel: opens channel and story where they are missing, and records which span was read.
import { carryOut } from '../events/carry-out.ts'
import { type ChannelRead, channelStream } from '../events/channel.ts'
import { channelStateOf, decideOpening as decideChannelOpening } from '../events/channel-rules.ts'
import type { EventLog } from '../events/event-log.ts'
import type { ReceivePosts } from '../events/incoming-post.ts'
import type { Problem } from '../events/problem.ts'
import { storyStream } from '../events/story.ts'
import { decideStory } from '../events/story-rules.ts'
import { type StoryState, storyStateOf } from '../events/story-state.ts'
import type { NumberedItem } from '../sources/import/format.ts'
import type { Backlog } from './backlog.ts'
import { gathered } from './gathered.ts'
import { receiveStream, type Totals } from './receive-stream.ts'

export const importChannel = 'import'
const lotPosts = 500
const lotWaitMs = 20

export type ImportParts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly receivePosts: ReceivePosts
  readonly backlog: Backlog
}

type ImportTask = {
  /** Opened, as one that is posted to, if there is none. */
  readonly channel: string
  /** Gets the channel; opened if there is none. */
  readonly story: string | undefined
  readonly items: AsyncIterable<readonly NumberedItem[]>
  readonly onRejected: (line: number, problem: Problem) => void
  readonly onProgress?: (totals: Totals) => void
}

const openChannel = ({ log }: ImportParts, id: string) =>
  carryOut(log, channelStream(id), channelStateOf, (state) =>
    state.status === 'open'
      ? []
      : decideChannelOpening(state, { id, kind: state.kind ?? 'webhook', config: state.config }),
  )

/** A story over all channels has this one already. */
const changeOf = ({ status, definition }: StoryState, slug: string, channel: string) => {
  if (status === 'unknown') return { title: slug, channels: [channel] }
  const { channels } = definition
  return channels.length === 0 || channels.includes(channel) ? {} : { channels: [...channels, channel] }
}

const joinStory = ({ log }: ImportParts, slug: string, channel: string) =>
  carryOut(log, storyStream(slug), storyStateOf, (state) =>
    decideStory(state, slug, changeOf(state, slug, channel), 'put'),
  )

/** Nothing where a span before covers it: importing again changes nothing. */
const recordSpan = ({ log }: ImportParts, id: string, fromMs: number, toMs: number) => {
  const data: ChannelRead['data'] = { id, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
  return carryOut(
    log,
    channelStream(id),
    (history) =>
      history.some((event) => event.type === 'ChannelRead' && event.data.from <= data.from && data.to <= event.data.to),
    (isCovered) => (isCovered ? [] : [{ type: 'ChannelRead', data }]),
  )
}

/** @throws Problem of the file, of the channel or story, or of the storage; what was read before is kept */
export const importPosts = async (parts: ImportParts, task: ImportTask): Promise<Totals> => {
  const { channel, story, items, onRejected, onProgress } = task
  await openChannel(parts, channel)
  if (story !== undefined) await joinStory(parts, story, channel)
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  async function* timed() {
    for await (const some of gathered(items, lotPosts, lotWaitMs)) {
      for (const { item } of some) {
        // What is gone may be named years after it was there.
        if (!('post' in item) || item.post.removed) continue
        fromMs = Math.min(fromMs, item.post.atMs)
        toMs = Math.max(toMs, item.post.atMs)
      }
      yield some
    }
  }
  const { receivePosts, backlog } = parts
  const stream = { receivePosts, backlog, onRejected, ...(onProgress === undefined ? {} : { onProgress }) }
  const totals = await receiveStream(stream, channel, timed())
  if (fromMs <= toMs && totals.rejected < totals.read) await recordSpan(parts, channel, fromMs, toMs + 1) // the last moment is in it
  return totals
}
