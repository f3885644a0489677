// Stories as the operator sees them: the list with a form to open one, and one with its rules, topics and moments.
import { reactions } from '../../analysis/reactions.ts'
import { counted } from '../phrases.ts'
import { dayOf, signed, timeOf } from '../wording.ts'
import { type Field, field, tabs, type Values, valuesOf } from './fields.ts'
import { type PhaseState, phaseView } from './phase.ts'

type Row = { readonly slug: string; readonly title: string; readonly posts: number; readonly closedAt: string | null }
type Moment = {
  readonly number: number
  readonly at: string
  readonly precision: string
  readonly kind: string
  readonly title: string
}
export type Emerging = {
  readonly phrase: string
  readonly name: string
  readonly since: string
  readonly posts: number
  readonly authors: number
  readonly net: number | null
  readonly g2: number
  readonly ratio: number
}
export type Story = Row & {
  readonly company: string
  readonly about: string
  readonly match: readonly string[]
  readonly demonstration: boolean
  /** Named ones; empty = all. */
  readonly channels: readonly string[]
  readonly topics: readonly {
    readonly slug: string
    readonly name: string
    readonly kind: 'rule' | 'reaction' | 'emerging'
    readonly match: readonly string[]
    readonly patterns?: readonly string[]
    readonly exclude?: readonly string[]
  }[]
  readonly emerging: readonly Emerging[]
  /** Which of the built-in topics it has: true = all. */
  readonly reactions: boolean | readonly string[]
  readonly statements: readonly Moment[]
  readonly milestones: readonly Moment[]
  readonly phases: PhaseState
}
type Kinds = { readonly statementKinds: readonly string[]; readonly milestoneKinds: readonly string[] }

const emptyRows = 2

const definitionFields = (form: string, values: Values): readonly Field[] => [
  field(form, 'title', 'Heading', values, {
    needed: true,
    hint: 'Who objects to what, such as “Plex privacy policy: users object to losing the data opt-out”.',
  }),
  field(form, 'company', 'Company', values),
  field(form, 'about', 'Kind of product', values, { hint: 'Such as media server software.' }),
  field(form, 'channels', 'Channels', values, { rows: 3, hint: 'One name a line; empty = all channels.' }),
  field(form, 'match', 'Phrases', values, {
    rows: 4,
    hint: 'One a line: any of them makes a post belong to the story; empty = every post.',
  }),
]

const momentFields = (form: string, kinds: readonly string[], values: Values): readonly Field[] => [
  field(form, 'kind', 'Kind', values, { options: kinds }),
  field(form, 'at', 'When', values, {
    needed: true,
    hint: 'A day such as 2017-08-18, or a time such as 2017-08-18T17:00:00Z.',
  }),
  field(form, 'until', 'Until', values, { hint: 'Where only a window is known: its end.' }),
  ...(form === 'statement'
    ? [
        field(form, 'heardAt', 'First heard of', values, {
          hint: 'When posts first speak of it, where that is known better: its effect is measured from there.',
        }),
      ]
    : []),
  field(form, 'title', 'Heading', values, { needed: true }),
  field(form, 'text', 'One or two sentences in own words', values, { rows: 3 }),
  field(form, 'url', 'Source', values, { hint: 'Address of the statement or report.' }),
]

const linesFor = (lines: readonly string[] = []) => Math.min(8, lines.length + 2)

const topicRows = ({ topics: all }: Story, entered: Values) => {
  const topics = all.filter(({ kind }) => kind === 'rule')
  const isEntered = entered.do === 'topics'
  const count = topics.length + emptyRows
  return Array.from({ length: count }, (_, i) => {
    const topic = topics[i]
    const known = {
      [`topic-${i}-name`]: topic?.name ?? '',
      [`topic-${i}-match`]: topic?.match.join('\n') ?? '',
      [`topic-${i}-patterns`]: topic?.patterns?.join('\n') ?? '',
      [`topic-${i}-exclude`]: topic?.exclude?.join('\n') ?? '',
    }
    const values = isEntered ? entered : known
    return {
      legend: topic === undefined ? 'New topic' : `Topic ${i + 1}`,
      slugName: `topic-${i}-slug`,
      slug: topic?.slug ?? '',
      fields: [
        field('topics', `topic-${i}-name`, 'Name', values),
        field('topics', `topic-${i}-match`, 'Phrases', values, {
          rows: linesFor(topic?.match),
          hint: 'One a line: whole words, or a beginning such as refund*.',
        }),
        field('topics', `topic-${i}-exclude`, 'But not', values, {
          rows: linesFor(topic?.exclude),
          hint: 'Phrases, one a line: a post with any of them is not about this topic.',
        }),
        field('topics', `topic-${i}-patterns`, 'Patterns', values, {
          rows: linesFor(topic?.patterns),
          hint: 'Regular expressions of RE2, one a line, letters in any case. Seldom needed.',
        }),
      ],
    }
  })
}

/** One box for each built-in topic. */
const reactionBoxes = (on: Story['reactions'], entered: Values) =>
  reactions.map(({ slug, title }) => {
    const known = typeof on === 'boolean' ? on : on.includes(slug)
    return {
      name: `reaction-${slug}`,
      title,
      checked: entered.do === 'reactions' ? entered[`reaction-${slug}`] === 'yes' : known,
    }
  })

export const storiesView = (stories: readonly Row[], entered: Values) => {
  const values = valuesOf('open', entered)
  return {
    ...tabs('/admin/stories'),
    some: stories.length > 0,
    stories: stories.map(({ slug, title, posts, closedAt }) => ({
      href: `/admin/stories/${slug}`,
      title,
      words: `${counted(posts, 'post')}${closedAt === null ? '' : ', closed'}`,
    })),
    fields: [
      field('open', 'slug', 'Name in its address', values, {
        needed: true,
        hint: 'a-z, 0-9 and -, such as plex-privacy.',
      }),
      ...definitionFields('open', values),
    ],
  }
}

/** Numbers of a story follow the order of recording, whatever was recorded. */
const momentRows = ({ statements, milestones }: Story) =>
  [...statements, ...milestones]
    .sort((a, b) => a.number - b.number)
    .map(({ number, at, precision, kind, title }) => {
      const ms = Date.parse(at)
      return { number, kind, title, when: precision === 'day' ? dayOf(ms) : timeOf(ms) }
    })

/** Why each was told stands beside it. */
const emergingRows = ({ emerging }: Story) =>
  emerging.map(({ phrase, name, since, posts, authors, net, g2, ratio }) => ({
    phrase,
    name,
    words: [
      `new since ${timeOf(Date.parse(since))}`,
      `${counted(posts, 'post')} by ${counted(authors, 'author')}`,
      `net ${net === null ? '–' : signed(net)}`,
      `${ratio.toFixed(1)} times as often as usual, G² ${g2.toFixed(1)}`,
    ].join(', '),
  }))

export const storyView = (story: Story, { statementKinds, milestoneKinds }: Kinds, entered: Values) => {
  const { slug, title, company, about, match, demonstration, channels, closedAt, posts } = story
  const known = { title, company, about, match: match.join('\n'), channels: channels.join('\n') }
  const change = valuesOf('change', entered, known)
  return {
    ...tabs('/admin/stories'),
    href: `/stories/${slug}`,
    words: `${counted(posts, 'post')}${closedAt === null ? '' : ', closed'}`,
    isOpen: closedAt === null,
    demonstrated: entered.do === 'change' ? entered.demonstration === 'yes' : demonstration,
    fields: definitionFields('change', change),
    topics: topicRows(story, entered),
    phase: phaseView(story.phases, entered),
    hasEmerging: story.emerging.length > 0,
    emerging: emergingRows(story),
    reactions: reactionBoxes(story.reactions, entered),
    statement: momentFields('statement', statementKinds, valuesOf('statement', entered)),
    milestone: momentFields('milestone', milestoneKinds, valuesOf('milestone', entered)),
    hasMoments: story.statements.length + story.milestones.length > 0,
    moments: momentRows(story),
  }
}
