// The operator's first page: is all well, and where to go.
import type { parkedOf } from '../../../projections/parked.ts'
import { overviewView } from '../../../views/admin/overview.ts'
import type { AdminPage } from './page.ts'

type Overview = Parameters<typeof overviewView>[0]

export const overviewPage: AdminPage = {
  path: '/',
  show: async ({ call, may, state, nowMs, address }) => {
    const { stories } = (await call('listStories')) as { stories: Overview['stories'] }
    const { channels } = (await call('listChannels')) as { channels: Overview['channels'] }
    const { parked } = may('admin')
      ? ((await call('listParked')) as { parked: ReturnType<typeof parkedOf> })
      : { parked: [] }
    const { removals } = may('admin')
      ? ((await call('listRemovals')) as { removals: readonly unknown[] })
      : { removals: [] }
    const { receivers } = may('admin')
      ? ((await call('listReceivers')) as Pick<Overview, 'receivers'>)
      : { receivers: [] }
    const requests = removals.length
    const view = overviewView({
      ...(await state()),
      stories,
      channels,
      receivers,
      parked: parked.length,
      requests,
      nowMs,
      address,
    })
    return { template: 'admin/overview', title: 'System', view }
  },
  actions: {},
}
