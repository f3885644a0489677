// The operator's first page: is all well, and where to go.
import type { parkedOf } from '../../../projections/parked.ts'
import { overviewView } from '../../../views/admin/overview.ts'
import type { AdminPage } from './page.ts'

export const overviewPage: AdminPage = {
  path: '/',
  show: async ({ call, may, state, nowMs }) => {
    const { stories } = (await call('listStories')) as { stories: Parameters<typeof overviewView>[0]['stories'] }
    const { channels } = (await call('listChannels')) as { channels: Parameters<typeof overviewView>[0]['channels'] }
    const { parked } = may('admin')
      ? ((await call('listParked')) as { parked: ReturnType<typeof parkedOf> })
      : { parked: [] }
    const { removals } = may('admin')
      ? ((await call('listRemovals')) as { removals: readonly unknown[] })
      : { removals: [] }
    const requests = removals.length
    const view = overviewView({ ...(await state()), stories, channels, parked: parked.length, requests, nowMs })
    return { template: 'admin/overview', title: 'System', view }
  },
  actions: {},
}
