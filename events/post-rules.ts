// The rules of one post's life: what its history says, and what a delivery, an analysis, a removal or an erasure adds.
import { canonicalJson } from './canonical.ts'
import type { RecordedEvent } from './catalogue.ts'
import type { ErasureReason, Finding, Label, LaneFinding, Origin, PostAnalysed, PostEvent } from './post.ts'
import { Problem } from './problem.ts'

/** A finding that is counted now, and the wording, model and language it is of. */
type Counted = {
  readonly version: number
  readonly model: string
  readonly language: string
  readonly found: LaneFinding
}

export type PostState = {
  /** `unknown`: no event yet. `erased` is for good. */
  readonly status: 'unknown' | 'present' | 'removed' | 'erased'
  /** As first recorded; absent while unknown. */
  readonly origin: Origin | undefined
  /** The wording the log knows last, from 1; 0 while there is none. Equals the version of its row in the vault. */
  readonly version: number
  /** Commitment of that wording. */
  readonly content: string
  /** What is counted of it now, one per lane. */
  readonly counted: readonly Counted[]
  /** What its removal took back; empty unless removed. */
  readonly takenBack: readonly LaneFinding[]
  /** What a person says of the last wording. */
  readonly corrected?: Label
  /** Ref of the post that it merely passes on. */
  readonly amplifies?: string
  /** The newest that its source said of it. */
  readonly revision?: string
  /** The revision with which a removal was undone last: what is no newer does not undo the next one. */
  readonly restored?: string
}

export const initial: PostState = {
  status: 'unknown',
  origin: undefined,
  version: 0,
  content: '',
  counted: [],
  takenBack: [],
}

const originOf = ({ ref, channel, source, kind, at }: Origin): Origin => ({ ref, channel, source, kind, at })

const findingOf = ({ sentiment, stories, corrected, duplicateOf, amplifies }: Finding): Finding => ({
  sentiment,
  stories,
  ...(corrected === undefined ? {} : { corrected }),
  ...(duplicateOf === undefined ? {} : { duplicateOf }),
  ...(amplifies === undefined ? {} : { amplifies }),
})

/** The later of two; the one there is. */
const latest = (a: string | undefined, b: string | undefined) => (a === undefined || (b !== undefined && b > a) ? b : a)
const isBefore = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a < b
const revised = (revision: string | undefined) => (revision === undefined ? {} : { revision })

export const evolve = (before: PostState, event: PostEvent): PostState => {
  const { data } = event
  const state = 'revision' in data ? { ...before, ...revised(latest(before.revision, data.revision)) } : before
  switch (event.type) {
    case 'PostReceived':
    case 'PostEdited':
    case 'PostRestored': {
      const { corrected: _, ...others } = state
      return {
        ...others,
        status: 'present',
        origin: state.origin ?? originOf(data),
        version: event.data.version,
        content: event.data.content,
        takenBack: [],
        ...(event.type === 'PostReceived' && event.data.amplifies ? { amplifies: event.data.amplifies } : {}),
        ...(event.type === 'PostRestored' && event.data.revision ? { restored: event.data.revision } : {}),
      }
    }
    case 'PostRevised':
      return state
    case 'PostRemoved': {
      const takenBack = event.data.subtracts
      return { ...state, status: 'removed', origin: state.origin ?? originOf(data), counted: [], takenBack }
    }
    case 'PostErased':
      return { ...state, status: 'erased', origin: state.origin ?? originOf(data), counted: [], takenBack: [] }
    case 'PostAnalysed': {
      const { version, lane, model, language } = event.data
      const others = state.counted.filter(({ found }) => found.lane !== lane)
      return { ...state, counted: [...others, { version, model, language, found: { lane, ...findingOf(event.data) } }] }
    }
    case 'PostRelabelled':
      return { ...state, corrected: event.data.label }
  }
}

/** The state of a post by its whole stream; events of other streams have no place in it and are passed over. */
export const postOf = (history: readonly RecordedEvent[]): PostState => {
  let state = initial
  for (const event of history) if (event.stream.startsWith('post-')) state = evolve(state, event as PostEvent)
  return state
}

const subtracts = (state: PostState): readonly LaneFinding[] => state.counted.map(({ found }) => found)

/** What is said of a post beside its words, as the log has it. */
export type Said = {
  readonly clockAhead?: true
  readonly estimated?: true
  readonly amplifies?: string
  readonly revision?: string
}

/**
 * A post sent to us (again). `wording`: how its text and title compare with what the vault keeps of the post;
 * `content` and `version` are the commitment and the vault row it would get.
 */
export type Delivery =
  | (Said & { readonly removed: true; readonly origin: Origin })
  | (Said & {
      /** Only an explicit `false` undoes a removal. */
      readonly removed: false | undefined
      readonly origin: Origin
      readonly wording: 'same' | 'changed' | 'no longer kept'
      readonly version: number
      readonly content: string
      readonly asked?: true
    })

export type Decision = {
  readonly outcome: 'accepted' | 'duplicate' | 'edited' | 'removed' | 'refused'
  readonly events: readonly PostEvent[]
}

const nothingNew: Decision = { outcome: 'duplicate', events: [] }
const refused: Decision = { outcome: 'refused', events: [] }

/**
 * What a delivery adds. A removal heard of before the post itself is recorded too, so that the post coming later stays out.
 * A post restored counts as accepted: what is there = accepted − removed.
 * Messages may be old ones that come late, or again. Of wordings the newest revision stays. A removal always counts (a forum says
 * it with the revision before the last one, where authors take their posts away), and only what is no older undoes it, once.
 */
export const decideDelivery = (state: PostState, delivery: Delivery): Decision => {
  const origin = state.origin ?? delivery.origin
  const { removed, revision } = delivery
  const isNewer = revision !== undefined && latest(state.revision, revision) !== state.revision
  const onlyNewer: Decision = isNewer
    ? { outcome: 'duplicate', events: [{ type: 'PostRevised', data: { ...origin, revision } }] }
    : nothingNew
  switch (state.status) {
    case 'erased':
      return refused
    case 'unknown': {
      if (removed) {
        const data = { ...origin, ...revised(revision), subtracts: [] }
        return { outcome: 'removed', events: [{ type: 'PostRemoved', data }] }
      }
      const { version, content, clockAhead, estimated, amplifies } = delivery
      const more = {
        ...(clockAhead ? { clockAhead } : {}),
        ...(estimated ? { estimated } : {}),
        ...(amplifies ? { amplifies } : {}),
      }
      const data = { ...origin, version, content, ...more, ...revised(revision) }
      return { outcome: 'accepted', events: [{ type: 'PostReceived', data }] }
    }
    case 'present': {
      if (removed) return { outcome: 'removed', events: decideRemoval(state, revision) }
      const { version, content, wording } = delivery
      if (wording === 'same') return onlyNewer
      if (wording !== 'changed' || isBefore(revision, state.revision)) return nothingNew
      const data = { ...origin, version, content, ...revised(revision) }
      return { outcome: 'edited', events: [{ type: 'PostEdited', data }] }
    }
    case 'removed': {
      if (removed) return onlyNewer
      if (removed === undefined) return nothingNew
      const { version, content, asked } = delivery
      const isOld = isBefore(revision, state.revision) || latest(state.restored, revision) === state.restored
      if (revision !== undefined && isOld && !asked) return nothingNew
      const undoes = state.takenBack.length === 0 ? {} : { undoes: state.takenBack }
      return {
        outcome: 'accepted',
        events: [{ type: 'PostRestored', data: { ...origin, version, content, ...undoes, ...revised(revision) } }],
      }
    }
  }
}

/** An analysis of one wording: what `PostAnalysed` says beside the origin, what it replaces and what people say. */
export type Analysis = Omit<PostAnalysed['data'], keyof Origin | 'replaces' | 'corrected'>

/** Nothing for a post that is gone, for a wording that is no longer the last, or where the log says the same already. */
export const decideAnalysis = (state: PostState, analysis: Analysis): readonly PostEvent[] => {
  if (state.status !== 'present' || state.origin === undefined || analysis.version !== state.version) return []
  const data = state.corrected === undefined ? analysis : { ...analysis, corrected: state.corrected }
  const before = state.counted.find(({ found }) => found.lane === analysis.lane)
  const said = () => canonicalJson({ lane: analysis.lane, ...findingOf(data) })
  const same = before?.version === analysis.version && before.model === analysis.model
  if (before !== undefined && same && canonicalJson(before.found) === said()) return []
  const replaces = before === undefined ? {} : { replaces: findingOf(before.found) }
  return [{ type: 'PostAnalysed', data: { ...data, ...state.origin, ...replaces } }]
}

/** A person's word on the wording that the log knows last. */
export type Relabelling = { readonly label: Label; readonly by: string; readonly sampled?: true }

/**
 * The label, and in the same append each finding that counts the post, corrected. Nothing where the same was said before.
 * @throws Problem `not-found` where the post is not there (any more), `conflict` while it is not analysed yet
 */
export const decideRelabelling = (state: PostState, ref: string, said: Relabelling): readonly PostEvent[] => {
  const { status, origin, version, counted, corrected } = state
  if (status !== 'present' || origin === undefined)
    throw new Problem('not-found', `labelling post ${ref}: there is no such post, or it was removed or erased`)
  const counts = counted.filter((one) => one.version === version)
  if (counts.length === 0)
    throw new Problem('conflict', `labelling post ${ref}: it is being analysed; try again`, { retryAfterSeconds: 1 })
  if (corrected === said.label) return []
  const relabelled: PostEvent = { type: 'PostRelabelled', data: { ...origin, version, ...said } }
  const after = evolve(state, relabelled)
  const again = counts.flatMap(({ model, language, found: { corrected: _, ...found } }) =>
    decideAnalysis(after, { ...found, version, model, language }),
  )
  return [relabelled, ...again]
}

/** Removed by the platform: nothing where it is not there (any more). */
export const decideRemoval = (state: PostState, revision?: string): readonly PostEvent[] =>
  state.status === 'present' && state.origin !== undefined
    ? [{ type: 'PostRemoved', data: { ...state.origin, ...revised(revision), subtracts: subtracts(state) } }]
    : []

/** Erased for good. A post the log never saw leaves no event: the ledger alone refuses it. */
export const decideErasure = (state: PostState, reason: ErasureReason): readonly PostEvent[] =>
  state.status === 'erased' || state.origin === undefined
    ? []
    : [{ type: 'PostErased', data: { ...state.origin, reason, subtracts: subtracts(state) } }]
