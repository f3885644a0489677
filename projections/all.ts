// The list of projections; a new one is one file here and one line there.
import { activity, liveSince } from './activity.ts'
import { alertRules } from './alert-rules.ts'
import { alerts, toldAlerts } from './alerts.ts'
import { channels } from './channels.ts'
import { dismissedPhrases } from './dismissed-phrases.ts'
import { followers, notices } from './followers.ts'
import { keys } from './keys.ts'
import { labelled, labels } from './labels.ts'
import { phases } from './phases.ts'
import { phrases } from './phrases.ts'
import { posts } from './posts.ts'
import type { Projection } from './projection.ts'
import { receivers } from './receivers.ts'
import { removalRequests } from './removal-requests.ts'
import { removals } from './removals.ts'
import { sources } from './sources.ts'
import { statements } from './statements.ts'
import { stories } from './stories.ts'
import { timeline } from './timeline.ts'
import { toldPhrases } from './told-phrases.ts'
import { topics } from './topics.ts'

/** States differ from one to the next; whoever runs them only hands them back. */
export type AnyProjection = Projection<unknown>

export const projections: readonly AnyProjection[] = [
  timeline,
  topics,
  sources,
  posts,
  labels,
  labelled,
  stories,
  statements,
  phases,
  phrases,
  toldPhrases,
  dismissedPhrases,
  channels,
  activity,
  keys,
  removals,
  removalRequests,
  alertRules,
  alerts,
  toldAlerts,
  liveSince,
  receivers,
  followers,
  notices,
].map((projection) => projection as AnyProjection)
