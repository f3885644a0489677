// How people change stories, channels, labels and alert rules, whichever way they ask: API, outcry.yaml or command line.
import type { KeyObject } from 'node:crypto'
import { lanes } from '../analysis/lanes.ts'
import { patternFaults } from '../analysis/patterns.ts'
import { carryOut } from '../events/carry-out.ts'
import { channelStream, type SecretTags } from '../events/channel.ts'
import {
  type ChannelChange,
  type ChannelEntry,
  channelEntry,
  secretKey,
  secretNames,
  splitEntry,
} from '../events/channel-entry.ts'
import * as channelRules from '../events/channel-rules.ts'
import type { EventLog } from '../events/event-log.ts'
import { decideReanalysis } from '../events/lane-rules.ts'
import { decideMilestone, decideStatement, momentId } from '../events/moment-rules.ts'
import type { OverrideEntry, WithdrawalEntry } from '../events/phase-entry.ts'
import { decideOverride, decideWithdrawal } from '../events/phase-rules.ts'
import { decideDismissal, dismissedForMs } from '../events/phrase-rules.ts'
import { postStream } from '../events/post.ts'
import { decideRelabelling, postOf, type Relabelling } from '../events/post-rules.ts'
import { Problem } from '../events/problem.ts'
import { secretTag } from '../events/refs.ts'
import { storyStream } from '../events/story.ts'
import type { MilestoneEntry, StatementEntry, StoryChange, StoryEntry, TopicEntry } from '../events/story-entry.ts'
import { decideStory, decideTopic, type Manner } from '../events/story-rules.ts'
import { type StoryState, storyStateOf } from '../events/story-state.ts'
import type { Vault } from '../events/vault.ts'
import { createAlertEditing } from './alert-editing.ts'
import { importChannel } from './import-posts.ts'
import { parse, pointerOf } from './parse.ts'

/** The version of the last event that it took; undefined when nothing differed. */
type Edited = { readonly version: number | undefined }

type EditingParts = {
  readonly pepper: KeyObject
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly vault: Pick<Vault, 'secret' | 'keepSecret'>
  readonly now: () => number
}

export const createEditing = ({ log, vault, pepper, now }: EditingParts) => {
  const channelOf = async (id: string) => channelRules.channelStateOf(await log.read(channelStream(id)))

  /** The channel of imported files is opened by the first import. */
  const isKnown = async (id: string) => id === importChannel || (await channelOf(id)).status !== 'unknown'

  const needChannels = async (ids: readonly string[] = []) => {
    const known = await Promise.all(ids.map(isKnown))
    const faults = ids.flatMap((id, i) =>
      known[i] ? [] : [{ pointer: `/channels/${i}`, detail: `there is no channel "${id}"` }],
    )
    if (faults.length > 0)
      throw new Problem('invalid', 'setting the channels of a story: open those that are not there first', { faults })
  }

  const needLanes = ({ lane, shadows = [] }: Pick<StoryChange, 'lane' | 'shadows'>) => {
    const named = [
      ...(lane === undefined ? [] : [{ id: lane, pointer: '/lane' }]),
      ...shadows.map((id, i) => ({ id, pointer: `/shadows/${i}` })),
    ]
    const faults = named
      .filter(({ id }) => !lanes.some((lane) => lane.id === id))
      .map(({ id, pointer }) => ({ pointer, detail: `there is no lane "${id}"` }))
    if (faults.length === 0) return
    const known = lanes.map(({ id }) => id).join(', ')
    throw new Problem('invalid', `setting the lanes of a story: there are ${known}`, { faults })
  }

  const needPatterns = ({ topics = [] }: Pick<StoryChange, 'topics'>) => {
    const faults = patternFaults(topics).map(({ path, detail }) => ({ pointer: pointerOf(path), detail }))
    if (faults.length > 0)
      throw new Problem('invalid', 'setting the topics of a story: correct the patterns named', { faults })
  }

  const putStory = async (
    slug: string,
    entry: StoryChange,
    manner: Manner,
    check: (state: StoryState) => void = () => undefined,
  ): Promise<Edited> => {
    await needChannels(entry.channels)
    needLanes(entry)
    needPatterns(entry)
    return carryOut(log, storyStream(slug), storyStateOf, (state) => {
      check(state)
      return decideStory(state, slug, entry, manner)
    })
  }

  const keepSecrets = async (id: string, secrets: ReturnType<typeof splitEntry>['secrets']) => {
    for (const [name, secret] of secrets) {
      const key = secretKey(id, name)
      if ((await vault.secret(key)) !== secret) await vault.keepSecret(key, secret)
    }
  }

  /** `undefined` and null stand for "take it away" in the settings of a change. */
  const merge = (id: string, state: channelRules.ChannelRulesState, change: ChannelChange) => {
    const { closed: _, ...rest } = change
    const merged = { id, kind: state.kind, ...state.config, ...rest }
    const present = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
    return splitEntry(parse(channelEntry, present, `changing channel "${id}"`))
  }

  /** Those it has, with those given now; null takes one away. */
  const tagsOf = (id: string, state: channelRules.ChannelRulesState, entry: ChannelChange): SecretTags => {
    const { secrets } = splitEntry(entry)
    const tags = new Map(Object.entries(state.secrets))
    for (const name of secretNames) {
      const secret = secrets.get(name)
      if (entry[name] === null) tags.delete(name)
      else if (secret !== undefined) tags.set(name, secretTag(pepper, secretKey(id, name), secret))
    }
    return Object.fromEntries(tags)
  }

  const decideChannel = (
    state: channelRules.ChannelRulesState,
    entry: ChannelEntry,
    manner: Manner,
  ): ReturnType<typeof channelRules.decideOpening> => {
    const { id, kind, closed } = entry
    const secrets = tagsOf(id, state, entry)
    const opens = manner === 'open' || state.status === 'unknown' || (state.status === 'closed' && closed === false)
    if (opens) {
      const { config } = splitEntry(entry)
      return channelRules.decideOpening(state, { id, kind, config: { ...state.config, ...config } }, secrets)
    }
    const { config } = merge(id, state, splitEntry(entry).config as ChannelChange)
    return channelRules.decideChange(state, id, config, secrets, kind)
  }

  /** Secrets first: a channel never takes posts unsigned that were to be signed. */
  const putChannel = async (entry: ChannelEntry, manner: Manner): Promise<Edited> => {
    const { id } = entry
    const stream = channelStream(id)
    decideChannel(await channelOf(id), entry, manner)
    await keepSecrets(id, splitEntry(entry).secrets)
    const opened = await carryOut(log, stream, channelRules.channelStateOf, (state) =>
      decideChannel(state, entry, manner),
    )
    if (entry.closed !== true) return opened
    const closed = await closeChannel(id)
    return { version: closed.version ?? opened.version }
  }

  const closeChannel = (id: string): Promise<Edited> =>
    carryOut(log, channelStream(id), channelRules.channelStateOf, (state) =>
      channelRules.decideClosing(state, id, new Date(now()).toISOString()),
    )

  const changeChannel = async (
    id: string,
    change: ChannelChange,
    check: (state: channelRules.ChannelRulesState) => void = () => undefined,
  ): Promise<Edited> => {
    const before = await channelOf(id)
    check(before)
    if (before.status !== 'unknown') {
      await keepSecrets(id, merge(id, before, change).secrets)
      for (const name of secretNames) if (change[name] === null) await vault.keepSecret(secretKey(id, name), undefined)
    }
    const changed = await carryOut(log, channelStream(id), channelRules.channelStateOf, (state) => {
      check(state)
      const config = state.status === 'unknown' ? {} : merge(id, state, change).config
      const secrets = tagsOf(id, state, change)
      return state.status === 'closed' && change.closed === false && state.kind !== undefined
        ? channelRules.decideOpening(state, { id, kind: state.kind, config }, secrets)
        : channelRules.decideChange(state, id, config, secrets)
    })
    if (change.closed !== true) return changed
    const closed = await closeChannel(id)
    return { version: closed.version ?? changed.version }
  }

  const record = async (
    slug: string,
    entry: { readonly at: string; readonly kind: string },
    decide: (state: StoryState) => ReturnType<typeof decideStatement>,
  ): Promise<Edited & { readonly id: string }> => {
    const { version } = await carryOut(log, storyStream(slug), storyStateOf, decide)
    return { version, id: momentId(slug, entry) }
  }

  return {
    ...createAlertEditing(log),
    openStory: (entry: StoryEntry) => {
      const { slug, ...rest } = entry
      return putStory(slug, rest, 'open')
    },
    changeStory: (slug: string, change: StoryChange, check?: (state: StoryState) => void) =>
      putStory(slug, change, 'change', check),
    /** Opens or changes it, whichever it takes. */
    putStory: (entry: StoryEntry) => {
      const { slug, ...rest } = entry
      return putStory(slug, rest, 'put')
    },
    addTopic: async (slug: string, entry: TopicEntry): Promise<Edited> => {
      needPatterns({ topics: [entry] })
      return carryOut(log, storyStream(slug), storyStateOf, (state) => decideTopic(state, slug, entry))
    },
    /** An emerging phrase is not shown again for a while. */
    dismissPhrase: (slug: string, phrase: string): Promise<Edited> =>
      carryOut(log, storyStream(slug), storyStateOf, (state) =>
        decideDismissal(state, slug, phrase, new Date(now() + dismissedForMs).toISOString()),
      ),
    /** A person says which phase it is, until that is taken back. */
    setPhase: (slug: string, entry: OverrideEntry): Promise<Edited> =>
      carryOut(log, storyStream(slug), storyStateOf, (state) => decideOverride(state, slug, entry)),
    /** @throws Problem `not-found` where nobody has */
    withdrawPhase: (slug: string, entry: WithdrawalEntry): Promise<Edited> =>
      carryOut(log, storyStream(slug), storyStateOf, (state) => decideWithdrawal(state, slug, entry)),
    /** Every post again, by `lane` too where one is given. */
    reanalyse: async (slug: string, lane: string | undefined): Promise<Edited> => {
      needLanes({ lane })
      return carryOut(log, storyStream(slug), storyStateOf, (state) => decideReanalysis(state, slug, lane))
    },
    recordStatement: (slug: string, entry: StatementEntry) =>
      record(slug, entry, (state) => decideStatement(state, slug, entry)),
    recordMilestone: (slug: string, entry: MilestoneEntry) =>
      record(slug, entry, (state) => decideMilestone(state, slug, entry)),
    /** @throws Problem `not-found`, `conflict` */
    relabelPost: (ref: string, said: Relabelling): Promise<Edited> =>
      carryOut(log, postStream(ref), postOf, (state) => decideRelabelling(state, ref, said)),
    openChannel: (entry: ChannelEntry) => putChannel(entry, 'open'),
    putChannel: (entry: ChannelEntry) => putChannel(entry, 'put'),
    changeChannel,
    isKnownChannel: (id: string) => isKnown(id),
    kindOfChannel: async (id: string) => (await channelOf(id)).kind,
  }
}
export type Editing = ReturnType<typeof createEditing>
