// Asks the sources of posts that are kept whether they still show them, and with which words: the job recheck-channel.
import { canonicalJson } from '../events/canonical.ts'
import type { IncomingPost, ReceivePosts } from '../events/incoming-post.ts'
import { type Keeping, keepingOf, keptUntil } from '../events/keeping.ts'
import type { Content, DueRow, Vault } from '../events/vault.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import { sourceOf } from '../sources/all.ts'
import type { Failure, Item, Polled, Reading, Recheck, Rechecked, Stored } from '../sources/source.ts'
import { isFailure } from './ask-channel.ts'
import { type Asking, isAsked } from './asking.ts'
import type { ChannelCourses } from './channel-course.ts'
import { nextAfterFailure } from './poll-rules.ts'
import { removal } from './removal.ts'

/** In one turn; the rest stays due. */
const rowsPerTurn = 1_000
/** Between two looks for what is due. */
const lookEveryMs = 60_000

type Parts = {
  readonly asking: Asking
  readonly courses: ChannelCourses
  readonly vault: Pick<Vault, 'toRecheck' | 'rechecked'>
  readonly receivePosts: ReceivePosts
  readonly now: () => number
  /** 0 ≤ … < 1. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** Without content. */
  readonly onProblem: (words: string) => void
}

type Asked = Polled & { readonly recheck: Recheck }

const chunks = (rows: readonly DueRow[], size: number) =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size))

/** An answer about one post says less of what is around it than a listing did: what it leaves out is as it was. */
const filledUp = (post: IncomingPost, kept: Content): IncomingPost => {
  const { author, ...rest } = kept
  const known = author === undefined || post.authorGone ? rest : kept
  // What is passed on is told by whose it is.
  const text = post.repostOf !== undefined && post.content.text === '' ? kept.text : post.content.text
  return { ...post, content: { ...known, ...post.content, text } }
}

export const createRecheckChannel = (parts: Parts) => {
  const { asking, courses, vault, receivePosts, now, random, signal, onProblem } = parts
  type State = { readonly made: string; dueMs: number; failures: number; readonly stuck: Set<string> }
  /** `stuck`: refs about which the platform gave no answer. They are asked about last: one must not hold up the others. */
  const states = new Map<string, State>()
  const stateOf = ({ id, config, secrets }: ChannelState) => {
    const made = canonicalJson([config, secrets]) // what failed may be put right by another
    const known = states.get(id)
    if (known?.made === made) return known
    const state: State = { made, dueMs: 0, failures: 0, stuck: new Set() }
    states.set(id, state)
    return state
  }

  /** What the answer says of posts asked for; of others that came along it says nothing. */
  const postsOf = (channel: ChannelState, rows: readonly DueRow[], items: readonly Item[], gone: readonly string[]) => {
    const kept = new Map(rows.map((row) => [row.content.id, row.content]))
    const shown = items.flatMap((item) => {
      if (!('post' in item)) return []
      const { post } = item
      const content = kept.get(post.content.id)
      if (content === undefined) return []
      return [post.removed ? post : filledUp(post, content)]
    })
    return [...shown, ...gone.filter((id) => kept.has(id)).map((id) => removal(channel.kind, id, now()))]
  }

  /** Durable before it is noted: a crash between asks once more. */
  const settle = async (channel: ChannelState, keeping: Keeping, rows: readonly DueRow[], posts: IncomingPost[]) => {
    if (posts.length > 0) await receivePosts(channel.id, posts)
    await vault.rechecked(
      rows.map(({ ref, version, keptAt }) => ({ ref, version, ...keptUntil(keeping, keptAt, now()) })),
    )
  }

  /** A second time for what the first answer knew a newer version of, if that may be paid for; else it stays in `again`. */
  const askAbout = async (
    channel: ChannelState,
    polled: Asked,
    reading: Reading,
    stored: readonly Stored[],
    isFirst = true,
  ): Promise<Rechecked | Failure> => {
    const { ask, translate } = polled.recheck
    const found = await asking.ask({
      channel: channel.id,
      polled,
      reading,
      request: ask(reading, stored),
      translate: (answer) => translate(reading, stored, answer),
      signal,
    })
    if (isFailure(found)) return found
    asking.billing.add(channel.id, found.reads ?? 0)
    const { again = [] } = found
    if (!isFirst || again.length === 0 || asking.billing.left(channel, polled) < again.length) return found
    const more = await askAbout(channel, polled, reading, again, false)
    return isFailure(more) ? more : { items: [...found.items, ...more.items], gone: [...found.gone, ...more.gone] }
  }

  /** Whether more may be due. */
  const recheck = async (channel: ChannelState, polled: Asked): Promise<{ readonly more: boolean } | Failure> => {
    const keeping = keepingOf(channel.kind, channel.config)
    const reading = await asking.readingOf(channel, polled, undefined)
    const rows = await vault.toRecheck(channel.id, now(), Math.min(rowsPerTurn, reading.readsLeft))
    const { stuck } = stateOf(channel)
    const inTurn = rows.toSorted((a, b) => Number(stuck.has(a.ref)) - Number(stuck.has(b.ref)))
    for (const some of chunks(inTurn, polled.recheck.atOnce)) {
      const stored = some.map(({ content: { id, lookup } }) => ({ id, ...(lookup === undefined ? {} : { lookup }) }))
      const found = await askAbout(channel, polled, reading, stored)
      if (isFailure(found)) {
        for (const { ref } of some) stuck.add(ref)
        return found
      }
      for (const { ref } of some) stuck.delete(ref)
      const open = new Set(found.again?.map(({ id }) => id))
      const answered = some.filter(({ content }) => !open.has(content.id))
      await settle(channel, keeping, answered, postsOf(channel, answered, found.items, found.gone))
    }
    return { more: rows.length === rowsPerTurn }
  }

  const failed = (channel: ChannelState, failure: Failure) => {
    const { id } = channel
    const state = stateOf(channel)
    state.dueMs = nextAfterFailure(failure, ++state.failures, now(), random())
    onProblem(`channel "${id}": asking again for what is kept failed, the next try follows: ${failure.detail}`)
  }

  return {
    isDue: (channel: ChannelState): boolean =>
      sourceOf(channel.kind)?.polled?.recheck !== undefined && stateOf(channel).dueMs <= now(),
    /** The job: what is due now, the longest overdue first. */
    run: async (id: string): Promise<void> => {
      const channel = await courses.read(id)
      const polled = sourceOf(channel.kind)?.polled
      if (!isAsked(channel) || polled?.recheck === undefined) return
      const state = stateOf(channel)
      state.dueMs = now() + lookEveryMs
      const found = await recheck(channel, { ...polled, recheck: polled.recheck })
      if (isFailure(found)) return failed(channel, found)
      state.failures = 0
      if (found.more) state.dueMs = now()
    },
  }
}
