// Sources that are not heard any more as occasions of alerts: one for each channel, in the first story that has it.
import type { Sensitivity } from '../../events/alert.ts'
import type { ChannelHealth, ChannelState } from '../../projections/channel-state.ts'
import { channelsOf } from '../../projections/channels.ts'
import { healthOf, healthUntil } from '../../projections/health.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import type { Story } from '../../projections/stories.ts'
import type { ToldOccasion } from './occasion.ts'

/** A channel that fails says nothing for sure; one that is silent is unusual; one that is late may come back within the hour. */
const bars = { failing: 'strict', silent: 'balanced', delayed: 'sensitive' } as const satisfies {
  [state: string]: Sensitivity
}

export type Trouble = Omit<ToldOccasion, 'slug'> & { readonly channel: string }

/** Nothing of a channel that is heard, or that nobody wants to hear. @param mark does not move while it lasts */
const troubleOf = (
  channel: string,
  { state, since, problem = '' }: ChannelHealth,
  mark: string | undefined,
  at: string,
): readonly Trouble[] => {
  if (state === 'ok' || state === 'off' || since === undefined || mark === undefined) return []
  const cause = `source|${channel}|${mark}`
  const words = { words: `channel ${channel} is ${state}`, reason: `Channel ${channel}: ${problem}` }
  return [
    { channel, cause, trigger: 'source-silent', at, since, bar: bars[state], isUrgent: false, isOver: false, ...words },
  ]
}

/** The silence of a channel is reckoned anew with every post that comes late: its last one is not. */
const markOf = ({ lastPostAt }: ChannelState, { state, since }: ChannelHealth) =>
  state === 'silent' ? lastPostAt : since

/** Of every channel that is not heard. */
export const troublesIn = (readModel: ReadModel, nowMs: number): readonly Trouble[] =>
  channelsOf(readModel).flatMap((channel) => {
    const health = healthOf(channel, nowMs)
    return troubleOf(channel.id, health, markOf(channel, health), new Date(nowMs).toISOString())
  })

/** What troubles a channel from a moment on, ms since 1970; nothing while it is heard. */
type TroubleFrom = { readonly ms: number; readonly channel: string; readonly troubles: readonly Trouble[] }

/** As a channel did until `toMs`, in order. */
export const troublesUntil = (channel: ChannelState, toMs: number): readonly TroubleFrom[] =>
  healthUntil(channel, toMs)
    .map((health) => ({ health, ms: Date.parse(health.at) }))
    .filter(({ ms }) => ms < toMs)
    .map(({ health, ms }) => ({
      ms,
      channel: channel.id,
      troubles: troubleOf(channel.id, health, health.since, health.at),
    }))

/** @param stories that a rule is over: open and live, by slug */
export const sourceOccasions = (
  troubles: readonly Trouble[],
  stories: readonly Pick<Story, 'slug' | 'channels'>[],
): readonly ToldOccasion[] =>
  troubles.flatMap(({ channel, ...trouble }) => {
    const [first, ...others] = stories
      .filter(({ channels }) => channels.length === 0 || channels.includes(channel))
      .map(({ slug }) => slug)
    if (first === undefined) return []
    const alsoIn = others.length === 0 ? '' : ` It is read for ${others.join(', ')}, too.`
    return [{ ...trouble, slug: first, reason: `${trouble.reason}${alsoIn}` }]
  })
