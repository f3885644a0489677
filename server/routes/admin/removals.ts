// Removal requests: those that wait, and each with its posts, to be erased or declined.
import { Problem } from '../../../events/problem.ts'
import { type FoundForRemoval, removalsView, removalView } from '../../../views/admin/removals.ts'
import type { AdminPage } from './page.ts'

type Waiting = { readonly removals: Parameters<typeof removalsView>[0] }

const boxOf = /^post-([0-9a-f]{32})$/

export const removalsPage: AdminPage = {
  path: '/removals',
  show: async ({ call, nowMs }) => {
    const { removals } = (await call('listRemovals')) as Waiting
    return { template: 'admin/removals', title: 'Removal requests', view: removalsView(removals, nowMs) }
  },
  actions: {},
}

export const removalPage: AdminPage = {
  path: '/removals/:id',
  show: async ({ call }, params, entered) => {
    const found = (await call('findForRemoval', { params })) as FoundForRemoval
    return { template: 'admin/removal', title: 'Removal request', view: removalView(found, entered) }
  },
  actions: {
    grant: async ({ call }, params, form) => {
      const posts = Object.keys(form).flatMap((name) => boxOf.exec(name)?.[1] ?? [])
      if (posts.length === 0 && form.found !== '0')
        throw new Problem('invalid', 'Erase the posts: none is ticked; tick those to erase, or decline the request')
      await call('grantRemoval', { params, body: { posts } })
      return { to: '/admin/removals', said: 'granted' }
    },
    decline: async ({ call }, params, form) => {
      await call('declineRemoval', { params, body: { reason: form.reason ?? '' } })
      return { to: '/admin/removals', said: 'declined' }
    },
  },
}
