// Channels: opened, changed, closed, and tried with a test post.
import { channelKinds } from '../../../events/channel.ts'
import { Problem } from '../../../events/problem.ts'
import { channelsView, channelView, settingNames } from '../../../views/admin/channels.ts'
import { filled } from '../../form.ts'
import type { AdminPage } from './page.ts'

type Channels = { readonly channels: Parameters<typeof channelsView>[0] }
type Channel = Parameters<typeof channelView>[0]

const secretBytes = 32

export const channelsPage: AdminPage = {
  path: '/channels',
  show: async ({ call }, _params, entered) => {
    const { channels } = (await call('listChannels')) as Channels
    return { template: 'admin/channels', title: 'Channels', view: channelsView(channels, channelKinds, entered) }
  },
  actions: {
    open: async ({ call }, _params, form) => {
      await call('openChannel', { body: filled(form, 'id', 'kind', ...settingNames) })
      return { to: `/admin/channels/${form.id}`, said: 'opened' }
    },
  },
}

export const channelPage: AdminPage = {
  path: '/channels/:id',
  show: async ({ call, address }, params, entered) => {
    const channel = (await call('getChannel', { params })) as Channel
    return { template: 'admin/channel', title: channel.id, view: channelView(channel, address, entered) }
  },
  actions: {
    change: async ({ call }, params, form) => {
      const named = settingNames.filter((name) => name in form)
      const body = Object.fromEntries(named.map((name) => [name, form[name] || null]))
      await call('changeChannel', { params, body })
      return { to: `/admin/channels/${params.id}`, said: 'changed' }
    },
    close: async ({ call }, params) => {
      await call('changeChannel', { params, body: { closed: true } })
      return { to: `/admin/channels/${params.id}`, said: 'closed' }
    },
    reopen: async ({ call }, params) => {
      await call('changeChannel', { params, body: { closed: false } })
      return { to: `/admin/channels/${params.id}`, said: 'reopened' }
    },
    sign: async ({ call, address, random }, params) => {
      const secret = `whsec_${Buffer.from(random(secretBytes)).toString('base64')}`
      const channel = (await call('changeChannel', { params, body: { secret } })) as Channel
      return { template: 'admin/channel', title: channel.id, view: channelView(channel, address, {}, secret) }
    },
    unsign: async ({ call }, params) => {
      await call('changeChannel', { params, body: { secret: null } })
      return { to: `/admin/channels/${params.id}`, said: 'unsigned' }
    },
    test: async ({ may, call, receivePosts, random, nowMs }, params, form) => {
      if (!may('ingest'))
        throw new Problem('forbidden', 'Send a test post: the key you signed in with lacks the scope "ingest"')
      const { id, kind, closedAt } = (await call('getChannel', { params })) as Channel
      if (kind !== 'webhook' || closedAt !== null)
        throw new Problem('conflict', 'Send a test post: only an open channel of kind webhook takes posts')
      const content = {
        id: form.id || `test-${Buffer.from(random(6)).toString('hex')}`,
        text: form.text || 'This is a test post. It works, great!',
      }
      const post = { source: 'webhook', kind: 'post', atMs: nowMs, removed: undefined, content } as const
      const [outcome] = await receivePosts(id, [post])
      if (outcome?.outcome === 'rejected') throw outcome.problem
      return { to: `/admin/channels/${id}`, said: outcome?.outcome === 'duplicate' ? 'known' : 'sent' }
    },
  },
}
