// Writes the Plex 2017 re-enactment: milestones are real, posts and numbers are invented. Same seed, same bytes.
// As a program it prints the first wording of every post as NDJSON: node examples/plex-2017/write.ts [seed]
import { type Delivery, inventBots, planDeliveries } from './deliver.ts'
import { type InventedPost, inventPosts } from './invent-posts.ts'
import { createRandom } from './random.ts'
import { storyFrom } from './schedule.ts'

export const defaultSeed = 2017

export type WrittenStory = {
  readonly posts: readonly InventedPost[]
  /** 9 to 17 August: imported before the story begins. */
  readonly quiet: readonly Delivery[]
  /** 18 to 27 August, in order of sending. */
  readonly live: readonly Delivery[]
}

export const writeStory = (seed: number = defaultSeed): WrittenStory => {
  const random = createRandom(seed)
  const posts = [...inventPosts(random), ...inventBots(random)].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const deliveries = planDeliveries(posts, random)
  return {
    posts,
    quiet: deliveries.filter(({ sendAt }) => sendAt < storyFrom),
    live: deliveries.filter(({ sendAt }) => sendAt >= storyFrom),
  }
}

if (import.meta.main) {
  const known = new Set<string>()
  const { quiet, live } = writeStory(Number(process.argv[2] ?? defaultSeed))
  for (const { post } of [...quiet, ...live])
    if (!known.has(post.id)) {
      known.add(post.id)
      process.stdout.write(`${JSON.stringify(post)}\n`)
    }
}
