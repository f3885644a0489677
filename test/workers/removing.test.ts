// Requests to remove a post by its link: which posts are found, what granting erases and refuses, what is left of what was asked.
import assert from 'node:assert/strict'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { createErasePosts } from '../../events/erase-posts.ts'
import { Problem } from '../../events/problem.ts'
import { isRemovalId, removalSecret, removalStream } from '../../events/removal.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import { openRequestsOf } from '../../projections/removal-requests.ts'
import { createDropRequests } from '../../workers/drop-requests.ts'
import { createRemoving } from '../../workers/removing.ts'
import { channelOpened, streamOf } from '../given.ts'
import { post, receiving } from '../receiving.ts'
import { until } from '../running.ts'

const isProblem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code
const hourMs = 3_600_000

const started: (() => Promise<void>)[] = []
const start = ({ maxOpenRemovals = 500 } = {}) => {
  const given = receiving()
  const readModel = createMemoryReadModel()
  const erasing = createErasePosts(given)
  const removing = createRemoving({ ...given, readModel, erasing, limits: { maxOpenRemovals } })
  const keepUp = createKeepUp({ log: given.log, readModel, onProblem: (words) => assert.fail(words) })
  const stop = new AbortController()
  const running = keepUp.run(stop.signal)
  started.push(async () => {
    stop.abort()
    await running
  })
  const caughtUp = async () => {
    const head = await given.log.head()
    await until('the read model', () => keepUp.version() >= head)
  }
  return {
    ...given,
    readModel,
    erasing,
    removing,
    caughtUp,
    receive: async (channel: string, source: string, id: string, url?: string) => {
      const content = { id, text: `text of ${id}`, ...(url === undefined ? {} : { url }) }
      const [outcome] = await given.receivePosts(channel, [post(id, '', { source, content })])
      return { outcome: outcome?.outcome, ref: given.refOf(id, channel, source) }
    },
    asks: async (link: string, note?: string) =>
      (await removing.ask({ link, ...(note === undefined ? {} : { note }) })).id,
    foundRefs: async (id: string) => (await removing.find(id)).found.posts.map(({ ref }) => ref),
    open: async (id: string, kind: 'reddit') => {
      const event = channelOpened(id, kind)
      await given.log.append([{ stream: streamOf(event), expected: 'none', events: [event] }])
      await caughtUp()
    },
    erased: async (id: string) => {
      const state = await removing.state(id)
      const receipt =
        state.status === 'granted' && state.receipt !== undefined ? erasing.receipt(state.receipt) : undefined
      return until('the receipt', () => (receipt && erasing.receipt(receipt.id)?.completedAt ? receipt : undefined))
    },
  }
}

describe('a request to remove a post', () => {
  afterEach(async () => {
    for (const close of started.splice(0)) await close()
  })

  it('keeps what was asked in the vault alone, until it is settled', async () => {
    const given = start()
    const id = await given.asks('https://forum.example/t/1', 'it names my street')
    assert.ok(isRemovalId(id))
    const history = await given.log.read(removalStream(id))
    assert.deepEqual(
      history.map(({ type, data }) => ({ type, data })),
      [{ type: 'RemovalRequested', data: { id, at: new Date(given.now()).toISOString() } }],
    )
    await given.caughtUp()
    const [open] = await given.removing.open()
    assert.deepEqual(open?.asked, { link: 'https://forum.example/t/1', note: 'it names my street' })
    await given.removing.decline(id, 'Not of this forum.')
    assert.equal(await given.vault.secret(removalSecret(id)), undefined)
    await given.caughtUp()
    assert.deepEqual(openRequestsOf(given.readModel), [])
  })

  it('finds posts by the id that the link tells, in every channel, whether their text is kept or not', async () => {
    const given = start()
    const api = await given.receive('r-plex', 'reddit', 't3_abc')
    const feed = await given.receive('r-feed', 'feed', 't3_abc')
    await given.receive('r-plex', 'reddit', 't3_other', 'https://www.reddit.com/r/PleX/comments/other/t/')
    await given.vault.forget([api.ref])
    const id = await given.asks('https://old.reddit.com/r/PleX/comments/ABC/any_title/?context=3')
    const { found } = await given.removing.find(id)
    assert.deepEqual(
      found.posts.map(({ ref, text }) => ({ ref, text })),
      [
        { ref: api.ref, text: undefined },
        { ref: feed.ref, text: 'text of t3_abc' },
      ],
    )
  })

  it('finds posts by the addresses that are kept', async () => {
    const given = start()
    const api = await given.receive('forum', 'discourse', '55', 'https://forum.example/t/a-slug/12/3')
    const feed = await given.receive('forum-feed', 'feed', 'post-55', 'http://forum.example/t/old-slug/12/3')
    await given.receive('forum', 'discourse', '56', 'https://forum.example/t/a-slug/12/4')
    await given.receive('forum', 'discourse', '57')
    const id = await given.asks('https://www.forum.example/t/12/3?u=somebody')
    assert.deepEqual((await given.foundRefs(id)).sort(), [api.ref, feed.ref].sort())
  })

  it('finds a post among thousands, and lets others have their turn', async () => {
    const given = start()
    const many = Array.from({ length: 3_000 }, (_, i) => {
      const content = { id: `p${i}`, text: 'words', url: `https://forum.example/p/${i}` }
      return post(`p${i}`, '', { content })
    })
    await given.receivePosts('feedback', many)
    const id = await given.asks('https://forum.example/p/2999/')
    assert.deepEqual(await given.foundRefs(id), [given.refOf('p2999')])
  })

  it('finds a post whose id is its address, as feeds have it', async () => {
    const given = start()
    const { ref } = await given.receive('hn', 'feed', 'https://news.ycombinator.com/item?id=7', 'https://blog.example/')
    assert.deepEqual(await given.foundRefs(await given.asks('http://news.ycombinator.com/item?id=7&p=2')), [ref])
  })

  it('names 200 posts at most, and says that there are more', async () => {
    const given = start()
    const url = 'https://forum.example/'
    const many = Array.from({ length: 201 }, (_, i) => post(`p${i}`, '', { content: { id: `p${i}`, text: 'w', url } }))
    await given.receivePosts('feedback', many)
    const { found } = await given.removing.find(await given.asks(url))
    assert.deepEqual([found.posts.length, found.more], [200, true])
  })

  it('granted, erases what was found and refuses it later', async () => {
    const given = start()
    const url = 'https://forum.example/a'
    const one = await given.receive('feedback', 'webhook', '1', url)
    const two = await given.receive('feedback', 'forum', '2', url)
    const id = await given.asks(url)
    await given.removing.grant(id)
    const receipt = await given.erased(id)
    assert.deepEqual([...receipt.refs].sort(), [one.ref, two.ref].sort())
    assert.equal((await given.vault.get([one.ref, two.ref])).size, 0)
    assert.equal((await given.receive('feedback', 'webhook', '1', url)).outcome, 'refused')
    const state = await given.removing.state(id)
    assert.ok(state.status === 'granted' && state.posts === 2)
    assert.equal(await given.vault.secret(removalSecret(id)), undefined)
  })

  it('granted in part, leaves the others', async () => {
    const given = start()
    const url = 'https://forum.example/a'
    const one = await given.receive('feedback', 'webhook', '1', url)
    const two = await given.receive('feedback', 'forum', '2', url)
    const id = await given.asks(url)
    await assert.rejects(given.removing.grant(id, [given.refOf('nothing')]), isProblem('invalid'))
    await given.removing.grant(id, [two.ref])
    await given.erased(id)
    assert.deepEqual([...(await given.vault.get([one.ref, two.ref])).keys()], [one.ref])
  })

  it('granted where nothing is known, has the post refused that the link names', async () => {
    const given = start()
    await given.open('r-plex', 'reddit')
    const id = await given.asks('https://redd.it/abc')
    const { found } = await given.removing.find(id)
    assert.deepEqual([found.posts, found.unknown], [[], [given.refOf('t3_abc', 'r-plex', 'reddit')]])
    await given.removing.grant(id)
    await given.erased(id)
    const state = await given.removing.state(id)
    assert.ok(state.status === 'granted' && state.posts === 0)
    assert.equal((await given.receive('r-plex', 'reddit', 't3_abc')).outcome, 'refused')
  })

  it('granted where nothing was found and the link names nothing, says just that', async () => {
    const given = start()
    const id = await given.asks('https://forum.example/nothing')
    await given.removing.grant(id)
    const at = new Date(given.now()).toISOString()
    assert.deepEqual(await given.removing.state(id), { status: 'granted', requestedAt: at, settledAt: at, posts: 0 })
    assert.deepEqual(given.ledger.all(), [])
  })

  it('does not count what was erased before', async () => {
    const given = start()
    const { ref } = await given.receive('r-plex', 'reddit', 't3_abc')
    await (await given.erasing.erase({ ref })).completed
    const { found } = await given.removing.find(await given.asks('https://redd.it/abc'))
    assert.deepEqual(found, { posts: [], more: false, erased: 1, unknown: [] })
  })

  it('is settled once, by one hand', async () => {
    const given = start()
    const id = await given.asks('https://forum.example/a')
    const both = await Promise.allSettled([given.removing.grant(id), given.removing.decline(id, 'No.')])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(given.removing.decline(id, 'No.'), isProblem('conflict'))
    await assert.rejects(given.removing.find(id), isProblem('conflict'))
    for (const unknown of ['b'.repeat(22), '../keys', ''])
      await assert.rejects(given.removing.grant(unknown), isProblem('not-found'))
  })

  it('is refused when it is no link of the web, or when too many wait', async () => {
    const given = start({ maxOpenRemovals: 2 })
    await assert.rejects(given.asks('javascript:alert(1)'), isProblem('invalid'))
    const ids = await Promise.all(['a', 'b'].map((name) => given.asks(`https://forum.example/${name}`)))
    await assert.rejects(given.asks('https://forum.example/c'), isProblem('busy'))
    await given.caughtUp()
    await assert.rejects(given.asks('https://forum.example/c'), isProblem('busy'))
    await given.removing.decline(String(ids[0]), 'No.')
    await given.caughtUp()
    await given.asks('https://forum.example/c')
  })

  it('can be repeated after a failure at any step of granting', async () => {
    for (const failing of ['enter', 'append', 'keepSecret'] as const) {
      const given = start()
      const url = 'https://forum.example/a'
      const { ref } = await given.receive('feedback', 'webhook', '1', url)
      const id = await given.asks(url)
      const breaks = <T extends object>(part: T): T =>
        new Proxy(part, {
          get: (target, name) =>
            name === failing ? () => Promise.reject(new Error('power cut')) : Reflect.get(target, name),
        })
      const erasing = createErasePosts({ ...given, ledger: breaks(given.ledger) })
      const broken = { ...given, log: breaks(given.log), vault: breaks(given.vault), erasing }
      await assert.rejects(
        createRemoving({ ...broken, limits: { maxOpenRemovals: 9 } }).grant(id),
        /power cut/,
        failing,
      )
      if (failing === 'keepSecret') {
        assert.equal((await given.removing.state(id)).status, 'granted')
        assert.equal(await createDropRequests({ ...given, orphanAfterMs: hourMs })(), 1)
      } else await given.removing.grant(id)
      assert.equal((await given.removing.state(id)).status, 'granted', failing)
      assert.equal(await given.vault.secret(removalSecret(id)), undefined, failing)
      await given.erasing.resume()
      assert.equal((await given.vault.get([ref])).size, 0, failing)
    }
  })

  it('leaves no secret that no event speaks of, once its event can no longer come', async () => {
    const given = start()
    const open = await given.asks('https://forum.example/a')
    const lost = 'c'.repeat(22)
    const at = new Date(given.now()).toISOString()
    await given.vault.keepSecret(removalSecret(lost), JSON.stringify({ link: 'https://forum.example/b', at }))
    const drop = createDropRequests({ ...given, orphanAfterMs: hourMs })
    assert.equal(await drop(), 0)
    given.clock.ms += hourMs
    assert.equal(await drop(), 1)
    assert.deepEqual(await given.vault.secretNames('removal/'), [removalSecret(open)])
  })
})
