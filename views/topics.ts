// What people talk about: the rows of the topics table. Emerging phrases stand among the topics and say that they are new.
import type { StoryFacts, TopicFacts } from './facts.ts'
import { counted } from './phrases.ts'
import { fewest, netOf, posts, scored } from './summary.ts'
import { signed, timeOf, whole } from './wording.ts'

const mostRows = 8
/** However many topics a story has, there is room for what nobody had named. */
const mostEmerging = 3

const trends = { rising: '↑ rising', steady: '→ steady', falling: '↓ falling' } as const

const spark = (values: readonly number[], top: number) => {
  let path = 'M0 100'
  let y = 100
  for (const value of values) {
    const next = 100 - Math.round((90 * value) / top)
    path += next === y ? 'h1' : `v${next - y}h1`
    y = next
  }
  return `${path.replace(/(?:h1){2,}/g, (run) => `h${run.length / 2}`)}V100z`
}

const topicRow = ({ name, kind, last24h, trend, spark: values, emerged }: TopicFacts, top: number) => ({
  name,
  kind,
  noted: emerged !== undefined || kind === 'reaction',
  note: emerged === undefined ? kind : `new since ${timeOf(emerged.sinceMs)}, ${counted(emerged.authors, 'author')}`,
  charted: emerged === undefined,
  sparkBox: `0 0 ${Math.max(1, values.length)} 100`,
  spark: spark(values, top),
  sparkLabel: `${name}: posts over time, now ${trend}`,
  posts: whole(posts(last24h)),
  net: scored(last24h) < fewest ? 'too few' : signed(netOf(last24h)),
  trend: trends[trend],
})

const byPosts = (one: TopicFacts, other: TopicFacts) =>
  posts(other.last24h) - posts(one.last24h) || one.name.localeCompare(other.name)

export const topicRows = ({ topics }: StoryFacts) => {
  const emerging = topics
    .filter(({ emerged }) => emerged !== undefined)
    .toSorted(byPosts)
    .slice(0, mostEmerging)
  const named = topics.filter(({ emerged }) => emerged === undefined).toSorted(byPosts)
  const shown = [...emerging, ...named.slice(0, mostRows - emerging.length)].toSorted(byPosts)
  const top = Math.max(1, ...shown.flatMap(({ spark }) => spark))
  return shown.map((topic) => topicRow(topic, top))
}

export const blankTopic = topicRow(
  { slug: '', name: '', kind: 'rule', last24h: [0, 0, 0, 0], trend: 'steady', spark: [] },
  1,
)
