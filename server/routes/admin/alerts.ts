// Alert rules: added, changed, removed; and what was raised lately.
import { alertTriggers, sensitivities } from '../../../events/alert.ts'
import { alertsView, alertView, type Raised, type Rule, tickedTriggers } from '../../../views/admin/alerts.ts'
import { type Form, filled } from '../../form.ts'
import { type AdminPage, type Context, linesOf } from './page.ts'

const words = { triggers: alertTriggers, sensitivities }
const mostRaised = 20
const mostOfStory = 5

const numberOf = (text: string | undefined) => (text ? { number: Number(text) } : {})

/** An empty field gets its default. */
const settingsOf = (form: Form) => {
  const { number: minimumPosts } = numberOf(form.minimumPosts)
  const { number: severity } = numberOf(form.severity)
  return {
    stories: linesOf(form.stories),
    to: linesOf(form.to),
    on: tickedTriggers(form, alertTriggers),
    ...(minimumPosts === undefined ? {} : { minimumPosts }),
    ...(severity === undefined ? {} : { severity }),
    ...filled(form, 'sensitivity', 'cooldown', 'quietHours'),
  }
}

const raisedLately = async ({ call }: Context): Promise<readonly Raised[]> => {
  const { stories } = (await call('listStories')) as { stories: readonly { slug: string }[] }
  const lists = await Promise.all(
    stories.map(async ({ slug }) => {
      const query = { limit: String(mostOfStory) }
      const { alerts } = (await call('listAlerts', { params: { slug }, query })) as {
        alerts: readonly Omit<Raised, 'slug'>[]
      }
      return alerts.map((alert) => ({ ...alert, slug }))
    }),
  )
  return lists
    .flat()
    .sort((a, b) => (a.raisedAt < b.raisedAt ? 1 : -1))
    .slice(0, mostRaised)
}

export const alertsPage: AdminPage = {
  path: '/alerts',
  show: async (context, _params, entered) => {
    const { rules } = (await context.call('listAlertRules')) as { rules: readonly Rule[] }
    const view = alertsView(rules, await raisedLately(context), words, entered)
    return { template: 'admin/alerts', title: 'Alerts', view }
  },
  actions: {
    add: async ({ call }, _params, form) => {
      await call('addAlertRule', { body: { id: form.id ?? '', ...settingsOf(form) } })
      return { to: '/admin/alerts', said: 'ruled' }
    },
  },
}

export const alertPage: AdminPage = {
  path: '/alerts/:id',
  show: async ({ call }, params, entered) => {
    const rule = (await call('getAlertRule', { params })) as Rule
    return { template: 'admin/alert', title: rule.id, view: alertView(rule, words, entered) }
  },
  actions: {
    change: async ({ call }, params, form) => {
      await call('putAlertRule', { params, body: settingsOf(form) })
      return { to: `/admin/alerts/${params.id}`, said: 'changed' }
    },
    remove: async ({ call }, params) => {
      await call('removeAlertRule', { params })
      return { to: '/admin/alerts', said: 'unruled' }
    },
  },
}
