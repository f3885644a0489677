// Stories: opened, changed, closed; their topics; what the company said and what happened.
import { milestoneKinds, reactionSlugs, statementKinds } from '../../../events/story.ts'
import { type Emerging, storiesView, storyView } from '../../../views/admin/stories.ts'
import { type Form, filled } from '../../form.ts'
import { type AdminPage, type Context, linesOf, type Params } from './page.ts'

type TopicRow = { readonly kind: string }
const isEmerging = (row: TopicRow): row is Emerging & TopicRow => row.kind === 'emerging'

const definitionOf = (form: Form) => ({
  title: form.title ?? '',
  company: form.company ?? '',
  about: form.about ?? '',
  channels: linesOf(form.channels),
  match: linesOf(form.match),
  demonstration: form.demonstration === 'yes',
})

/** Rows are numbered from 0; a row without a name and phrases is no topic. */
const topicsOf = (form: Form) => {
  const rows = Object.keys(form).flatMap((field) => /^topic-(\d+)-name$/.exec(field)?.[1] ?? [])
  return rows
    .sort((a, b) => Number(a) - Number(b))
    .map((row) => ({
      ...(form[`topic-${row}-slug`] ? { slug: form[`topic-${row}-slug`] } : {}),
      name: form[`topic-${row}-name`] ?? '',
      match: linesOf(form[`topic-${row}-match`]),
      patterns: linesOf(form[`topic-${row}-patterns`]),
      exclude: linesOf(form[`topic-${row}-exclude`]),
    }))
    .filter(({ name, match, patterns }) => name !== '' || match.length > 0 || patterns.length > 0)
}

const momentFields = ['at', 'until', 'precision', 'heardAt', 'kind', 'title', 'text', 'url']

const record =
  (operation: string) =>
  async ({ call }: Context, params: Params, form: Form) => {
    await call(operation, { params, body: filled(form, ...momentFields) })
    return { to: `/admin/stories/${params.slug}`, said: 'recorded' } as const
  }

export const storiesPage: AdminPage = {
  path: '/stories',
  show: async ({ call }, _params, entered) => {
    const { stories } = (await call('listStories')) as { stories: Parameters<typeof storiesView>[0] }
    return { template: 'admin/stories', title: 'Stories', view: storiesView(stories, entered) }
  },
  actions: {
    open: async ({ call }, _params, form) => {
      await call('openStory', { body: { slug: form.slug ?? '', ...definitionOf(form) } })
      return { to: `/admin/stories/${form.slug}`, said: 'opened' }
    },
  },
}

export const storyPage: AdminPage = {
  path: '/stories/:slug',
  show: async ({ call, channelsOf }, params, entered) => {
    const story = (await call('getStory', { params })) as Parameters<typeof storyView>[0]
    const { milestones } = (await call('listMilestones', { params })) as { milestones: (typeof story)['milestones'] }
    const { topics } = (await call('listTopics', { params })) as { topics: readonly TopicRow[] }
    const { current: phases } = (await call('listPhases', { params })) as { current: (typeof story)['phases'] }
    const emerging = topics.filter(isEmerging)
    const view = storyView(
      { ...story, milestones, emerging, phases, channels: channelsOf(story.slug) },
      { statementKinds, milestoneKinds },
      entered,
    )
    return { template: 'admin/story', title: story.slug, view }
  },
  actions: {
    change: async ({ call }, params, form) => {
      await call('changeStory', { params, body: definitionOf(form) })
      return { to: `/admin/stories/${params.slug}`, said: 'changed' }
    },
    topics: async ({ call }, params, form) => {
      await call('changeStory', { params, body: { topics: topicsOf(form) } })
      return { to: `/admin/stories/${params.slug}`, said: 'changed' }
    },
    promote: async ({ call }, params, form) => {
      await call('addTopic', { params, body: filled(form, 'phrase') })
      return { to: `/admin/stories/${params.slug}`, said: 'promoted' }
    },
    dismiss: async ({ call }, params, form) => {
      await call('dismissPhrase', { params: { ...params, phrase: form.phrase ?? '' } })
      return { to: `/admin/stories/${params.slug}`, said: 'dismissed' }
    },
    reactions: async ({ call }, params, form) => {
      const on = reactionSlugs.filter((slug) => form[`reaction-${slug}`] === 'yes')
      await call('changeStory', { params, body: { reactions: on } })
      return { to: `/admin/stories/${params.slug}`, said: 'changed' }
    },
    close: async ({ call }, params) => {
      await call('changeStory', { params, body: { closed: true } })
      return { to: `/admin/stories/${params.slug}`, said: 'closed' }
    },
    reopen: async ({ call }, params) => {
      await call('changeStory', { params, body: { closed: false } })
      return { to: `/admin/stories/${params.slug}`, said: 'reopened' }
    },
    phase: async ({ call }, params, form) => {
      await call('setPhase', { params, body: filled(form, 'phase', 'reason') })
      return { to: `/admin/stories/${params.slug}`, said: 'set' }
    },
    withdraw: async ({ call }, params, form) => {
      await call('withdrawPhase', { params, body: filled(form, 'reason') })
      return { to: `/admin/stories/${params.slug}`, said: 'withdrawn' }
    },
    statement: record('recordStatement'),
    milestone: record('recordMilestone'),
  },
}
