// Gathers what the page /data and the API tell of how texts are kept.
import { channelKinds } from '../events/channel.ts'
import { keepingOf } from '../events/keeping.ts'
import type { Rechecks, Vault } from '../events/vault.ts'
import { accessEndsAt } from '../projections/access.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { channelsOf } from '../projections/channels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { sourceOf } from '../sources/all.ts'
import type { Asking, ChannelKeeping, DataFacts } from '../views/data-facts.ts'
import { isAsked } from '../workers/asking.ts'

/** Counting every row that is watched costs more than a page may. */
const countedEveryMs = 10_000

type Ports = { readonly readModel: ReadModel; readonly vault: Pick<Vault, 'rechecks'> }
type Counted = { readonly atMs: number; readonly counts: Promise<ReadonlyMap<string, Rechecks>> }

const counted = new WeakMap<Ports['vault'], Counted>()

const rechecksOf = (vault: Ports['vault'], nowMs: number): Counted => {
  const before = counted.get(vault)
  if (before !== undefined && Math.abs(nowMs - before.atMs) < countedEveryMs) return before
  const now: Counted = { atMs: nowMs, counts: vault.rechecks(nowMs) }
  counted.set(vault, now)
  now.counts.catch(() => counted.delete(vault))
  return now
}

const askingOf = (channel: ChannelState): Asking => {
  if (channel.closedAt !== undefined) return 'closed'
  if (sourceOf(channel.kind)?.polled?.recheck === undefined) return 'not built'
  return isAsked(channel) ? 'asked' : 'no access'
}

const nothingWatched: Rechecks = { watched: 0, overdue: 0 }

/** As of the moment that it was counted, ten seconds ago at most. */
export const dataFacts = async ({ readModel, vault }: Ports, nowMs: number): Promise<DataFacts> => {
  const { atMs, counts } = rechecksOf(vault, nowMs)
  const rechecks = await counts
  const known = channelsOf(readModel)
  const channels = known.map((channel): ChannelKeeping => {
    const { id, kind, config, posts, closedAt } = channel
    const goneFromMs = accessEndsAt(channel)
    return {
      id,
      kind,
      posts,
      ...keepingOf(kind, config),
      ...(rechecks.get(id) ?? nothingWatched),
      isClosed: closedAt !== undefined,
      asking: askingOf(channel),
      ...(goneFromMs === undefined ? {} : { goneFromMs }),
    }
  })
  const others = channelKinds.filter((kind) => known.every((channel) => channel.kind !== kind))
  return { channels, others: others.map((kind) => ({ kind, ...keepingOf(kind, {}) })), nowMs: atMs }
}
