// Where a story's posts come from: each source with its counts, and how the channels that bring it are doing.
import type { ChannelState } from '../projections/channel-state.ts'
import { type Counts, countsOf, emptyTally } from '../projections/counts.ts'
import { watchedBy } from '../projections/coverage.ts'
import { healthOf } from '../projections/health.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { sourcesOf } from '../projections/sources.ts'
import type { Story } from '../projections/stories.ts'
import type { SourceFacts } from '../views/facts.ts'
import { binOf } from './bins.ts'

/** The best first: a source is as well as the best of its channels, and the others are told beside it. */
const states = ['ok', 'silent', 'delayed', 'failing', 'off'] as const

const isAsked = ({ kind }: ChannelState) => kind !== 'webhook'

/** Channels that a platform is asked for belong to its row from the beginning, before they have brought a post. */
const brings = (channel: ChannelState, source: string) =>
  Object.hasOwn(channel.sources, source) || (isAsked(channel) && channel.kind === source)

const latest = (times: readonly (string | undefined)[]) => {
  const newest = times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1)
  return newest === undefined ? null : Date.parse(newest)
}

const factsOf = (
  counts: Counts & { readonly source: string },
  channels: readonly ChannelState[],
  nowMs: number,
): SourceFacts => {
  const own = channels
    .filter((channel) => brings(channel, counts.source))
    .map((channel) => ({ channel, health: healthOf(channel, nowMs) }))
    .sort((a, b) => states.indexOf(a.health.state) - states.indexOf(b.health.state))
  const [best, ...others] = own
  const { state = 'ok', since } = best?.health ?? {}
  const isWanting = state === 'off' && best?.channel.closedAt === undefined
  const failing = own.find(({ channel }) => channel.failing !== undefined)?.channel.failing
  return {
    source: counts.source,
    counts: binOf(counts),
    state,
    lastReadMs: latest(own.filter(({ channel }) => isAsked(channel)).map(({ channel }) => channel.lastReadAt)),
    lastPostMs: latest(own.map(({ channel }) => channel.lastPostAt)),
    sinceMs: since === undefined ? null : Date.parse(since),
    problem: state === 'off' ? (isWanting ? 'Off until its credentials are set' : null) : (failing?.problem ?? null),
    worse: others.map(({ health }) => health.state).filter((one) => one !== state),
    channels: own.length,
    opensOnly: own.length > 0 && own.every(({ channel }) => channel.shows === 'opening posts'),
  }
}

/** The source with most posts first; at the end those that have brought none yet. */
export const sourceFacts = (
  readModel: ReadModel,
  { slug, lane }: Pick<Story, 'slug' | 'lane'>,
  nowMs: number,
): readonly SourceFacts[] => {
  const channels = watchedBy(readModel, slug)
  const counted = sourcesOf(readModel, slug, lane)
  const known = new Set(counted.map(({ source }) => source))
  const waiting = new Set(channels.filter(isAsked).map(({ kind }) => kind))
  const rows = [
    ...counted,
    ...[...waiting].filter((kind) => !known.has(kind)).map((source) => ({ source, ...countsOf(emptyTally) })),
  ]
  return rows.map((counts) => factsOf(counts, channels, nowMs))
}
