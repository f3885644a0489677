// While the service was away nobody could post to it: that time is recorded as a gap of every channel that is posted to.
import { channelStream } from '../events/channel.ts'
import { channelStateOf } from '../events/channel-rules.ts'
import type { EventLog } from '../events/event-log.ts'

const shortestMs = 5 * 60_000

/** A gap per open channel of `ids`, when the service was away for over five minutes. */
export const recordOutage = async (
  log: Pick<EventLog, 'read' | 'append'>,
  ids: readonly string[],
  fromMs: number | undefined,
  toMs: number,
): Promise<void> => {
  if (fromMs === undefined || toMs - fromMs < shortestMs) return
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  for (const id of ids) {
    const history = await log.read(channelStream(id))
    if (channelStateOf(history).status !== 'open') continue
    const data = { id, from, to, reason: 'the service was not running' }
    const expected = history.at(-1)?.revision ?? 'none'
    // A conflict means that another process changed the channel this very moment: it was running, then.
    await log.append([{ stream: channelStream(id), expected, events: [{ type: 'ChannelGap', data }] }])
  }
}
