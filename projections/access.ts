// When what is kept of a channel must go, because its platform cannot be asked any more whether it still shows it.
import type { ChannelState } from './channel-state.ts'

/** The platforms ask for ten business days, or for less: a week leaves time to set right what was a mistake. */
const graceMs = 7 * 24 * 3_600_000

/** Ms since 1970; undefined while it can be asked, where nothing is demanded, and once it is done. */
export const accessEndsAt = ({ accessLostAt, erasedAt, posts }: ChannelState): number | undefined =>
  accessLostAt === undefined || erasedAt !== undefined || posts === 0 ? undefined : Date.parse(accessLostAt) + graceMs
