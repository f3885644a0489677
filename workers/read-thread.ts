// Reads one thread of a channel again: its source says that what was removed of it is there again.
import type { Outcome, ReceivePosts } from '../events/incoming-post.ts'
import { Problem } from '../events/problem.ts'
import { sourceOf } from '../sources/all.ts'
import type { Item } from '../sources/source.ts'
import { isFailure } from './ask-channel.ts'
import { type Asking, isAsked } from './asking.ts'
import type { ChannelCourses } from './channel-course.ts'
import { createPollRound } from './poll-round.ts'

const againAfterSeconds = 60

type Parts = {
  readonly asking: Asking
  readonly courses: ChannelCourses
  readonly receivePosts: ReceivePosts
  readonly signal: AbortSignal
  /** Without content. */
  readonly onProblem: (words: string) => void
}

export const createReadThread = ({ asking, courses, receivePosts, signal, onProblem }: Parts) => {
  const pollRound = createPollRound(asking.ask)
  const reading = new Map<string, Promise<readonly Outcome[]>>()

  const read = async (id: string, thread: string): Promise<readonly Outcome[]> => {
    const channel = await courses.read(id)
    const polled = sourceOf(channel.kind)?.polled
    const begin = polled?.thread
    if (polled === undefined || begin === undefined || !isAsked(channel)) return []
    const all: Outcome[] = []
    const keep = async (items: readonly Item[]) => {
      const posts = items.flatMap((item) => ('post' in item ? [item.post] : []))
      if (posts.length > 0) all.push(...(await receivePosts(id, posts)))
    }
    const start = await asking.readingOf(channel, polled, undefined)
    const round = await pollRound({
      channel: id,
      polled: { ...polled, begin: () => begin(start, thread) },
      reading: start,
      signal,
      keep,
      onReads: (reads) => asking.billing.add(id, reads),
    })
    if (!isFailure(round)) return all
    onProblem(`channel "${id}": reading a thread again failed: ${round.detail}`)
    throw new Problem(
      'unavailable',
      `reading a thread of channel "${id}" again: ${round.detail} Send the message again`,
      {
        retryAfterSeconds: againAfterSeconds,
      },
    )
  }

  /** Asked for twice at once it is read once. @throws Problem `unavailable`: what was read until then is kept */
  return (channel: string, thread: string): Promise<readonly Outcome[]> => {
    const key = `${channel} ${thread}`
    const running = reading.get(key) ?? read(channel, thread).finally(() => reading.delete(key))
    reading.set(key, running)
    return running
  }
}
