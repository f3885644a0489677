// Job end-access: where a platform lets nothing be kept once access to it has ended, what was kept is erased. A week after, unless access returns.
import type { ErasePosts } from '../events/erase-posts.ts'
import { Problem } from '../events/problem.ts'
import { accessEndsAt } from '../projections/access.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { channelsOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { ChannelCourses } from './channel-course.ts'

type Parts = {
  readonly readModel: ReadModel
  readonly courses: ChannelCourses
  readonly erasing: Pick<ErasePosts, 'erase'>
  readonly now: () => number
}

export const createEndAccess = ({ readModel, courses, erasing, now }: Parts) => {
  /** The receipt; undefined where nothing was kept any more. */
  const erase = async (channel: string): Promise<string | undefined> => {
    try {
      const { receipt, completed } = await erasing.erase({ channel })
      await completed
      return receipt.id
    } catch (error) {
      if (error instanceof Problem && error.code === 'not-found') return undefined
      throw error
    }
  }

  /** May be called at any time, and again after any failure. */
  return async (): Promise<void> => {
    for (const { id, posts } of channelsOf(readModel)) {
      // The log decides: access may have returned since. Its posts stand in streams of their own.
      const endsAt = (channel: ChannelState) => accessEndsAt({ ...channel, posts }) ?? Number.POSITIVE_INFINITY
      if (endsAt(await courses.read(id)) > now()) continue
      const receipt = await erase(id)
      const at = new Date(now()).toISOString()
      await courses.add(id, (state) =>
        endsAt(state) > now()
          ? []
          : [{ type: 'ChannelErased', data: { id, at, ...(receipt === undefined ? {} : { receipt }) } }],
      )
    }
  }
}
