// Channels as every webhook asks for them: looked up once per change of the read model.
import { Problem } from '../events/problem.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { channelOf } from '../projections/channels.ts'
import type { KeepUp } from '../projections/keep-up.ts'
import type { ReadModel } from '../projections/read-model.ts'

/** @throws Problem `unavailable` of a channel that may be opened further on in the log: its posts must not be lost */
export const createKnownChannels = (readModel: ReadModel, keepUp: Pick<KeepUp, 'version' | 'isCaughtUp'>) => {
  const { version, isCaughtUp } = keepUp
  const known = new Map<string, ChannelState>()
  let knownAt = -1
  return (id: string): ChannelState | undefined => {
    if (knownAt !== version()) {
      known.clear()
      knownAt = version()
    }
    const found = known.get(id) ?? channelOf(readModel, id)
    if (found !== undefined) known.set(id, found)
    if ((found === undefined || found.closedAt !== undefined) && !isCaughtUp()) {
      const words = `posting to channel "${id}": this server has not read the whole log yet; send it again`
      throw new Problem('unavailable', words, { retryAfterSeconds: 5 })
    }
    return found
  }
}
