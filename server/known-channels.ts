// Channels as every webhook asks for them: looked up once per change of the read model.
import type { ChannelState } from '../projections/channel-state.ts'
import { channelOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'

/** @param version of the read model: another one, and all are looked up again */
export const createKnownChannels = (readModel: ReadModel, version: () => number) => {
  const known = new Map<string, ChannelState>()
  let knownAt = -1
  return (id: string): ChannelState | undefined => {
    if (knownAt !== version()) {
      known.clear()
      knownAt = version()
    }
    const found = known.get(id) ?? channelOf(readModel, id)
    if (found !== undefined) known.set(id, found)
    return found
  }
}
