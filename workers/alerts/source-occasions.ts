// Sources that are not heard any more as occasions of alerts: one for each channel, in the first story that has it.
import type { Sensitivity } from '../../events/alert.ts'
import { type ChannelState, channelsOf } from '../../projections/channels.ts'
import { healthOf } from '../../projections/health.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import type { Story } from '../../projections/stories.ts'
import type { ToldOccasion } from './occasion.ts'

/** A channel that fails says nothing for sure; one that is silent is unusual; one that is late may come back within the hour. */
const bars = { failing: 'strict', silent: 'balanced', delayed: 'sensitive' } as const satisfies {
  [state: string]: Sensitivity
}

/** Since when, by what does not move while it lasts. */
const markOf = ({ failing, lastPostAt, lastReadAt, openedAt }: ChannelState, state: keyof typeof bars) =>
  (state === 'silent' ? lastPostAt : (failing?.since ?? lastReadAt)) ?? openedAt

export type Trouble = Omit<ToldOccasion, 'slug'> & { readonly channel: string }

/** Of every channel that is not heard. */
export const troublesIn = (readModel: ReadModel, nowMs: number): readonly Trouble[] =>
  channelsOf(readModel).flatMap((channel) => {
    const { state, since, problem = '' } = healthOf(channel, nowMs)
    if (state === 'ok' || state === 'off' || since === undefined) return []
    const { id } = channel
    return [
      {
        channel: id,
        cause: `source|${id}|${markOf(channel, state)}`,
        trigger: 'source-silent',
        at: new Date(nowMs).toISOString(),
        since: new Date(since).toISOString(),
        bar: bars[state],
        isUrgent: false,
        isOver: false,
        words: `channel ${id} is ${state}`,
        reason: `Channel ${id}: ${problem}`,
      },
    ]
  })

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
