// Posts by ref → their readings in the log. What they say is decided by each post's own history, at its exact revision.
import type { Found } from '../analysis/analyse.ts'
import type { RecentSubject } from '../analysis/recent.ts'
import type { EventLog, Write } from '../events/event-log.ts'
import type { Finding, PostReceived } from '../events/post.ts'
import { type Origin, type PostEvent, postStream } from '../events/post.ts'
import { decideAnalysis, evolve, initial, type PostState, postOf } from '../events/post-rules.ts'
import { Problem } from '../events/problem.ts'
import type { KeptContent, Vault } from '../events/vault.ts'
import type { Analyser } from './analyser.ts'
import type { PostReading } from './analysis-thread.ts'

const maxTries = 8

/** A post whose stream holds nothing but its receipt, as far as the log was followed: it costs no read. */
export type Fresh = PostReceived['data'] & { readonly receivedAt: number }

export type AnalyseRefs = {
  readonly fresh: (posts: readonly Fresh[]) => Promise<void>
  readonly known: (refs: readonly string[]) => Promise<void>
}

type Parts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly vault: Pick<Vault, 'get'>
  readonly analyser: Pick<Analyser, 'read'>
  /** These posts repeated another and do so no longer: they are to be analysed again. */
  readonly onReleased: (refs: readonly string[]) => void
  /** Nothing is left to analyse of this post up to this wording. */
  readonly onFinished: (ref: string, version: number) => void
}

const subjectOf = (state: PostState, receivedAt: number, kept: KeptContent | undefined): RecentSubject => {
  const { origin, version, counted, amplifies } = state
  const before = counted.map(({ model, found: { lane, sentiment, stories } }) => ({ lane, model, sentiment, stories }))
  const last = counted.find((one) => one.version === version)?.found
  const { text = '', title, language, author } = kept?.content ?? {}
  const content = {
    text,
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
    ...(author === undefined ? {} : { author }),
  }
  return {
    ...(origin as Origin),
    version,
    receivedAt,
    ...(before.length === 0 ? {} : { before }),
    ...(amplifies === undefined ? {} : { amplifies }),
    ...(last === undefined ? {} : { again: true as const }),
    ...(last?.duplicateOf === undefined ? {} : { duplicateOf: last.duplicateOf }),
    ...(kept === undefined ? {} : { content }),
  }
}

/** Where other rules say the same of a post, the version of the rules that said it first stands: nothing differs. */
const keepRules = (stories: Found['stories'], before: Finding | undefined): Found['stories'] =>
  before === undefined
    ? stories
    : stories.map((now) => {
        const was = before.stories.find(({ slug }) => slug === now.slug)
        return was !== undefined && was.topics.join() === now.topics.join() ? { ...now, rules: was.rules } : now
      })

/** One event per lane that says something new. */
const decide = (state: PostState, { language, found, duplicateOf, amplifies }: PostReading): readonly PostEvent[] =>
  found.flatMap(({ stories, ...said }) => {
    const before = state.counted.find(({ found }) => found.lane === said.lane)
    return decideAnalysis(state, {
      ...said,
      ...(duplicateOf === undefined ? {} : { duplicateOf }),
      ...(amplifies === undefined ? {} : { amplifies }),
      stories: keepRules(stories, before?.found),
      version: state.version,
      language: before?.version === state.version && language === 'und' ? before.language : language,
    })
  })

export const createAnalyseRefs = ({ log, vault, analyser, onReleased, onFinished }: Parts): AnalyseRefs => {
  const read = async (subjects: readonly RecentSubject[]) => {
    const readings = subjects.length === 0 ? [] : await analyser.read(subjects)
    for (const { released } of readings) if (released.length > 0) onReleased(released)
    return readings
  }

  /** Answers the refs that others got ahead with. */
  const append = async (writes: readonly Write[], posts: readonly { ref: string; version: number }[]) => {
    const written = writes.length === 0 ? [] : await log.append(writes)
    return posts.flatMap(({ ref, version }, i) => {
      if (written[i]?.outcome !== 'appended') return [ref]
      onFinished(ref, version)
      return []
    })
  }

  type Look = {
    readonly ref: string
    readonly state: PostState
    readonly revision: number
    readonly receivedAt: number
    readonly kept: KeptContent | undefined
  }
  const look = async (refs: readonly string[]): Promise<readonly Look[]> => {
    const histories = await Promise.all(refs.map((ref) => log.read(postStream(ref))))
    const kept = await vault.get(refs)
    return refs.flatMap((ref, i) => {
      const [first, ...rest] = histories[i] ?? []
      if (first === undefined) return []
      const last = rest.at(-1) ?? first
      const state = postOf(histories[i] ?? [])
      return [{ ref, state, revision: last.revision, receivedAt: first.version, kept: kept.get(ref) }]
    })
  }

  /**
   * A removed or erased post is finished as it is. One whose text is forgotten keeps what was said of it, and is counted unscored in
   * lanes that said nothing yet: it was received, and its number must not depend on whether retention or analysis came first. (An
   * erased one cannot come here as present: its erasure is in the log, or will be and then takes back what is said meanwhile.)
   * A wording that the vault has and the log has not is an edit on its way: its event brings the post here again, and the
   * job expire-content drops the row if it never comes; until then the post stays unfinished.
   */
  const toRead = (looks: readonly Look[]): readonly Look[] =>
    looks.flatMap(({ kept, ...one }) => {
      const { ref, state } = one
      if (kept !== undefined && kept.version > state.version) return []
      const text = kept?.version === state.version ? kept : undefined
      if (state.status === 'present') return [{ ...one, kept: text }]
      onFinished(ref, state.version)
      return []
    })

  const known = async (refs: readonly string[]) => {
    let open = refs
    for (let tries = 0; open.length > 0; tries++) {
      if (tries === maxTries)
        throw new Problem('busy', `analysing ${open.length} posts: others changed them at each of ${maxTries} tries`)
      const posts = toRead(await look(open))
      if (posts.length === 0) return
      const readings = await read(posts.map(({ state, receivedAt, kept }) => subjectOf(state, receivedAt, kept)))
      const writes: Write[] = []
      const changed: { ref: string; version: number }[] = []
      for (const [i, { ref, state, revision }] of posts.entries()) {
        const events = decide(state, readings[i] as PostReading)
        if (events.length === 0) onFinished(ref, state.version)
        else {
          writes.push({ stream: postStream(ref), expected: revision, events })
          changed.push({ ref, version: state.version })
        }
      }
      open = await append(writes, changed)
    }
  }

  const fresh = async (all: readonly Fresh[]) => {
    const kept = await vault.get(all.map(({ ref }) => ref))
    const posts = all.filter(({ ref, version }) => kept.get(ref)?.version === version)
    const states = posts.map(({ receivedAt: _, ...data }) => evolve(initial, { type: 'PostReceived', data }))
    const readings = await read(
      posts.map((post, i) => subjectOf(states[i] as PostState, post.receivedAt, kept.get(post.ref))),
    )
    const writes = posts.map(({ ref }, i) => ({
      stream: postStream(ref),
      expected: 0,
      events: decide(states[i] as PostState, readings[i] as PostReading),
    }))
    const overtaken = await append(writes, posts)
    const others = all.filter(({ ref, version }) => kept.get(ref)?.version !== version).map(({ ref }) => ref)
    if (others.length + overtaken.length > 0) await known([...others, ...overtaken])
  }

  return { fresh, known }
}
