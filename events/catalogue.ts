// Everything that can happen, and the list of its names.
import type { AlertEvent } from './alert.ts'
import type { ChannelEvent } from './channel.ts'
import type { Recorded } from './event.ts'
import type { FollowerEvent } from './follower.ts'
import type { KeyEvent } from './key.ts'
import type { PostEvent } from './post.ts'
import type { ReceiverEvent } from './receiver.ts'
import type { RemovalEvent } from './removal.ts'
import type { StoryEvent } from './story.ts'

export type OutcryEvent =
  | PostEvent
  | StoryEvent
  | ChannelEvent
  | KeyEvent
  | RemovalEvent
  | AlertEvent
  | ReceiverEvent
  | FollowerEvent
type EventType = OutcryEvent['type']
export type RecordedEvent = Recorded<OutcryEvent>

// `satisfies` makes the compiler stop here when an event has no entry, or an entry no event.
const catalogue = {
  PostReceived: 'post',
  PostEdited: 'post',
  PostRevised: 'post',
  PostRemoved: 'post',
  PostRestored: 'post',
  PostAnalysed: 'post',
  PostRelabelled: 'post',
  PostErased: 'post',
  StoryOpened: 'story',
  StoryChanged: 'story',
  StatementRecorded: 'story',
  StatementCorrected: 'story',
  MilestoneRecorded: 'story',
  MilestoneCorrected: 'story',
  LaneChosen: 'story',
  LaneActivated: 'story',
  ReanalysisBegun: 'story',
  CalibrationFitted: 'story',
  PhraseEmerged: 'story',
  PhraseDismissed: 'story',
  PhaseDeclared: 'story',
  PhaseRevised: 'story',
  PhaseOverridden: 'story',
  PhaseOverrideWithdrawn: 'story',
  StoryClosed: 'story',
  ChannelOpened: 'channel',
  ChannelChanged: 'channel',
  ChannelRead: 'channel',
  ChannelFailed: 'channel',
  ChannelGap: 'channel',
  ChannelClosed: 'channel',
  ChannelErased: 'channel',
  KeyIssued: 'keys',
  KeyRevoked: 'keys',
  RemovalRequested: 'removal',
  RemovalGranted: 'removal',
  RemovalDeclined: 'removal',
  AlertRuleSet: 'alert',
  AlertRuleRemoved: 'alert',
  AlertRaised: 'alert',
  AlertWithdrawn: 'alert',
  ReceiverSet: 'receiver',
  ReceiverRemoved: 'receiver',
  ReceiverSwitchedOff: 'receiver',
  ReceiverSwitchedOn: 'receiver',
  AlertDelivered: 'receiver',
  AlertDeliveryFailed: 'receiver',
  AlertDeliveryGivenUp: 'receiver',
  AlertResendAsked: 'receiver',
  FollowerAsked: 'follower',
  FollowerConfirmed: 'follower',
  FollowerTold: 'follower',
  FollowerLeft: 'follower',
} as const satisfies {
  [Type in EventType]: 'post' | 'story' | 'channel' | 'keys' | 'removal' | 'alert' | 'receiver' | 'follower'
}

export const eventTypes = Object.keys(catalogue) as EventType[]
export const isEventType = (name: string): name is EventType => Object.hasOwn(catalogue, name)
