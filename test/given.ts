// Small builders of events, and the log they make: "given these events" of every test of a fold.
import {
  type Alert,
  type AlertRaised,
  type AlertRule,
  type AlertWithdrawn,
  alertRulesStream,
  alertStream,
} from '../events/alert.ts'
import type { OutcryEvent, RecordedEvent } from '../events/catalogue.ts'
import { type ChannelKind, channelStream } from '../events/channel.ts'
import { type FollowerEvent, followerStream } from '../events/follower.ts'
import { keysStream, type Scope } from '../events/key.ts'
import type { Phase, PhaseChange } from '../events/phase.ts'
import {
  type ErasureReason,
  type Finding,
  type LaneFinding,
  type Membership,
  type Origin,
  postStream,
  type Sentiment,
} from '../events/post.ts'
import { type ReceiverEvent, type ReceiverSet, receiverStream } from '../events/receiver.ts'
import { removalStream } from '../events/removal.ts'
import {
  type Calibration,
  type EmergingPhrase,
  type MilestoneKind,
  type Moment,
  type StatementKind,
  type StoryDefinition,
  storyStream,
} from '../events/story.ts'

/** The ref of the n-th post. */
export const refOf = (n: number) => n.toString(16).padStart(32, '0')

export const streamOf = (event: OutcryEvent): string => {
  if (event.type === 'AlertRuleSet' || event.type === 'AlertRuleRemoved') return alertRulesStream
  if (event.type === 'AlertRaised' || event.type === 'AlertWithdrawn') return alertStream(event.data.id)
  if ('receiver' in event.data) return receiverStream(event.data.receiver)
  if (event.type.startsWith('Receiver'))
    return receiverStream((event as ReceiverEvent & { data: { id: string } }).data.id)
  if (event.type.startsWith('Follower')) return followerStream((event as FollowerEvent).data.id)
  if ('ref' in event.data) return postStream(event.data.ref)
  if ('slug' in event.data) return storyStream(event.data.slug)
  switch (event.type) {
    case 'KeyIssued':
    case 'KeyRevoked':
      return keysStream
    case 'RemovalRequested':
    case 'RemovalGranted':
    case 'RemovalDeclined':
      return removalStream(event.data.id)
    default:
      return channelStream(event.data.id)
  }
}

/** As a log would record them, one a second from `fromMs` on; `after` events that were there before. */
export const recorded = (
  events: readonly OutcryEvent[],
  { fromMs = Date.UTC(2017, 7, 18, 17), after = 0 }: { fromMs?: number; after?: number } = {},
): readonly RecordedEvent[] => {
  const revisions = new Map<string, number>()
  return events.map((event, i) => {
    const stream = streamOf(event)
    const revision = (revisions.get(stream) ?? -1) + 1
    revisions.set(stream, revision)
    return {
      ...event,
      stream,
      revision,
      version: after + i + 1,
      recordedAt: new Date(fromMs + i * 1_000).toISOString(),
    }
  })
}

export const origin = (n: number, changes: Partial<Origin> = {}): Origin => ({
  ref: refOf(n),
  channel: 'feedback',
  source: 'webhook',
  kind: 'post',
  at: '2017-08-18T17:00:00.000Z',
  ...changes,
})

export const feels = (label: Sentiment['label']): Sentiment =>
  label === 'unscored' ? { label, reason: 'empty' } : { label, negative: 0, neutral: 0, positive: 0, [label]: 1 }

export const inStory = (slug: string, ...topics: string[]): Membership => ({ slug, rules: '1', topics })

export const finding = (
  label: Sentiment['label'],
  stories: readonly Membership[],
  more: Pick<Finding, 'duplicateOf' | 'amplifies'> = {},
): Finding => ({ sentiment: feels(label), stories, ...more })

export const inLane = (found: Finding, lane = 'afinn'): LaneFinding => ({ lane, ...found })

const content = '0'.repeat(64)

export const received = (post: Origin): OutcryEvent => ({
  type: 'PostReceived',
  data: { ...post, version: 1, content },
})

export const edited = (post: Origin, version = 2): OutcryEvent => ({
  type: 'PostEdited',
  data: { ...post, version, content },
})

export const analysed = (
  post: Origin,
  found: Finding,
  { version = 1, lane = 'afinn', replaces }: { version?: number; lane?: string; replaces?: Finding } = {},
): OutcryEvent => ({
  type: 'PostAnalysed',
  data: { ...post, ...found, version, lane, model: 'given', language: 'en', ...(replaces && { replaces }) },
})

export const removed = (post: Origin, ...subtracts: LaneFinding[]): OutcryEvent => ({
  type: 'PostRemoved',
  data: { ...post, subtracts },
})

export const restored = (post: Origin, version: number, ...undoes: LaneFinding[]): OutcryEvent => ({
  type: 'PostRestored',
  data: { ...post, version, content, ...(undoes.length > 0 && { undoes }) },
})

export const erased = (
  post: Origin,
  subtracts: readonly LaneFinding[] = [],
  reason: ErasureReason = 'request',
): OutcryEvent => ({ type: 'PostErased', data: { ...post, reason, subtracts } })

export const storyOpened = (slug: string, changes: Partial<StoryDefinition> = {}): OutcryEvent => ({
  type: 'StoryOpened',
  data: {
    slug,
    title: `Story ${slug}`,
    company: 'Plex',
    about: '',
    channels: [],
    match: [],
    topics: [],
    demonstration: false,
    ...changes,
  },
})

const moment = <Kind>(id: string, at: string, kind: Kind, title: string): Moment<Kind> => ({
  id,
  at,
  precision: 'minute',
  kind,
  title,
})

export const storyClosed = (slug: string): OutcryEvent => ({ type: 'StoryClosed', data: { slug } })

export const statement = (slug: string, id: string, at: string, kind: StatementKind, title = id): OutcryEvent => ({
  type: 'StatementRecorded',
  data: { slug, ...moment(id, at, kind, title) },
})

export const milestone = (slug: string, id: string, at: string, kind: MilestoneKind, title = id): OutcryEvent => ({
  type: 'MilestoneRecorded',
  data: { slug, ...moment(id, at, kind, title) },
})

/** An alert of a rule, to these receivers. */
export const alertRaised = (id: string, to: readonly string[], changes: Partial<Alert> = {}): AlertRaised => ({
  type: 'AlertRaised',
  data: {
    id,
    rule: 'all',
    slug: 'plex',
    trigger: 'phase-change',
    severity: 7,
    at: '2017-08-18T17:00:00.000Z',
    title: `Plex: Backlash ${id}`,
    reason: '31 negative posts in 50 minutes; 8.4 are usual.',
    topics: [{ name: 'Removed opt-out', posts: 20 }],
    sources: [{ name: 'webhook', posts: 31 }],
    phrases: [{ name: 'opt out', posts: 12 }],
    posts: [],
    to,
    ...changes,
  },
})

export const receiverSet = (id: string, changes: Partial<ReceiverSet['data']> = {}): ReceiverEvent => ({
  type: 'ReceiverSet',
  data: { id, kind: 'webhook', name: id, quotes: false, secrets: {}, ...changes },
})

export const emerged = (slug: string, phrase: string, changes: Partial<EmergingPhrase> = {}): OutcryEvent => ({
  type: 'PhraseEmerged',
  data: {
    slug,
    phrase,
    title: phrase,
    since: '2017-08-18T12:00:00.000Z',
    at: '2017-08-18T17:00:00.000Z',
    documents: 12,
    authors: 9,
    negative: 8,
    positive: 1,
    g2: 40.5,
    ratio: 12,
    ...changes,
  },
})

/** A change of phase as the engine tells it. */
export const phaseChange = (
  at: string,
  phase: PhaseChange['phase'],
  changes: Partial<PhaseChange> = {},
): PhaseChange => ({
  at,
  phase,
  reason: `${phase}, by these counts.`,
  evidence: {
    evidence: 22,
    bar: 12,
    minutes: 50,
    negative: 31,
    usual: 8.4,
    posts: 54,
    share: 0.57,
    usualShare: 0.26,
    overdispersion: 2.2,
    sources: ['webhook'],
    setAside: [],
  },
  ...changes,
})

export const declared = (slug: string, change: PhaseChange): OutcryEvent => ({
  type: 'PhaseDeclared',
  data: { slug, ...change },
})

export const revised = (
  slug: string,
  from: string,
  changes: readonly PhaseChange[],
  why = 'posts came late',
): OutcryEvent => ({ type: 'PhaseRevised', data: { slug, from, changes, why } })

export const overridden = (slug: string, phase: Phase, reason: string): OutcryEvent => ({
  type: 'PhaseOverridden',
  data: { slug, phase, reason },
})

export const withdrawn = (slug: string, reason: string): OutcryEvent => ({
  type: 'PhaseOverrideWithdrawn',
  data: { slug, reason },
})

export const channelOpened = (id: string, kind: ChannelKind = 'webhook'): OutcryEvent => ({
  type: 'ChannelOpened',
  data: { id, kind, config: {} },
})

export const channelRead = (id: string, from: string, to: string): OutcryEvent => ({
  type: 'ChannelRead',
  data: { id, from, to },
})

export const channelGap = (id: string, from: string, to: string): OutcryEvent => ({
  type: 'ChannelGap',
  data: { id, from, to, reason: 'the service was down' },
})

export const keyIssued = (id: string, hash: string, ...scopes: Scope[]): OutcryEvent => ({
  type: 'KeyIssued',
  data: { id, name: id, hash, scopes },
})

/** What sixty labels said of a lane in a story. */
export const calibration = (changes: Partial<Calibration> = {}): Calibration => ({
  lane: 'afinn',
  model: 'given',
  n: 60,
  sampled: 55,
  temperature: 1,
  biases: { negative: 0, positive: 0 },
  labelBiases: { negative: 0, positive: 0 },
  share: 0.4,
  lower: 0.3,
  upper: 0.5,
  error: { share: 0.05, logLoss: 0.7, uncalibrated: 1.2 },
  from: '2017-08-18T00:00:00.000Z',
  to: '2017-08-18T18:00:00.000Z',
  ...changes,
})

export const alertRule = (changes: Partial<AlertRule> = {}): AlertRule => ({
  id: 'team',
  stories: [],
  on: ['phase-change', 'early-signs', 'statement', 'leaving', 'source-silent'],
  to: [],
  minimumPosts: 20,
  sensitivity: 'balanced',
  cooldownMinutes: 60,
  severity: 5,
  ...changes,
})

export const ruleSet = (changes: Partial<AlertRule> = {}): OutcryEvent => ({
  type: 'AlertRuleSet',
  data: alertRule(changes),
})

export const alertWithdrawn = (
  id: string,
  slug: string,
  why = 'posts came late',
  more: Partial<AlertWithdrawn['data']> = {},
): AlertWithdrawn => ({
  type: 'AlertWithdrawn',
  data: { id, slug, why, ...more },
})
