// Receivers: added, tried, changed, switched, removed; deliveries sent again; addresses of followers deleted.
import { receiverKinds } from '../../../events/receiver.ts'
import { quotesIn, type ReceiversFacts, receiversView, receiverView } from '../../../views/admin/receivers.ts'
import { type Form, filled } from '../../form.ts'
import type { AdminPage, Context, Params } from './page.ts'

type Receiver = Parameters<typeof receiverView>[0]
type Deliveries = { readonly deliveries: Parameters<typeof receiverView>[1] }
type Trial = { readonly status: number | null; readonly problem: string | null; readonly tookMs: number }

const list = '/admin/receivers'

export const receiversPage: AdminPage = {
  path: '/receivers',
  show: async ({ call }, _params, entered) => {
    const { receivers } = (await call('listReceivers')) as Pick<ReceiversFacts, 'receivers'>
    const { followers } = (await call('listFollowers')) as Pick<ReceiversFacts, 'followers'>
    const view = receiversView({ receivers, followers, kinds: receiverKinds }, entered)
    return { template: 'admin/receivers', title: 'Receivers', view }
  },
  actions: {
    add: async (context, _params, form) => {
      const body = { ...filled(form, 'id', 'kind', 'name', 'url', 'address'), ...quotesIn(form) }
      const { id, secret = '' } = (await context.call('addReceiver', { body })) as Receiver & { secret?: string }
      return secret === '' ? { to: `${list}/${id}`, said: 'added' } : shown(context, { id }, {}, { secret })
    },
    erase: async ({ call }, _params, form) => {
      await call('eraseFollower', { body: filled(form, 'address') })
      return { to: list, said: 'erased' }
    },
  },
}

const shown = async (
  { call }: Context,
  params: Params,
  entered: Form,
  more: Parameters<typeof receiverView>[4] = {},
) => {
  const receiver = (await call('getReceiver', { params })) as Receiver
  const { deliveries } = (await call('listDeliveries', { params, query: {} })) as Deliveries
  const { rules } = (await call('listAlertRules')) as { rules: Parameters<typeof receiverView>[2] }
  const view = receiverView(receiver, deliveries, rules, entered, more)
  return { template: 'admin/receiver', title: receiver.id, view }
}

const trialWords = ({ status, problem, tookMs }: Trial) =>
  problem === null ? `It was taken: ${status}, within ${tookMs} ms.` : `It was not taken: ${problem}.`

export const receiverPage: AdminPage = {
  path: '/receivers/:id',
  show: (context, params, entered) => shown(context, params, entered),
  actions: {
    test: async (context, params) => {
      const trial = (await context.call('testReceiver', { params })) as Trial
      return shown(context, params, {}, { trial: trialWords(trial) })
    },
    change: async ({ call }, params, form) => {
      await call('changeReceiver', { params, body: { ...filled(form, 'name', 'url', 'address'), ...quotesIn(form) } })
      return { to: `${list}/${params.id}`, said: 'changed' }
    },
    renew: async (context, params) => {
      const { secret } = (await context.call('renewReceiverSecret', { params })) as { secret: string }
      return shown(context, params, {}, { secret })
    },
    off: async ({ call }, params) => {
      await call('changeReceiver', { params, body: { off: true } })
      return { to: `${list}/${params.id}`, said: 'off' }
    },
    on: async ({ call }, params) => {
      await call('changeReceiver', { params, body: { off: false } })
      return { to: `${list}/${params.id}`, said: 'on' }
    },
    resend: async ({ call }, params, form) => {
      await call('resendDelivery', { params: { ...params, alert: form.alert ?? '' } })
      return { to: `${list}/${params.id}`, said: 'resent' }
    },
    remove: async ({ call }, params) => {
      await call('removeReceiver', { params })
      return { to: list, said: 'removed' }
    },
  },
}
