// Recorded bodies that are no listing of their platform, or are one out of place: each read right, or refused with its reason; nothing in between.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ChannelEntry } from '../../events/channel-entry.ts'
import { recordedDays } from './recorded-days.ts'

/** How many posts are kept, and some of them; or the words it was refused with. */
type Expected =
  | { readonly posts: number; readonly some?: { readonly [id: string]: string } }
  | { readonly refused: string }

const noPosts = { refused: 'the answer is JSON, but holds no list of posts.' }
const noListing = { refused: 'the answer is JSON, but no listing of Reddit.' }
const noPage = { refused: 'the answer is JSON, but no page of X.' }
const nothing = { posts: 0 }

/** Of each id how its text begins. */
const expected: { readonly [file: string]: Expected } = {
  // What servers of the network tell each other, not what they tell a reader.
  'lemmy/ap_comment.json': noPosts,
  'lemmy/ap_mastodon_note.json': noPosts,
  'lemmy/ap_page.json': noPosts,
  'lemmy/ap_delete_page.json': noPosts,
  'bluesky/get_follows.json': noPosts,
  // Topics, one post, a search: not the list of posts.
  'discourse/perceval_topics_pinned.json': noPosts,
  'discourse/perceval_topics_empty.json': noPosts,
  'discourse/apidocs_get_post.json': noPosts,
  'discourse/apidocs_search.json': noPosts,
  'mastodon/page_back_min_id.json': {
    posts: 5,
    some: {
      'http://localhost:3000/ap/users/117020565966271181/statuses/117020580518794573': 'Toot number 9!',
      'http://localhost:3000/ap/users/117020565966271181/statuses/117020580489281910': 'Toot number 5!',
    },
  },
  'mastodon/err_404.json': {
    refused: 'the server answered 404: there is nothing at this address; look whether it is right.',
  },
  'reddit/listing_user_page1_after.json': {
    posts: 100,
    some: { t1_csz2dsx: 'Permanent.', t3_3tlcil: 'In a little over a month we’ll be updating our Privacy Policy.' },
  },
  'reddit/listing_user_page2_after.json': {
    posts: 100,
    some: { t1_cszv80f: 'I mean illegal content. Stuff that would get us sued, etc.', t1_ctsrxyr: 'Yes' },
  },
  'reddit/listing_user_last_page_after_null.json': {
    posts: 1,
    some: { t3_3dautm: 'Hey Everyone,\nThere has been a lot of discussion lately' },
  },
  'reddit/comment_deleted_by_author.json': nothing,
  'reddit/comment_edited.json': noListing,
  'reddit/morechildren_small.json': noListing,
  'reddit/thread_context_2019.json': noListing,
  'reddit/err_401_invalid_token.json': {
    refused: 'the server answered 401: it refuses the credentials, or wants some.',
  },
  'reddit/err_403.json': { refused: 'the server answered 403: it does not let us read this.' },
  'reddit/err_429_html_retry_after.html': { refused: 'the server answered 429: it asks for a pause.' },
  // A page whose word for the next one leads to itself is read twice.
  'x/paging_derived_page1.json': { posts: 50, some: { '1380242596900044806': 'Ok! And Ill bring my friends' } },
  'x/paging_derived_page2.json': { posts: 50, some: { '1380242241986441217': 'Smite Nite with Obama' } },
  'x/search_recent_minimal.json': { posts: 10, some: { '1578516068309794817': '2022-10-07 22:42:12.637103 tweepy' } },
  'x/many_urls.jsonl': {
    posts: 1,
    some: { '1610692575752601600': "P.S. If you're interested in learning web design" },
  },
  'x/cashtags.jsonl': {
    posts: 1,
    some: { '1611077073803841538': 'Now available with every Trade Ideas subscription.' },
  },
  'x/counts_recent.json': nothing, // hours with their numbers: none of them is a post
  'x/compliance_job_create.json': noPage,
  'x/err_stream_operational_disconnect.json': noPage,
  'x/stream_wire.txt': { refused: 'the answer is no JSON, or only a part of it (application/json, 29159 bytes).' },
}

const kinds = ['lemmy', 'bluesky', 'discourse', 'mastodon', 'reddit', 'x'] as const
const entryOf = (kind: (typeof kinds)[number], base: string, tokens: string): Omit<ChannelEntry, 'id' | 'kind'> => {
  switch (kind) {
    case 'mastodon':
      return { url: base, tag: 'any' }
    case 'bluesky':
      return { url: base, query: 'any' }
    case 'reddit':
      return { subreddit: 'acme', clientId: 'c', clientSecret: 's', baseUrl: base, authUrl: tokens }
    case 'x':
      return { query: 'any', token: 't', baseUrl: base }
    default:
      return { url: base }
  }
}

describe('the rest of what platforms were recorded to answer', () => {
  const { server, startAt } = recordedDays('.')
  const folder = path.resolve(import.meta.dirname, '../../../shared/data/sources')

  /** Status and headers as recorded, where they were. */
  const saidOf = (file: string): { readonly status: number; readonly headers: { readonly [name: string]: string } } => {
    const beside = file.replace(/\.\w+$/, '.http.json')
    if (!existsSync(beside)) return { status: 200, headers: {} }
    return JSON.parse(readFileSync(beside, 'utf8')).response
  }

  for (const kind of kinds)
    it(`of ${kind} is read right or refused`, async () => {
      const day = await startAt(Date.UTC(2026, 10, 26))
      server.answers(({ url = '' }, response) => {
        if (url === '/token') return void response.end('{"access_token": "t", "expires_in": 3600}')
        const [, , name = ''] = url.split('/')
        const file = path.join(folder, kind, name)
        const { status, headers } = saidOf(file)
        const retryAfter = headers['retry-after']
        response.writeHead(status, {
          'content-type': headers['content-type'] ?? 'application/json',
          ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
        })
        response.end(readFileSync(file))
      })
      const files = Object.keys(expected).filter((file) => file.startsWith(`${kind}/`))
      const idOf = (file: string) => file.replaceAll(/[^a-z0-9]+/g, '-')
      for (const file of files)
        await day.put({
          id: idOf(file),
          kind,
          pollEvery: '1h',
          ...entryOf(kind, `${server.url}/${file}`, `${server.url}/token`),
        })
      // A client that is asked for a pause rests as a whole.
      await day.passTo(day.now() + 5 * 60_000)
      for (const file of files) {
        const said = expected[file] ?? assert.fail(file)
        const kept = await day.kept(idOf(file))
        if ('refused' in said) {
          const failed = (await day.ofChannel(idOf(file))).flatMap((event) =>
            event.type === 'ChannelFailed' ? [event.data.problem] : [],
          )
          assert.ok(failed.includes(said.refused), `${file}: ${failed}`)
          assert.deepEqual(kept, [], file)
          continue
        }
        assert.ok(
          (await day.ofChannel(idOf(file))).some(({ type }) => type === 'ChannelRead'),
          `${file} was read`,
        )
        assert.equal(kept.length, said.posts, file)
        for (const [id, begins] of Object.entries(said.some ?? {}))
          assert.ok(kept.find((post) => post.id === id)?.text.startsWith(begins), `${file} ${id}`)
      }
    })
})
