// The first page: all stories, and for an empty house the way to the first post.
import type { StoryFacts } from './facts.ts'
import { phaseName } from './phase-box.ts'
import { phaseWords, shownPhase } from './phase-now.ts'
import { counted, dateOf } from './phrases.ts'
import { signed, timeOf, whole } from './wording.ts'

type ListedStory = {
  readonly slug: string
  readonly title: string
  readonly company: string
  readonly about: string
  readonly demonstration: boolean
  readonly closedAtMs: number | null
  readonly posts: number
  /** Of the last six hours, else of all; null where nothing was scored. */
  readonly net: number | null
  readonly updatedAtMs: number
} & Pick<StoryFacts, 'phases' | 'statements'>

type StoriesFacts = {
  readonly stories: readonly ListedStory[]
  /** Where this service is reached, without a slash at the end. */
  readonly address: string
  /** The first webhook channel, if there is one. */
  readonly channel: string | null
  readonly nowMs: number
}

/** One line that works when pasted into a shell: the text has no sign that a shell reads. */
const curl = ({ address, channel, nowMs }: StoriesFacts) => {
  const post = JSON.stringify({
    id: `first-${nowMs}`,
    text: 'I love the new release, but the settings page is confusing',
    at: new Date(nowMs).toISOString(),
  })
  return `curl ${address}/webhooks/${channel ?? 'feedback'} -H "authorization: Bearer $OUTCRY_KEY" -H "content-type: application/json" -d '${post}'`
}

/** Beside the page's word, what the engine says where it is another. */
const detailOf = ({ phases }: ListedStory, word: string) => {
  const counted = phaseWords[shownPhase(phases)]
  return [counted === word ? '' : counted, phases.override === undefined ? '' : 'set by a person']
    .filter((part) => part !== '')
    .join(', ')
}

const row = (story: ListedStory) => ({
  ...phaseName(story),
  detail: detailOf(story, phaseName(story).phase),
  path: `/stories/${story.slug}`,
  title: story.title,
  eyebrow: [story.company, story.about].filter((part) => part !== '').join(' · '),
  note: [
    story.demonstration ? 'Re-enactment' : '',
    story.closedAtMs === null ? '' : `closed on ${dateOf(story.closedAtMs)}`,
  ]
    .filter((part) => part !== '')
    .join(', '),
  posts: whole(story.posts),
  net: story.net === null ? '–' : signed(story.net),
  updated: timeOf(story.updatedAtMs),
  datetime: new Date(story.updatedAtMs).toISOString(),
})

export const storiesView = (facts: StoriesFacts) => {
  const stories = facts.stories.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs || a.slug.localeCompare(b.slug))
  const total = stories.reduce((sum, { posts }) => sum + posts, 0)
  return {
    heading: total === 0 ? 'Waiting for the first post' : 'What posts say about decisions, while it happens',
    text:
      total === 0
        ? 'This service is up and has nothing to show yet. Three ways to begin:'
        : `${counted(stories.length, 'story', 'stories')}, ${counted(total, 'post')}.`,
    stories: stories.map(row),
    some: stories.length > 0,
    guide: total === 0,
    channel: facts.channel ?? 'feedback',
    hasChannel: facts.channel !== null,
    curl: curl(facts),
    firstPath: stories[0] === undefined ? '/' : `/stories/${stories[0].slug}`,
    address: facts.address,
  }
}
