// The list of what the API can do; a new route is one record in a file here and one line there.
import { alertOperations } from './alerts.ts'
import { backtestOperations } from './backtest.ts'
import { channelOperations } from './channels.ts'
import { dataOperations } from './data.ts'
import { erasureOperations } from './erasures.ts'
import { followerOperations } from './followers.ts'
import { keyOperations } from './keys.ts'
import { labelOperations } from './labels.ts'
import { laneOperations } from './lanes.ts'
import { maintenanceOperations } from './maintenance.ts'
import { methodOperations } from './method.ts'
import type { Operation } from './operation.ts'
import { peakOperations } from './peaks.ts'
import { phaseOperations } from './phases.ts'
import { phraseOperations } from './phrases.ts'
import { postOperations } from './posts.ts'
import { receiverOperations } from './receivers.ts'
import { removalOperations } from './removals.ts'
import { statementOperations } from './statements.ts'
import { storyOperations } from './stories.ts'
import { timelineOperations } from './timeline.ts'
import { topicOperations } from './topics.ts'

export const operations: readonly Operation[] = [
  ...storyOperations,
  ...timelineOperations,
  ...topicOperations,
  ...phraseOperations,
  ...laneOperations,
  ...phaseOperations,
  ...peakOperations,
  ...backtestOperations,
  ...alertOperations,
  ...statementOperations,
  ...postOperations,
  ...labelOperations,
  ...channelOperations,
  ...receiverOperations,
  ...followerOperations,
  ...erasureOperations,
  ...removalOperations,
  ...keyOperations,
  ...methodOperations,
  ...dataOperations,
  ...maintenanceOperations,
]
