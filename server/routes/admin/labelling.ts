// Labelling: one post after the other, drawn at random, said to be negative, neutral or positive, or skipped.
import { type Label, labels } from '../../../events/post.ts'
import { labellingListView, labellingView } from '../../../views/admin/labelling.ts'
import { mostSkipped } from '../../labelling-memory.ts'
import type { AdminPage, Context, Params } from './page.ts'

type Answer = Parameters<typeof labellingView>[0]

const refOf = (place = '') => place.split(',')[1]

const ask = async ({ call, labelling }: Context, params: Params) => {
  const { shown, skipped } = labelling.of(params.slug ?? '')
  const query = {
    ...(skipped.length === 0 ? {} : { not: skipped.join() }),
    ...(shown === undefined ? {} : { again: shown }),
  }
  return (await call('getLabelling', { params, query })) as Answer
}

const say =
  (label: Label): AdminPage['actions'][string] =>
  async ({ call, labelling }, { slug = '' }, { ref = '' }) => {
    await call('labelPost', { params: { ref }, body: { label, sampled: true } })
    const { shown, skipped } = labelling.of(slug)
    // After a correction of the last one, the post that was before it is shown again.
    labelling.set(slug, { skipped, back: false, ...(shown && refOf(shown) !== ref ? { shown } : {}) })
    return { to: `/admin/labelling/${slug}`, said: 'labelled' }
  }

export const labellingListPage: AdminPage = {
  path: '/labelling',
  show: async ({ call }) => {
    const { stories } = (await call('listStories')) as { stories: Parameters<typeof labellingListView>[0] }
    return { template: 'admin/labelling-list', title: 'Labelling', view: labellingListView(stories) }
  },
  actions: {},
}

export const labellingPage: AdminPage = {
  path: '/labelling/:slug',
  show: async (context, params) => {
    const { labelling } = context
    const slug = params.slug ?? ''
    const answer = await ask(context, params)
    const { shown: _, ...before } = labelling.of(slug)
    const { post } = answer
    labelling.set(slug, { ...before, ...(post === null ? {} : { shown: `${post.at},${post.ref}` }) })
    return { template: 'admin/labelling', title: 'Labelling', view: labellingView(answer, slug, before.back) }
  },
  actions: {
    ...(Object.fromEntries(labels.map((label) => [label, say(label)])) as AdminPage['actions']),
    skip: async ({ labelling }, { slug = '' }, { ref = '' }) => {
      const { shown, skipped, back } = labelling.of(slug)
      const isShown = shown !== undefined && refOf(shown) === ref
      // Skipped when it was shown for correction: it stays as it is.
      labelling.set(slug, {
        back: false,
        skipped: /^[0-9a-f]{32}$/.test(ref) && !back ? [...skipped, ref].slice(-mostSkipped) : skipped,
        ...(shown === undefined || isShown ? {} : { shown }),
      })
      return { to: `/admin/labelling/${slug}`, said: 'skipped' }
    },
    back: async ({ labelling }, { slug = '' }) => {
      labelling.set(slug, { ...labelling.of(slug), back: true })
      return { to: `/admin/labelling/${slug}`, said: 'back' }
    },
  },
}
