// outcry analyse: posts on the standard input, one a line → what is found in each, one a line, in the same order.
import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createAnalyse, type Found, type Reading, type Subject } from '../analysis/analyse.ts'
import { storyRules } from '../analysis/topics.ts'
import type { ReactionSlug, TopicRule } from '../events/story.ts'
import { linesOf } from '../sources/import/lines.ts'
import { normaliseLine, normaliseText } from '../sources/normalise.ts'
import type { Command, CommandContext } from './command.ts'
import { perform } from './perform.ts'

const maxLineBytes = 16 * 1024 * 1024

type Answer =
  | { readonly id: string | number | null; readonly error: string }
  | {
      readonly id: string | number | null
      readonly language: string
      readonly sentiment: Found['sentiment']
      readonly topics: readonly string[]
    }

/**
 * A story's topics without its channels and phrases: whoever asks has chosen the posts. Without a story the built-in ones are
 * looked for.
 */
const rulesOf = async (context: CommandContext, slug?: string) => {
  const { topics, reactions } = (
    slug === undefined ? { topics: [], reactions: true } : await perform(context, 'getStory', { params: { slug } })
  ) as { topics: (TopicRule & { kind: string })[]; reactions: boolean | ReactionSlug[] }
  const nothing = { title: '', company: '', about: '', channels: [], match: [], demonstration: false }
  return storyRules(slug ?? '', { ...nothing, reactions, topics: topics.filter(({ kind }) => kind === 'rule') })
}

const textOf = (value: unknown) => (typeof value === 'string' ? normaliseLine(value) : undefined)

const answerOf = (analyse: (subject: Subject) => Reading, bytes: Buffer | undefined): Answer => {
  if (bytes === undefined) return { id: null, error: `the line is longer than ${maxLineBytes} bytes` }
  if (!isUtf8(bytes)) return { id: null, error: 'the line is not UTF-8' }
  let post: Record<string, unknown>
  try {
    post = JSON.parse(bytes.toString().replace(/^\ufeff/, ''))
  } catch {
    return { id: null, error: 'the line is not JSON' }
  }
  if (typeof post !== 'object' || post === null || Array.isArray(post))
    return { id: null, error: 'the line is not an object' }
  const id = typeof post.id === 'string' || typeof post.id === 'number' ? post.id : null
  if (typeof post.text !== 'string') return { id, error: 'text is not a string' }
  const [title, language] = [textOf(post.title), textOf(post.language)]
  const content = {
    text: normaliseText(post.text),
    ...(title ? { title } : {}),
    ...(language ? { language } : {}),
  }
  const kind = post.kind === 'comment' || post.kind === 'reply' ? post.kind : 'post'
  const found = analyse({ channel: '', source: '', kind, receivedAt: 0, content })
  const [score] = found.found
  if (score === undefined) throw new Error('there is no lane')
  return { id, language: found.language, sentiment: score.sentiment, topics: score.stories[0]?.topics ?? [] }
}

const isBlank = (bytes: Buffer | undefined) => bytes !== undefined && bytes.length < 8 && bytes.toString().trim() === ''

export const analyseCommand: Command = {
  name: 'analyse',
  usage: '[--story SLUG]',
  summary: 'posts {id, text} on the standard input, one a line → language, sentiment and topics of each, one a line',
  run: async (args, context) => {
    const { story } = parseArgs({ args: [...args], options: { story: { type: 'string' } } }).values
    const analyse = createAnalyse([await rulesOf(context, story)])
    let bad = 0
    const answers = async function* () {
      for await (const lines of linesOf(context.stdin, maxLineBytes)) {
        let text = ''
        for (const { bytes } of lines) {
          if (isBlank(bytes)) continue
          const answer = answerOf(analyse, bytes)
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
