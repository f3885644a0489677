// What each peak and each stretch of a story was about: topics, sources and phrases that rose against the calm, and typical posts.
import { z } from 'zod'
import type { Risen } from '../../../analysis/contrast.ts'
import type { Story } from '../../../projections/stories.ts'
import { examplesShown } from '../../contrast-examples.ts'
import { phaseNow } from '../../phase-now.ts'
import { shownContent } from '../../shown-content.ts'
import { type Contrast, storyContrasts } from '../../story-contrasts.ts'
import { nameOf } from '../../topic-facts.ts'
import { type ApiPorts, operation } from './operation.ts'
import { postRow, postShape } from './posts.ts'
import { moment } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const count = z.int().min(0)
const share = z.number().min(0).max(1)
const risen = {
  count: count.meta({ description: 'Of the posts that `among` names.' }),
  usualCount: count.meta({ description: 'Of those in the baseline.' }),
  share,
  usualShare: share,
  ratio: z.number().nullable().meta({ description: 'Share over usual share; null: the baseline had none.' }),
  g2: z.number().meta({ description: 'Log-likelihood ratio; above 15.1 by chance once in 10,000.' }),
}
const contrast = {
  from: moment.meta({ description: 'A peak has three hours on either side, a stretch at most 14 days.' }),
  to: moment,
  episode: count,
  posts: count.meta({ description: 'With a sentiment.' }),
  negative: count,
  usual: z
    .object({ posts: z.number(), negative: z.number() })
    .nullable()
    .meta({ description: 'In as many hours of the baseline, on average.' }),
  baseline: z
    .array(z.object({ from: moment, to: moment }))
    .meta({ description: 'Calm days among the 14 before the episode; empty: nothing to compare with.' }),
  among: z.enum(['negative', 'scored']).meta({
    description:
      'Which posts the shares are of: in a reversal or recovery all that have a sentiment, else negative ones.',
  }),
  topics: z.array(z.object({ slug: z.string(), name: z.string(), ...risen })).meta({ description: 'Those that rose.' }),
  sources: z.array(z.object({ source: z.string(), ...risen })),
  phrases: z
    .array(
      z.object({
        phrase: z.string(),
        title: z.string(),
        since: moment,
        at: moment,
        documents: count,
        authors: count,
        g2: z.number(),
        ratio: z.number(),
      }),
    )
    .meta({ description: 'Emerged then: told as such while the posts came in.' }),
  typical: z.array(postShape).meta({ description: 'Typical of what rose, never the loudest; at most three.' }),
}
const peakShape = z.object({ at: moment, ...contrast }).meta({ id: 'Peak' })
const bandShape = z
  .object({ phase: z.enum(['backlash', 'reversal', 'recovery', 'second-wave']), ...contrast })
  .meta({ id: 'Band' })

const isoOf = (ms: number) => new Date(ms).toISOString()
const rounded = (value: number, digits = 4) => Number(value.toFixed(digits))

const risenRow = ({ count, calmCount, share, usualShare, ratio, g2 }: Risen) => ({
  count,
  usualCount: calmCount,
  share: rounded(share),
  usualShare: rounded(usualShare),
  ratio: ratio === null ? null : rounded(ratio, 2),
  g2: rounded(g2, 1),
})

const contrastRow = async (ports: ApiPorts, story: Story, one: Contrast) => {
  const posts = await examplesShown(ports, story, one)
  const contents = await shownContent(ports, posts)
  return {
    from: isoOf(one.fromMs),
    to: isoOf(one.toMs),
    episode: one.episode,
    posts: one.scored,
    negative: one.negative,
    usual:
      one.usual === undefined
        ? null
        : { posts: rounded(one.usual.scored, 1), negative: rounded(one.usual.negative, 1) },
    baseline: one.baseline.map(({ fromMs, toMs }) => ({ from: isoOf(fromMs), to: isoOf(toMs) })),
    among: one.among,
    topics: one.topics.map((topic) => ({ slug: topic.name, name: nameOf(story, topic.name), ...risenRow(topic) })),
    sources: one.sources.map((source) => ({ source: source.name, ...risenRow(source) })),
    phrases: one.phrases.map(({ phrase, title, since, at, documents, authors, g2, ratio }) => ({
      phrase,
      title,
      since,
      at,
      documents,
      authors,
      g2,
      ratio,
    })),
    typical: posts.map((post, i) => postRow(story, post, contents[i])),
  }
}

export const peakOperations = [
  operation({
    id: 'listPeaks',
    method: 'get',
    path: '/stories/{slug}/peaks',
    summary: 'What each peak and each stretch was about, against the calm before',
    description: 'Of the last three episodes. What differs from the calm days, never what it came from.',
    access: 'public',
    answers: {
      200: {
        description: 'In the order of time',
        schema: z.object({ peaks: z.array(peakShape), bands: z.array(bandShape) }),
      },
      404: { description: 'No such story' },
    },
    run: async (ports, { params: { slug = '' }, nowMs }) => {
      const story = needStory(ports.readModel, slug, 'reading the peaks')
      const phases = phaseNow(ports, story, nowMs).facts
      const all = storyContrasts(ports.readModel, story, { phases, nowMs, version: ports.keepUp.version() })
      const rows = await Promise.all(all.map(async (one) => ({ of: one, row: await contrastRow(ports, story, one) })))
      const peaks = rows.flatMap(({ of: { of, atMs }, row }) =>
        of === 'peak' && atMs !== undefined ? [{ at: isoOf(atMs), ...row }] : [],
      )
      const bands = rows.flatMap(({ of: { of }, row }) => (of === 'peak' ? [] : [{ phase: of, ...row }]))
      const quotes = rows.some(({ row }) => row.typical.some(({ text }) => text !== null))
      return { json: { peaks, bands }, quotes }
    },
  }),
]
