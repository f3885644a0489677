// What else an operator does: fold parked events late, erase for good.
import { erasureView } from '../../../views/admin/erasure.ts'
import { parkedView } from '../../../views/admin/parked.ts'
import { filled } from '../../form.ts'
import type { AdminPage } from './page.ts'

export const parkedPage: AdminPage = {
  path: '/parked',
  show: async ({ call }) => {
    const { parked } = (await call('listParked')) as { parked: Parameters<typeof parkedView>[0] }
    return { template: 'admin/parked', title: 'Parked events', view: parkedView(parked) }
  },
  actions: {
    replay: async ({ call }, _params, form) => {
      await call('replayParked', { params: { key: form.key ?? '' } })
      return { to: '/admin/parked', said: 'replayed' }
    },
  },
}

const erase =
  (...fields: readonly string[]): AdminPage['actions'][string] =>
  async ({ call }, _params, form) => {
    const receipt = (await call('erase', { body: filled(form, ...fields) })) as NonNullable<
      Parameters<typeof erasureView>[1]
    >
    return { template: 'admin/erasure', title: 'Erase', view: erasureView({}, receipt) }
  }

export const erasurePage: AdminPage = {
  path: '/erase',
  show: async (_context, _params, entered) => ({
    template: 'admin/erasure',
    title: 'Erase',
    view: erasureView(entered),
  }),
  actions: {
    post: erase('source', 'id', 'channel'),
    author: erase('author', 'source'),
    channel: erase('channel'),
  },
}
