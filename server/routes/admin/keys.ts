// Keys: made, shown once, revoked.
import { scopes } from '../../../events/key.ts'
import { keysView } from '../../../views/admin/keys.ts'
import { type Form, filled } from '../../form.ts'
import type { AdminPage, Context } from './page.ts'

const shown = async ({ call, nowMs }: Context, entered: Form, made?: string) => {
  const { keys } = (await call('listKeys')) as { keys: Parameters<typeof keysView>[0]['keys'] }
  return { template: 'admin/keys', title: 'Keys', view: keysView({ keys, scopes, nowMs, made }, entered) }
}

export const keysPage: AdminPage = {
  path: '/keys',
  show: (context, _params, entered) => shown(context, entered),
  actions: {
    make: async (context, _params, form) => {
      const wanted = scopes.filter((scope) => form[`scope-${scope}`] === 'yes')
      const body = { ...filled(form, 'name', 'expiresAt'), scopes: wanted }
      const { key } = (await context.call('issueKey', { body })) as { key: string }
      return shown(context, {}, key)
    },
    revoke: async ({ call }, _params, form) => {
      await call('revokeKey', { params: { id: form.id ?? '' } })
      return { to: '/admin/keys', said: 'revoked' }
    },
  },
}
