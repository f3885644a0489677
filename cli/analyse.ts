// outcry analyse: posts on the standard input, one a line → what is found in each, one a line, in the same order.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createAnalyse, type Reading, type Subject } from '../analysis/analyse.ts'
import { calibrate, calibratedLabel, fewestLabels, fitCalibration } from '../analysis/calibration/calibration.ts'
import { lanes } from '../analysis/lanes.ts'
import { linear } from '../analysis/sentiment/linear.ts'
import { storyRules } from '../analysis/topics.ts'
import type { Sentiment } from '../events/post.ts'
import { Problem } from '../events/problem.ts'
import type { Fit, ReactionSlug, TopicRule } from '../events/story.ts'
import { linesOf } from '../sources/import/lines.ts'
import type { Command, CommandContext } from './command.ts'
import { readLabelFile } from './label-file.ts'
import { type BadLine, isBlank, maxLineBytes, type PostLine, readPostLine } from './post-line.ts'

type Answer =
  | BadLine
  | {
      readonly id: PostLine['id']
      readonly language: string
      readonly sentiment: Sentiment
      readonly topics: readonly string[]
    }

type ToldStory = {
  readonly lane: string
  readonly calibration: (Fit & { readonly lane: string; readonly model: string }) | null
  readonly topics: readonly (TopicRule & { readonly kind: string })[]
  readonly reactions: boolean | ReactionSlug[]
}

/**
 * A story's lane, its calibration and its topics without its channels and phrases: whoever asks has chosen the posts. Without a story
 * the built-in topics are looked for.
 */
const storyOf = async (context: CommandContext, slug: string | undefined) => {
  const none: ToldStory = { lane: linear.id, calibration: null, topics: [], reactions: true }
  // The service is read only where it is asked.
  const ask = async (one: string) =>
    (await import('./perform.ts')).perform(context, 'getStory', { params: { slug: one } })
  const told = slug === undefined ? none : ((await ask(slug)) as ToldStory)
  const { lane, calibration, topics, reactions } = told
  const anything = { title: '', company: '', about: '', channels: [], match: [], demonstration: false }
  return {
    lane,
    calibration,
    definition: { ...anything, reactions, topics: topics.filter(({ kind }) => kind === 'rule') },
  }
}

const laneNamed = (id: string) => {
  const lane = lanes.find((one) => one.id === id)
  if (lane !== undefined) return lane
  throw new Problem('usage', `--lane: there is no "${id}"; there is ${lanes.map((one) => one.id).join(', ')}`)
}

/** What people's labels of about 200 such posts say of the lane. @throws Problem */
const fitTo = async (file: string, context: CommandContext, read: (subject: Subject) => Reading): Promise<Fit> => {
  const posts = await readLabelFile(file, context.stdin)
  const scored = posts.flatMap(({ subject, label }) => {
    const said = read(subject).found[0]?.sentiment
    return said === undefined || said.label === 'unscored' ? [] : [{ ...said, label }]
  })
  const fit = fitCalibration(scored)
  if (fit !== undefined) return fit
  throw new Problem(
    'invalid',
    `reading labels from ${file}: a calibration needs ${fewestLabels} labelled posts that can be scored; ${scored.length} of its ${posts.length} can`,
  )
}

/** The label need not be that of the largest probability: see analysis/calibration/calibration.ts. */
const adapted = (said: Sentiment, fit: Fit | undefined): Sentiment =>
  fit === undefined || said.label === 'unscored' ? said : { label: calibratedLabel(fit, said), ...calibrate(fit, said) }

export const analyseCommand: Command = {
  name: 'analyse',
  usage: '[--story SLUG] [--labels FILE] [--lane ID]',
  summary: 'posts {id, text} on the standard input, one a line → language, sentiment and topics of each, one a line',
  run: async (args, context) => {
    const { story, labels, lane } = parseArgs({
      args: [...args],
      options: { story: { type: 'string' }, labels: { type: 'string' }, lane: { type: 'string' } },
    }).values
    const { definition, calibration, ...own } = await storyOf(context, story)
    const chosen = laneNamed(lane ?? own.lane)
    const read = createAnalyse([storyRules(story ?? 'posts', definition, { lane: chosen.id })])
    const stored = calibration?.lane === chosen.id && calibration.model === chosen.model ? calibration : undefined
    const fit = labels === undefined ? stored : await fitTo(labels, context, read)

    const answerTo = (bytes: Buffer | undefined): Answer => {
      const line = readPostLine(bytes)
      if ('error' in line) return line
      const { language, found } = read(line.subject)
      const [said] = found
      if (said === undefined) throw new Error('there is no lane')
      return { id: line.id, language, sentiment: adapted(said.sentiment, fit), topics: said.stories[0]?.topics ?? [] }
    }
    let bad = 0
    const answers = async function* () {
      for await (const lines of linesOf(context.stdin, maxLineBytes)) {
        let text = ''
        for (const { bytes } of lines) {
          if (isBlank(bytes)) continue
          const answer = answerTo(bytes)
          if ('error' in answer) bad++
          text += `${JSON.stringify(answer)}\n`
        }
        if (text !== '') yield text
      }
    }
    await pipeline(Readable.from(answers(), { objectMode: false }), context.stdout, { end: false })
    if (bad > 0) context.stderr.write(`outcry analyse: ${bad} lines could not be analysed, see "error"\n`)
    return bad > 0 ? 1 : 0
  },
}
