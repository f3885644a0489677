// Recorded bodies of real forums, served to the real connector and store: the posts that a careful reader would write down, by hand.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { remove, scratchFolder } from '../running.ts'
import { sharedData, skipOrFail } from '../system-program.ts'
import { webDouble } from '../web-double.ts'
import { type Kept, type Polled, startPolled } from './polled.ts'

const folder = path.resolve(import.meta.dirname, '../../../shared/data/sources')

type Said = Partial<Kept> & { readonly begins?: string; readonly ends?: string }
/** What was kept of one body: how many posts, and those named; or the words with which it was refused. */
type Expected = { readonly posts: number; readonly said: readonly Said[] } | { readonly refused: string }

const feeds: { readonly [file: string]: Expected } = {
  'phpbb_topic_atom.xml': {
    posts: 3,
    said: [
      {
        id: 'http://www.classicshell.net/forum/viewtopic.php?t=907&p=4672#p4672',
        kind: 'comment',
        at: '2013-07-11T16:59:29.000Z',
        author: 'Jcee',
        title: "Re: Remove the 'classic' text from filenames",
        threadId: '907',
        begins: "you mean the Modern UI?, Isn't the icon",
        ends: 'is part of classic shell..',
      },
      { author: 'Ivo', at: '2013-07-11T16:28:32.000Z', ends: 'appear anywhere and in any order.' },
      {
        author: 'Gaurav',
        at: '2013-07-11T14:17:49.000Z',
        ends: 'Classic Shell Update.\nInstead, their icons can be changed instead of all being the same, or their colors - red for Start Menu, yellow for Explorer, blue for IE and green for update.',
      },
    ],
  },
  'xenforo_hypixel_845491a.xml': {
    posts: 2,
    said: [
      {
        id: '4903080',
        threadId: '4903080',
        kind: 'post',
        at: '2022-04-12T23:37:59.000Z',
        author: 'Sylent',
        title: 'Easter Event on Hypixel',
        url: 'https://hypixel.net/threads/easter-event-on-hypixel.4903080/',
        metrics: { replies: 21 },
        begins: 'easter-newspost.png\nHey everyone!\nSpring has just arrived!',
        ends: 'Refreshed SkyBlock Easter Cosmetics for Ranked...',
      },
      { id: '4887972', author: 'Minikloon', metrics: { replies: 94 }, begins: 'Hey all.\n', ends: '\nPrevent...' },
    ],
  },
  'vanilla_success_sample.xml': {
    posts: 2,
    said: [
      {
        id: 'https://success.vanillaforums.com/discussion/1/test1',
        at: '2022-08-12T18:07:41.000Z',
        title: 'Test 1',
        text: 'Hello this is test 1',
      },
      { title: 'Test 2', text: 'Hello this is test-2' },
    ],
  },
  'reddit_subreddit_new_atom_2023.xml': {
    posts: 25,
    said: [
      {
        id: 't3_157kyrd',
        threadId: 't3_157kyrd',
        kind: 'post',
        at: '2023-07-23T17:38:30.000Z',
        author: 'Remarkable_Housing61',
        title: 'Any reason to keep 1G connections to my servers?',
        begins: 'Hello all, I recently acquired a 40G switch',
        ends: '40G devices have access to all of the 1G resources.',
      },
      {
        id: 't3_157awnr',
        author: 'ThatFeature3175',
        title: 'ROMED8-2T ESXI 8.0U1 compatibility',
        text: 'Am I right in thinking this board is not compatible? The website only lists VMWare® ESXi 6.5 u3 / 6.7 u3',
      },
    ],
  },
  'reddit_home_atom.xml': {
    posts: 24,
    said: [
      {
        id: 't3_42tizy',
        author: 'AngryRedditorsBelow',
        at: '2016-01-26T20:31:34.000Z',
        title: 'How the British as seen by Americans and Europeans',
        text: '',
      },
      {
        author: 'relevantusernamezlol',
        begins: 'This is a little philosophical, I know. But I always see posts on here',
        ends: 'been poor and learned from that.\nJust wanted to share.',
      },
    ],
  },
  'reddit_rss2_2017.xml': {
    posts: 24,
    said: [
      {
        id: 'https://www.reddit.com/r/GetMotivated/comments/3sjgv1/the_best_years_of_your_life_image/',
        threadId: 't3_3sjgv1',
        at: '2015-11-12T15:09:19.000Z',
        title: '"The best years of your life..." [Image]',
        text: '',
      },
    ],
  },
  'hackernews_front.rss': {
    posts: 30,
    said: [
      {
        id: 'https://www.masteringemacs.org/article/whats-new-in-emacs-28-1',
        at: '2022-04-06T11:23:33.000Z',
        title: 'What’s new in Emacs 28.1?',
        text: '',
      },
    ],
  },
  'perceval_rss_entries.xml': {
    posts: 30,
    said: [
      {
        id: 'http://blog.couchbase.com/2016/november/connect-2016-developer-workshop',
        author: 'Matthew Groves',
        at: '2016-12-06T17:17:00.000Z',
        ends: 'the materials are all open sourced.',
      },
      { title: 'Docker on Windows 2016 Server', author: 'Arun Gupta', at: '2016-10-28T15:47:00.000Z', text: '' },
    ],
  },
  'nasty_latin1_encoding.rss': {
    posts: 40,
    said: [
      {
        at: '2018-01-03T13:47:00.000Z',
        title: 'Mãe de utente é a nova presidente da Raríssimas',
        begins: 'Sónia Laygue, profissional na área da Recursos Humanos e mãe',
        ends: 'presidente da direção da Raríssimas.',
      },
      { title: 'Lisboa quer passes sociais com acesso a táxis e bicicletas', at: '2018-01-03T00:25:00.000Z' },
    ],
  },
  'nasty_category.xml': {
    posts: 1,
    said: [{ at: '2013-05-05T17:15:11.000Z', text: 'Removed for overview ...' }],
  },
  'nasty_cp1252_in_utf8.xml': { posts: 1, said: [{ text: 'don’t' }] },
  'nasty_diskuse.xml': {
    posts: 1,
    said: [
      {
        id: 'https://diskuse.jakpsatweb.cz/?action=vpost&post=1112174',
        at: '2020-04-15T14:30:29.000Z',
        title: 'Kajman, O této diskusi: test <pre> in <description> and <b>bold</b> in title',
        begins: 'Code text in <pre>...\nSELECT *\n',
        ends: '\nLIMIT  10\nCode text in <code> SELECT and WHERE.',
      },
    ],
  },
  'nasty_double_encoded_html.xml': { posts: 1, said: [{ text: 'â€¦' }] }, // what every browser shows
  'nasty_guid_dupes.xml': {
    posts: 1,
    said: [
      {
        id: 'http://www.braingle.com/50366.html',
        at: '2014-06-19T06:00:00.000Z',
        title: 'Huh?',
        text: "What's the Rebus?\nHow's that; how's that\nCheck Braingle.com for the answer.",
      },
    ],
  },
  'nasty_invalid_date.xml': {
    posts: 2,
    said: [
      { title: 'Item 0 with an invalid date', at: '2017-10-16T15:10:00.000Z' },
      { title: 'Item 1 with all valid dates', at: '2017-10-17T12:17:00.000Z' },
    ],
  },
  'nasty_missing_fields.atom': { posts: 0, said: [] },
  'nasty_undeclared_namespace.xml': { posts: 0, said: [] },
  'nasty_utf16le_bom.xml': { refused: 'this is not a feed that can be read.' }, // an rss element with nothing in it
  'nasty_notafeed.html': { refused: 'this is a web page, not a feed.' },
  'nasty_koi8r.xml': {
    refused: 'the feed does not say which character set it is in, and it cannot be told.',
  },
  'nasty_shiftjis.xml': {
    refused: 'the feed does not say which character set it is in, and it cannot be told.',
  },
}

const isSaid = (post: Kept, { begins = '', ends = '', ...fields }: Said) =>
  post.text.startsWith(begins) &&
  post.text.endsWith(ends) &&
  Object.entries(fields).every(([name, value]) => JSON.stringify(post[name as keyof Kept]) === JSON.stringify(value))

describe('what forums were recorded to send', () => {
  const server = webDouble()
  const data = scratchFolder('recorded')
  let polled: Polled
  before(async function () {
    if (!existsSync(folder)) skipOrFail(this, sharedData)
    polled = await startPolled(data, server.host)
  })
  after(async () => {
    await polled?.stop()
    remove(data)
  })

  const idOf = (file: string) => file.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

  it('every feed is read right, or refused with its reason', async () => {
    server.answers(({ url = '' }, response) => void response.end(readFileSync(path.join(folder, 'feeds', url))))
    for (const file of Object.keys(feeds))
      await polled.put({ id: idOf(file), kind: 'feed', url: `${server.url}/${file}`, pollEvery: '1h' })
    for (const [file, expected] of Object.entries(feeds)) {
      const id = idOf(file)
      if ('refused' in expected) {
        const failed = await polled.nth(id, 'ChannelFailed')
        assert.ok(failed.type === 'ChannelFailed')
        assert.equal(failed.data.problem, expected.refused, file)
        assert.deepEqual(await polled.kept(id), [], file)
        await polled.close(id)
        continue
      }
      await polled.nth(id, 'ChannelRead')
      const kept = await polled.kept(id)
      assert.equal(kept.length, expected.posts, file)
      assert.equal(new Set(kept.map((post) => post.id)).size, kept.length, `${file}: one id for two`)
      for (const said of expected.said)
        assert.ok(
          kept.some((post) => isSaid(post, said)),
          `${file} lacks ${JSON.stringify(said)}; it has ${JSON.stringify(kept.slice(0, 3))}`,
        )
    }
  })

  it('a Discourse forum is read page by page to its first post', async () => {
    const page = (name: string) => readFileSync(path.join(folder, 'discourse', name))
    server.answers(({ url }, response) => {
      response.setHeader('content-type', 'application/json')
      if (url === '/posts.json') response.end(page('posts_latest.json'))
      else if (url === '/posts.json?before=2') response.end('{"latest_posts":[]}')
      else response.writeHead(404).end()
    })
    await polled.put({ id: 'forum', kind: 'discourse', url: `${server.url}/`, pollEvery: '1h' })
    await polled.nth('forum', 'ChannelRead')
    const kept = await polled.kept('forum')
    assert.deepEqual(
      kept.map(({ id, kind, at, author, threadId, parentId, url }) => [id, kind, at, author, threadId, parentId, url]),
      [
        [
          '15',
          'comment',
          '2020-01-25T02:10:07.971Z',
          'johndoe',
          '11',
          '14',
          `${server.url}/t/this-is-an-uncategorized-title/11/2`,
        ],
        [
          '14',
          'post',
          '2020-01-25T00:58:35.475Z',
          'johndoe',
          '11',
          undefined,
          `${server.url}/t/this-is-an-uncategorized-title/11/1`,
        ],
        [
          '10',
          'post',
          '2020-01-24T23:26:09.014Z',
          'system',
          '7',
          undefined,
          `${server.url}/t/welcome-to-discourse/7/1`,
        ],
        [
          '2',
          'post',
          '2020-01-24T23:26:05.551Z',
          'system',
          '2',
          undefined,
          `${server.url}/t/about-the-site-feedback-category/2/1`,
        ],
      ],
    )
    assert.deepEqual(
      kept.map(({ text }) => text.split('\n')[0]),
      [
        'holla bullhonky.',
        'hi there. hi there. hi there.',
        'The first paragraph of this pinned topic will be visible as a welcome message to all new visitors on your homepage. It’s important!',
        'Discussion about this site, its organization, how it works, and how we can improve it.',
      ],
    )
  })

  it('all 25 posts of a page of Discourse are kept, each with its topic', async () => {
    server.answers(
      (_, response) => void response.end(readFileSync(path.join(folder, 'discourse/apidocs_posts_51.json'))),
    )
    await polled.put({ id: 'old-forum', kind: 'discourse', url: server.url, pollEvery: '1h' })
    await polled.nth('old-forum', 'ChannelRead')
    const kept = await polled.kept('old-forum')
    assert.deepEqual(
      kept.map(({ id }) => Number(id)),
      [29, 28, 27, 26, 25, 24, 23, 22, 19, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    )
    assert.deepEqual(
      kept.filter(({ kind }) => kind === 'post').map(({ id }) => id),
      ['13', '12', '11', '10', '8', '6', '4', '3', '2', '1'],
    )
    assert.equal(kept[0]?.text, 'isbghvlcoekamtypuwfxdqjznr')
    assert.ok(kept.every(({ title = '', text }) => title !== '' && text !== '' && !/<[a-z/]/.test(text)))
  })
})
