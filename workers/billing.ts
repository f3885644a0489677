// What platforms bill for, kept under the day's cap of each channel: the log's count, and what was answered since it was told.
import type { ChannelState } from '../projections/channel-state.ts'
import type { Failure, Polled } from '../sources/source.ts'

const dayMs = 24 * 3_600_000

export const createBilling = (now: () => number) => {
  const untold = new Map<string, number>()
  const today = () => new Date(now()).toISOString().slice(0, 10)
  const capOf = ({ config }: ChannelState, { perDay }: NonNullable<Polled['billed']>) =>
    Number(config.maxReadsPerDay ?? perDay)
  return {
    add: (channel: string, reads: number) => void untold.set(channel, (untold.get(channel) ?? 0) + reads),
    /** What the log does not know yet. */
    untold: (channel: string): number => untold.get(channel) ?? 0,
    told: (channel: string, reads: number) => void untold.set(channel, (untold.get(channel) ?? 0) - reads),
    /** Without end where nothing is billed. */
    left: (channel: ChannelState, { billed }: Polled): number => {
      if (billed === undefined) return Number.POSITIVE_INFINITY
      const told = channel.billed?.day === today() ? channel.billed.reads : 0
      return Math.max(0, capOf(channel, billed) - told - (untold.get(channel.id) ?? 0))
    },
    /** Why a channel is not asked any more today. */
    usedUp: (channel: ChannelState, billed: NonNullable<Polled['billed']>): Failure => ({
      failure: 'wait',
      detail: `the cap of ${capOf(channel, billed).toLocaleString('en')} reads a day is reached; it goes on at midnight UTC. Raise maxReadsPerDay to read more.`,
      untilMs: (Math.floor(now() / dayMs) + 1) * dayMs,
    }),
  }
}
export type Billing = ReturnType<typeof createBilling>
