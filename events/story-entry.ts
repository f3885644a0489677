// What a person writes of a story: the entries of outcry.yaml and the bodies of the API, checked by the same schemas.
import { z } from 'zod'
import { milestoneKinds, reactionSlugs, statementKinds } from './story.ts'

const day = /^\d{4}-\d{2}-\d{2}$/
const maxPhraseLength = 512
export const maxPhrasesPerStory = 200

export const slugSchema = z
  .string('must be text')
  .regex(/^[a-z0-9-]{1,63}$/, 'must be 1 to 63 of a-z, 0-9 and -')
  .meta({ description: '1 to 63 of a-z, 0-9 and -' })
export const line = (maxLength: number) =>
  z.string('must be text').trim().min(1, 'must not be empty').max(maxLength, `must be at most ${maxLength} characters`)
const phraseSchema = line(maxPhraseLength)
const phrases = z
  .array(phraseSchema, 'must be a list of phrases')
  .max(maxPhrasesPerStory, `must hold at most ${maxPhrasesPerStory} phrases`)

/** A date stands for its first moment in UTC. */
export const timeSchema = z
  .union(
    [z.iso.datetime({ offset: true }), z.iso.date()],
    'must be a time with a zone such as 2017-08-18T17:00:00Z, or a date',
  )
  .refine((text) => Date.parse(text) >= Date.UTC(1990, 0, 1), 'must be a time from 1990 on')
const inUtc = (text: string) => new Date(text).toISOString()

const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .max(2048, 'must be at most 2048 characters')

export const topicEntry = z
  .strictObject({
    slug: slugSchema.optional().meta({ description: 'Names a topic that is to be renamed; else made from the name.' }),
    name: line(80),
    match: phrases.default([]).meta({ description: 'Any of these phrases.' }),
    patterns: z
      .array(phraseSchema, 'must be a list of patterns')
      .max(maxPhrasesPerStory)
      .optional()
      .meta({ description: 'Or any of these regular expressions in the syntax of RE2, letters in any case.' }),
    exclude: phrases.optional().meta({ description: 'But none of these phrases.' }),
  })
  .refine(({ match, patterns = [] }) => match.length + patterns.length > 0, {
    path: ['match'],
    message: 'must hold at least one phrase or pattern',
  })
  .meta({ id: 'TopicEntry' })
export type TopicEntry = z.infer<typeof topicEntry>

const momentEntry = <const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) =>
  z
    .strictObject({
      at: timeSchema.meta({ description: 'RFC 3339 with a zone, or a date.' }),
      until: timeSchema.optional().meta({ description: 'Where only a window is known: its end.' }),
      precision: z.enum(['minute', 'day', 'window']).optional().meta({ description: 'What of `at` is known.' }),
      heardAt: timeSchema.optional().meta({
        description:
          'When the watched posts first speak of it, where that is known better than `at`: its effect is measured from there.',
      }),
      kind: z.enum(kinds, `must be one of ${kinds.join(', ')}`),
      title: line(300),
      text: line(2000).optional().meta({ description: 'One or two sentences in own words.' }),
      url: webAddress.optional(),
    })
    .refine(({ at, until }) => until === undefined || Date.parse(at) < Date.parse(until), {
      path: ['until'],
      message: 'must be later than `at`',
    })
    .refine(({ heardAt }) => heardAt === undefined || !day.test(heardAt), {
      path: ['heardAt'],
      message: 'must be a time such as 2017-08-18T17:00:00Z: of a day only, leave it out',
    })
    .refine(({ at, heardAt }) => heardAt === undefined || Date.parse(heardAt) >= Date.parse(at), {
      path: ['heardAt'],
      message: 'must not be before `at`',
    })

/** The same moment in the form the log keeps: UTC, with its precision said. */
const settle = <
  Entry extends {
    at: string
    until?: string | undefined
    precision?: 'minute' | 'day' | 'window' | undefined
    heardAt?: string | undefined
  },
>(
  entry: Entry,
) => {
  const { at, until, precision, heardAt, ...rest } = entry
  const known = precision ?? (until !== undefined ? 'window' : day.test(at) ? 'day' : 'minute')
  return {
    ...rest,
    at: inUtc(at),
    precision: known,
    ...(until === undefined ? {} : { until: inUtc(until) }),
    ...(heardAt === undefined ? {} : { heardAt: inUtc(heardAt) }),
  }
}

export const statementEntry = momentEntry(statementKinds).transform(settle).meta({ id: 'StatementEntry' })
export const milestoneEntry = momentEntry(milestoneKinds).transform(settle).meta({ id: 'MilestoneEntry' })
export type StatementEntry = z.infer<typeof statementEntry>
export type MilestoneEntry = z.infer<typeof milestoneEntry>

/** Which lanes there are is checked where they are known. */
const laneSchema = z.string('must be text').regex(/^[a-z0-9-]{1,31}$/, 'must be the id of a lane')

const definition = {
  title: line(300),
  company: line(120).or(z.literal('')),
  about: line(120)
    .or(z.literal(''))
    .meta({ description: 'One line above the heading, such as "media server software".' }),
  channels: z
    .array(slugSchema, 'must be a list of channels')
    .max(200)
    .meta({ description: 'Ids of channels; empty = all.' }),
  match: phrases.meta({ description: 'Any of these phrases; empty = every post of its channels.' }),
  topics: z.array(topicEntry, 'must be a list of topics').max(maxPhrasesPerStory),
  reactions: z
    .union(
      [z.boolean(), z.array(z.enum(reactionSlugs)).max(reactionSlugs.length)],
      `must be true, false or a list of ${reactionSlugs.join(', ')}`,
    )
    .meta({ description: 'Built-in topics: true = all, false = none, or those listed.' }),
  demonstration: z.boolean('must be true or false').meta({ description: 'Invented posts: said on every page.' }),
  lane: laneSchema.meta({ description: 'Whose sentiments are shown: `linear` or `afinn`.' }),
  shadows: z
    .array(laneSchema, 'must be a list of lanes')
    .max(8)
    .meta({ description: 'Lanes that analyse its posts beside the one shown, for comparison.' }),
  closed: z
    .boolean('must be true or false')
    .meta({ description: 'true: takes no further posts; false opens it again.' }),
}
const moments = { statements: z.array(statementEntry).max(1000), milestones: z.array(milestoneEntry).max(1000) }

type Ruled = {
  readonly match?: readonly string[] | undefined
  readonly topics?:
    | readonly {
        readonly match: readonly string[]
        readonly patterns?: readonly string[] | undefined
        readonly exclude?: readonly string[] | undefined
      }[]
    | undefined
}
/** Phrases and patterns, those of its topics included. */
export const rulesIn = ({ match = [], topics = [] }: Ruled): number =>
  topics.reduce(
    (sum, { match, patterns = [], exclude = [] }) => sum + match.length + patterns.length + exclude.length,
    match.length,
  )

const fewPhrases = {
  check: (entry: Ruled) => rulesIn(entry) <= maxPhrasesPerStory,
  message: `must hold at most ${maxPhrasesPerStory} phrases and patterns, those of its topics included`,
}
const { title, ...others } = z.object({ ...definition, ...moments }).partial().shape

/** What is not named keeps its value, or the default where the story is new. */
export const storyEntry = z
  .strictObject({ slug: slugSchema, title: definition.title, ...others })
  .refine(fewPhrases.check, fewPhrases.message)
  .meta({ id: 'StoryEntry' })
export const storyChange = z
  .strictObject({ title, ...others })
  .refine(fewPhrases.check, fewPhrases.message)
  .meta({ id: 'StoryChange', description: 'What is not named stays as it is.' })
export type StoryEntry = z.infer<typeof storyEntry>
export type StoryChange = z.infer<typeof storyChange>
