// The list of the operator's pages; a new one is one record in a file here and one line there.
import { alertPage, alertsPage } from './alerts.ts'
import { channelPage, channelsPage } from './channels.ts'
import { keysPage } from './keys.ts'
import { labellingListPage, labellingPage } from './labelling.ts'
import { overviewPage } from './overview.ts'
import type { AdminPage } from './page.ts'
import { receiverPage, receiversPage } from './receivers.ts'
import { removalPage, removalsPage } from './removals.ts'
import { storiesPage, storyPage } from './stories.ts'
import { erasurePage, parkedPage } from './upkeep.ts'

export const adminPages: readonly AdminPage[] = [
  overviewPage,
  channelsPage,
  channelPage,
  storiesPage,
  storyPage,
  labellingListPage,
  labellingPage,
  alertsPage,
  alertPage,
  removalsPage,
  removalPage,
  receiversPage,
  receiverPage,
  keysPage,
  parkedPage,
  erasurePage,
]
