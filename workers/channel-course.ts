// The streams of channels, folded as far as they were read: what a poller decides on, and adds to.
import type { ChannelEvent } from '../events/channel.ts'
import { channelStream } from '../events/channel.ts'
import type { EventLog } from '../events/event-log.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { channels } from '../projections/channels.ts'

type Course = { readonly state: ChannelState; readonly revision: number }

const maxTries = 8

export const createChannelCourses = (log: Pick<EventLog, 'read' | 'append'>) => {
  const courses = new Map<string, Course>()

  const catchUp = async (id: string): Promise<Course> => {
    const before = courses.get(id) ?? { state: channels.initial, revision: -1 }
    const events = await log.read(channelStream(id), before.revision + 1)
    const last = events.at(-1)
    if (last === undefined) return before
    const course = {
      state: events.reduce((state, event) => channels.evolve(state, event, id), before.state),
      revision: last.revision,
    }
    courses.set(id, course)
    return course
  }

  return {
    /** As the log has it now. */
    read: async (id: string): Promise<ChannelState> => (await catchUp(id)).state,
    /** @param decide is asked again when others added something meanwhile. False: they did, over and over */
    add: async (id: string, decide: (state: ChannelState) => readonly ChannelEvent[]): Promise<boolean> => {
      for (let tries = 0; tries < maxTries; tries++) {
        const { state, revision } = await catchUp(id)
        const events = decide(state)
        if (events.length === 0) return true
        const expected = revision < 0 ? 'none' : revision
        const [written] = await log.append([{ stream: channelStream(id), expected, events }])
        if (written?.outcome === 'appended') return true
      }
      return false
    },
  }
}
export type ChannelCourses = ReturnType<typeof createChannelCourses>
