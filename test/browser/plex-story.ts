// A story with the shape of a backlash: quiet days, a wave, a reversal. Invented and seeded; for looks and budgets.
import type { MilestoneKind, StatementKind } from '../../events/story.ts'
import { storyStream } from '../../events/story.ts'
import { dayMs, hourMs } from '../../views/wording.ts'
import type { GivenPost, Pages } from './page-server.ts'

const announcedMs = Date.UTC(2017, 7, 18, 17)
export const plexEndMs = Date.UTC(2017, 7, 22, 18, 5, 12)
const startMs = Date.UTC(2017, 7, 17)

/** mulberry32 */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const said = {
  negative: [
    'I paid for a lifetime pass and now the rules change. Giving the switch back is the least they could do; it should never have been taken away.',
    'No opt out means no Plex on my server. Simple as that.',
    'They sell what I watch. I am moving my library this weekend.',
  ],
  neutral: [
    'So which statistics are still sent when I opt out? The post lists duration and bit rate, but crash reports look like a separate setting.',
    'Does the new privacy policy apply to servers without an account?',
  ],
  positive: [
    'They listened within a day and explained why. More companies should do it like this. Staying with Plex.',
    'Credit where it is due: the summary page is clear now.',
  ],
} as const
const topics = ['opt-out', 'sale', 'fingerprint', 'leaving', 'thanks', 'refunds']

const wave = (ms: number, centreMs: number, widthH: number, height: number) => {
  const x = (ms - centreMs) / hourMs / widthH
  return height * Math.exp(x < 0 ? -x * x * 3 : -x)
}

export const plexPosts = (seed = 20170818, scale = 1): GivenPost[] => {
  const random = seeded(seed)
  const posts: GivenPost[] = []
  for (let ms = startMs; ms < plexEndMs; ms += hourMs) {
    const day = 0.65 + 0.35 * Math.sin(((ms % dayMs) / dayMs) * 2 * Math.PI - 2)
    const rate =
      8 * day +
      (ms < announcedMs
        ? 0
        : day *
          (wave(ms, announcedMs + 8 * hourMs, 9, 600) +
            wave(ms, announcedMs + 26 * hourMs, 12, 380) +
            wave(ms, announcedMs + 66 * hourMs, 7, 120)))
    const hot =
      ms < announcedMs ? 0.25 : Math.max(0.36, 0.77 - Math.max(0, ms - announcedMs - 24 * hourMs) / (6 * dayMs))
    const count = Math.round(rate * scale * (0.85 + 0.3 * random()))
    for (let i = 0; i < count; i++) {
      const atMs = ms + Math.floor(random() * hourMs)
      if (atMs >= plexEndMs) continue
      const roll = random()
      const label = roll < hot ? 'negative' : roll < hot + (1 - hot) * 0.55 ? 'neutral' : 'positive'
      const texts = said[label]
      const where = random()
      posts.push({
        id: `p${ms}-${i}`,
        atMs,
        label,
        text: texts[Math.floor(random() * texts.length)] ?? '',
        source:
          where < 0.45
            ? 'reddit'
            : where < 0.72
              ? 'plex-forum'
              : where < 0.84
                ? 'hackernews'
                : where < 0.96
                  ? 'twitter'
                  : 'press',
        topics: [topics[Math.floor(random() ** 2 * topics.length)] ?? 'opt-out'],
        url: `https://forums.example/t/${ms}/${i}`,
      })
    }
  }
  return posts
}

export const givenPlexStory = async (pages: Pages, posts = plexPosts()) => {
  const slug = 'plex-privacy'
  await pages.openChannel('feedback')
  await pages.openStory(slug, {
    title: 'Plex privacy policy: users object to losing the data opt-out',
    company: 'Plex',
    about: 'media server software',
    demonstration: true,
    topics: [
      'Removed opt-out',
      'Fear of data sale',
      'Library fingerprinting',
      'Moving to other software',
      'Thanks for the reversal',
      'Lifetime pass and refunds',
    ].map((name, i) => ({ slug: topics[i] ?? '', name, match: [name] })),
  })
  const at = (day: number, hour: number) => new Date(Date.UTC(2017, 7, day, hour)).toISOString()
  const moment = (
    id: string,
    at: string,
    kind: MilestoneKind | StatementKind,
    title: string,
    text: string,
    more: object = {},
  ) => ({ slug, id, at, precision: 'minute', kind, title, text, url: 'https://www.plex.tv/blog', ...more })
  await pages.append(storyStream(slug), [
    {
      type: 'StatementRecorded',
      data: moment(
        'a',
        at(18, 17),
        'announcement',
        'Plex announces a new privacy policy',
        'An email to all users says that from 20 September it will no longer be possible to opt out of usage statistics.',
      ),
    },
    {
      type: 'MilestoneRecorded',
      data: moment(
        'b',
        at(19, 1),
        'peak',
        'Volume passes 600 posts an hour',
        'Highest hour of the story. Three of four posts are negative; most object to the removed opt-out.',
      ),
    },
    {
      type: 'MilestoneRecorded',
      data: moment(
        'c',
        at(19, 0),
        'press',
        'First press reports',
        'Coverage says users can no longer opt out of data collection. A second wave begins in European daytime.',
        { precision: 'day' },
      ),
    },
    {
      type: 'StatementRecorded',
      data: moment(
        'd',
        at(19, 21),
        'reversal',
        'Plex restores the opt-out',
        'Chief executive Keith Valory writes that playback statistics will be generalised and that users will be able to opt out of sharing them for their own libraries.',
      ),
    },
    {
      type: 'MilestoneRecorded',
      data: moment(
        'e',
        at(21, 11),
        'press',
        '“Plex backtracks”',
        'Technology sites report the changed policy. A second, smaller wave of posts follows; about a third are negative.',
        { precision: 'window', until: at(21, 19) },
      ),
    },
    {
      type: 'MilestoneRecorded',
      data: moment(
        'f',
        '2017-09-20T00:00:00Z',
        'effective',
        'The policy takes effect',
        'The new privacy policy is in force, with the opt-out.',
        { precision: 'day' },
      ),
    },
  ] as never)
  for (let i = 0; i < posts.length; i += 1_000) await pages.post(slug, posts.slice(i, i + 1_000))
  return slug
}
