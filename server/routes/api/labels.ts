// People's labels: given to a post, and what is next to label in a story.
import { z } from 'zod'
import { labels } from '../../../events/post.ts'
import { Problem } from '../../../events/problem.ts'
import type { Content } from '../../../events/vault.ts'
import { type LabelledPost, labelOf, labelsOf } from '../../../projections/labels.ts'
import { calibrationIn } from '../../calibrated.ts'
import { drawPost, postAgain, staleness, suggestedLabels } from '../../labelling.ts'
import { operation, orNull } from './operation.ts'
import { calibrationShape, moment } from './shapes.ts'
import { calibrationRow } from './stories.ts'
import { needStory } from './story-lookup.ts'

const label = z.enum(labels, `must be one of ${labels.join(', ')}`)
const body = z
  .strictObject({
    label,
    sampled: z
      .boolean('must be true or false')
      .optional()
      .meta({ description: 'true: it was drawn at random, as by `labelling`. Only such posts make a share certain.' }),
  })
  .meta({ id: 'LabelEntry' })

const labelShape = z
  .object({
    ref: z.string(),
    label,
    sampled: z.boolean(),
    by: z.string().meta({ description: 'Name of the key.' }),
    labelledAt: moment,
  })
  .meta({ id: 'Label' })

const drawnShape = z.object({
  ref: z.string(),
  at: moment,
  source: z.string(),
  kind: z.enum(['post', 'comment', 'reply']),
  title: z.string().nullable(),
  text: z.string(),
})
const refs = /^[0-9a-f]{32}(,[0-9a-f]{32})*$/
const place = /^\d{4}-\d\d-\d\dT[\d:.]+Z,[0-9a-f]{32}$/
const count = z.int().min(0)

const shownOf = (
  ref: string,
  { at, source, kind }: Pick<LabelledPost, 'at' | 'source' | 'kind'>,
  { text, title }: Content,
) => ({
  ref,
  at,
  source,
  kind,
  title: title ?? null,
  text,
})

const random = () => (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32

export const labelOperations = [
  operation({
    id: 'labelPost',
    method: 'put',
    path: '/posts/{ref}/label',
    summary: 'Say what a post is',
    description:
      'What a person says counts, in every story of the post. From 50 labels on a story gets a calibration of its own. The same label again changes nothing.',
    access: 'edit',
    body,
    answers: {
      200: { description: 'As it is now', schema: labelShape },
      404: { description: 'No such post, or it was removed or erased' },
      409: { description: 'It is not analysed yet' },
    },
    run: async ({ editing, settled, readModel }, { params: { ref = '' }, body, identity }) => {
      if (!/^[0-9a-f]{32}$/.test(ref))
        throw new Problem(
          'not-found',
          'labelling a post: a ref has 32 hex digits; GET /api/v1/stories/{slug}/posts names them',
        )
      const { label, sampled } = body
      const by = identity?.name ?? ''
      const { version } = await editing.relabelPost(ref, { label, by, ...(sampled === true ? { sampled } : {}) })
      await settled(version)
      const said = labelOf(readModel, ref)
      if (said === undefined) throw new Problem('conflict', 'labelling a post: it was changed meanwhile; try again')
      const { version: _, ...told } = said
      return { json: { ref, ...told } }
    },
  }),
  operation({
    id: 'getLabelling',
    method: 'get',
    path: '/stories/{slug}/labelling',
    summary: 'A post to label, drawn at random, and what the labels say so far',
    description:
      'Each scored post whose text is kept is as likely as any other, of one author at most one; never chosen by what a lane says of it. Its sentiment is not told, so that it does not sway anybody.',
    access: 'edit',
    query: z.strictObject({
      not: z
        .string()
        .regex(refs, 'must be refs with commas between')
        .max(16_000)
        .optional()
        .meta({ description: 'Refs that were skipped.' }),
      again: z
        .string()
        .regex(place, 'must be the time and the ref of a post, with a comma between')
        .optional()
        .meta({ description: '`at,ref` of a post drawn before: it is told again unless it was labelled meanwhile.' }),
    }),
    answers: {
      200: {
        description: 'What to do next',
        schema: z
          .object({
            lane: z.string(),
            labels: count.meta({ description: 'Labelled posts of the story.' }),
            sampled: count.meta({ description: 'How many of them were drawn at random.' }),
            suggested: count,
            calibration: calibrationShape.nullable(),
            stale: z
              .enum(['age', 'drift'])
              .nullable()
              .meta({ description: 'age: no label for 60 days; drift: wrong by 10 points on the last 50 drawn.' }),
            post: drawnShape.nullable().meta({ description: 'null: none is left to draw.' }),
            last: drawnShape
              .extend({ label })
              .nullable()
              .meta({ description: 'Labelled last with this key, while its text is kept.' }),
          })
          .meta({ id: 'Labelling' }),
      },
      404: { description: 'No such story' },
    },
    run: async ({ readModel, vault }, { params: { slug = '' }, query: { not = '', again }, identity, nowMs }) => {
      const story = needStory(readModel, slug, 'labelling')
      const calibration = calibrationIn(story, story.lane)
      const labelled = labelsOf(readModel, slug, story.lane)
      const passed = new Set([...not.split(','), ...labelled.map(({ ref }) => ref)])
      const drawn =
        (await postAgain({ readModel, vault }, story, passed, again)) ??
        (await drawPost({ readModel, vault }, story, labelled, passed, random))
      const lastOf = async (post: LabelledPost | undefined) => {
        const content = post && (await vault.get([post.ref])).get(post.ref)?.content
        return content && { ...shownOf(post.ref, post, content), label: post.label }
      }
      return {
        cache: 'none',
        quotes: true,
        json: {
          lane: story.lane,
          labels: labelled.length,
          sampled: labelled.filter(({ sampled }) => sampled).length,
          suggested: suggestedLabels,
          calibration: calibrationRow(story),
          stale: orNull(calibration && staleness(calibration, labelled, nowMs)),
          post: orNull(drawn && shownOf(drawn.post.ref, drawn.post, drawn.content)),
          last: orNull(await lastOf(labelled.findLast(({ by }) => by === identity?.name))),
        },
      }
    },
  }),
]
