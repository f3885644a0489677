// The operator's page over real HTTP: signing in, every form, and what is refused.
import assert from 'node:assert/strict'
import { statementKinds } from '../../../events/story.ts'
import { momentsOf } from '../../../projections/statements.ts'
import { storyOf } from '../../../projections/stories.ts'
import { createEditing } from '../../../server/editing.ts'
import { createSettled } from '../../../server/settled.ts'
import { type AdminServer, adminKey, startAdmin } from '../../admin-server.ts'
import { emerged } from '../../given.ts'
import { post } from '../../receiving.ts'
import { until } from '../../running.ts'

const xss = `"><script>alert(1)</script>'`

describe('the operator’s page', () => {
  let server: AdminServer
  let operator: Awaited<ReturnType<AdminServer['signIn']>>
  before(async () => {
    server = await startAdmin()
    operator = await server.signIn()
  })
  after(() => server.close())

  const done = async (target: string, fields: Record<string, string>, said: string) => {
    const answer = await operator.post(target, fields)
    assert.equal(answer.status, 303, answer.text)
    const to = answer.headers.get('location') ?? ''
    assert.match(to, new RegExp(`said=${said}$`))
    const page = await operator.get(to)
    assert.equal(page.status, 200)
    assert.match(page.text, /role="status"/)
    return page.text
  }

  describe('signing in', () => {
    it('is asked for on every page, and nothing else is shown', async () => {
      for (const path of ['', '/channels', '/stories', '/keys', '/parked', '/erase']) {
        const { text, headers } = await server.ask('GET', `/admin${path}`, {})
        assert.match(text, /action="\/admin\/sign-in"/)
        assert.doesNotMatch(text, /Sign out/)
        assert.equal(headers.get('cache-control'), 'no-store')
      }
    })

    it('sets a cookie for no script and no other site', () => {
      assert.equal(operator.answer.status, 303)
      assert.match(
        operator.answer.headers.get('set-cookie') ?? '',
        /^outcry_session=[\w-]{43}; Path=\/admin; HttpOnly; SameSite=Strict; Max-Age=43200$/,
      )
    })

    it('refuses a wrong key and one of too little scope, and repeats neither', async () => {
      const wrong = await server.signIn(`ock_${'w'.repeat(43)}`)
      assert.equal(wrong.answer.status, 401)
      assert.match(wrong.answer.text, /no valid key/)
      assert.doesNotMatch(wrong.answer.text, /wwww/)
      assert.equal(wrong.answer.headers.get('set-cookie'), null)
      const { key } = await server.keys.issue({ name: 'sender', scopes: ['ingest'] })
      assert.equal((await server.signIn(key)).answer.status, 403)
    })

    it('is over after signing out, after its time, and once the key is revoked', async () => {
      const { key, issued } = await server.keys.issue({ name: 'editor', scopes: ['edit'] })
      const editor = await server.signIn(key)
      assert.match((await editor.get('/admin/channels')).text, /Sign out/)
      await server.keys.revoke(issued.id)
      assert.doesNotMatch((await editor.get('/admin/channels')).text, /Sign out/)
      const second = await server.signIn()
      await second.post('/admin/sign-out', {})
      assert.doesNotMatch((await second.get('/admin')).text, /Sign out/)
      const third = await server.signIn()
      server.sessionClock.ms += 12 * 3_600_000
      assert.doesNotMatch((await third.get('/admin')).text, /Sign out/)
      operator = await server.signIn()
    })

    it('lets a key do no more than the API lets it', async () => {
      const { key } = await server.keys.issue({ name: 'editor', scopes: ['edit'] })
      const editor = await server.signIn(key)
      const answer = await editor.post('/admin/keys', { do: 'make', name: 'x', 'scope-admin': 'yes' })
      assert.equal(answer.status, 403)
      const erase = await editor.post('/admin/erase', { do: 'author', author: 'somebody' })
      assert.equal(erase.status, 403)
      assert.match(erase.text, /lacks the scope/)
    })
  })

  describe('a form from elsewhere', () => {
    const foreign: readonly Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ]
    for (const headers of foreign)
      it(`is refused: ${JSON.stringify(headers)}`, async () => {
        const before = await server.log.head()
        const answer = await operator.post('/admin/channels', { do: 'open', id: 'evil', kind: 'webhook' }, headers)
        assert.equal(answer.status, 403)
        assert.equal(await server.log.head(), before)
        const signIn = await server.ask(
          'POST',
          '/admin/sign-in',
          { 'content-type': server.type, ...headers },
          server.form({ key: adminKey }),
        )
        assert.equal(signIn.headers.get('set-cookie'), null)
      })

    it('is taken by the browser’s word alone where it is there', async () => {
      const answer = await operator.post(
        '/admin/channels',
        { do: 'open', id: 'own', kind: 'webhook' },
        { 'sec-fetch-site': 'same-origin' },
      )
      assert.equal(answer.status, 303)
    })

    it('is refused as JSON, and without a button that is there', async () => {
      const json = await server.ask(
        'POST',
        '/admin/channels',
        { cookie: operator.cookie, origin: server.url, 'content-type': 'application/json' },
        '{}',
      )
      assert.equal(json.status, 415)
      for (const name of ['', 'constructor', 'nothing'])
        assert.equal((await operator.post('/admin/channels', { do: name })).status, 422)
    })
  })

  describe('channels', () => {
    it('are opened, tried with a test post, signed, closed and opened again', async () => {
      const page = await done('/admin/channels', { do: 'open', id: 'feedback', kind: 'webhook' }, 'opened')
      assert.match(page, /curl -X POST http:\/\/outcry\.example\/webhooks\/feedback/)
      await done('/admin/channels/feedback', { do: 'test', id: 'first', text: 'A test, great' }, 'sent')
      assert.equal((await server.kept('first'))?.content.text, 'A test, great')
      await done('/admin/channels/feedback', { do: 'test', id: 'first', text: 'A test, great' }, 'known')
      const signed = await operator.post('/admin/channels/feedback', { do: 'sign' })
      const [, secret] = /(whsec_[\w+/=&#;]+)/.exec(signed.text) ?? []
      assert.ok(secret)
      assert.doesNotMatch((await operator.get('/admin/channels/feedback')).text, /<code>whsec_/)
      await done('/admin/channels/feedback', { do: 'unsign' }, 'unsigned')
      await done('/admin/channels/feedback', { do: 'close' }, 'closed')
      assert.equal((await operator.post('/admin/channels/feedback', { do: 'test' })).status, 409)
      await done('/admin/channels/feedback', { do: 'reopen' }, 'reopened')
    })

    it('keep what was typed when it is refused, and say what is wrong', async () => {
      const answer = await operator.post('/admin/channels', { do: 'open', id: 'Not A Name', kind: 'webhook' })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /role="alert"/)
      assert.match(answer.text, /value="Not A Name"/)
      assert.match(answer.text, /1 to 63 of a-z/)
    })

    it('have settings that can be changed', async () => {
      await done('/admin/channels', { do: 'open', id: 'sub', kind: 'reddit', subreddit: 'PleX' }, 'opened')
      await done('/admin/channels/sub', { do: 'change', subreddit: 'PleX', pollEvery: '5m' }, 'changed')
      assert.match((await operator.get('/admin/channels/sub')).text, /value="5m"/)
    })

    it('of a forum say where it sends its webhooks, and that a secret is needed', async () => {
      const page = await done(
        '/admin/channels',
        { do: 'open', id: 'forum', kind: 'discourse', url: 'https://forum.example.org', username: 'system' },
        'opened',
      )
      assert.match(page, /<code>http:\/\/outcry\.example\/webhooks\/forum<\/code>/)
      assert.match(page, /No secret is set, so nothing can come from the forum yet/)
      const { version } = await createEditing(server).changeChannel('forum', { secret: 'one-plain-secret' })
      await createSettled(server.keepUp)(version)
      const signed = (await operator.get('/admin/channels/forum')).text
      assert.match(signed, /only what the forum signs with it is taken/)
      assert.doesNotMatch(signed, /one-plain-secret|No secret is set/)
    })

    it('that are not there are said not to be there', async () => {
      assert.equal((await operator.get('/admin/channels/none')).status, 404)
      assert.equal((await operator.post('/admin/channels/none', { do: 'close' })).status, 404)
    })
  })

  describe('stories', () => {
    it('are opened and changed, with topics, and closed', async () => {
      await done(
        '/admin/stories',
        { do: 'open', slug: 'settings', title: 'New settings', company: 'ACME', match: 'settings\r\noptions' },
        'opened',
      )
      await done(
        '/admin/stories/settings',
        {
          do: 'topics',
          'topic-0-name': 'Menu',
          'topic-0-match': 'menu\r\nbar',
          'topic-1-name': '',
          'topic-1-match': '',
        },
        'changed',
      )
      const page = (await operator.get('/admin/stories/settings')).text
      assert.match(page, /value="Menu"/)
      assert.match(page, />menu\nbar</)
      await done(
        '/admin/stories/settings',
        { do: 'topics', 'topic-0-name': 'Menus', 'topic-0-slug': 'menu', 'topic-0-match': 'menu' },
        'changed',
      )
      assert.match((await operator.get('/admin/stories/settings')).text, /name="topic-0-slug" value="menu"/)
      await done(
        '/admin/stories/settings',
        {
          ...{ do: 'topics', 'topic-0-name': 'Menus', 'topic-0-slug': 'menu', 'topic-0-match': 'menu' },
          ...{ 'topic-0-patterns': 'men(u|us)', 'topic-0-exclude': 'lunch menu\r\nmenu card' },
        },
        'changed',
      )
      const ruled = (await operator.get('/admin/stories/settings')).text
      assert.match(ruled, />men\(u\|us\)</)
      assert.match(ruled, />lunch menu\nmenu card</)
      await done('/admin/stories/settings', { do: 'reactions', 'reaction-legal': 'yes' }, 'changed')
      assert.match((await operator.get('/admin/stories/settings')).text, /name="reaction-legal" value="yes" checked/)
      assert.deepEqual(storyOf(server.readModel, 'settings')?.reactions, ['legal'])
      await done('/admin/stories/settings', { do: 'change', title: 'Newer settings', company: 'ACME' }, 'changed')
      assert.deepEqual(storyOf(server.readModel, 'settings')?.channels, [], 'no channel named is every channel')
      await done('/admin/stories/settings', { do: 'close' }, 'closed')
      await done('/admin/stories/settings', { do: 'reopen' }, 'reopened')
    })

    it('take statements and milestones, and correct them', async () => {
      const said = { kind: 'announcement', at: '2026-08-18', title: 'New settings come', text: 'In a mail.' }
      await done('/admin/stories/settings', { do: 'statement', ...said }, 'recorded')
      const page = await done(
        '/admin/stories/settings',
        { do: 'statement', ...said, title: 'Better words' },
        'recorded',
      )
      assert.match(page, /Better words/)
      assert.doesNotMatch(page, /New settings come/)
      await done(
        '/admin/stories/settings',
        { do: 'milestone', kind: 'press', at: '2026-08-19', title: 'First report' },
        'recorded',
      )
      const heardAt = '2026-08-18T17:00:00.000Z'
      for (const kind of statementKinds)
        await done('/admin/stories/settings', { do: 'statement', ...said, kind, heardAt }, 'recorded')
      const statements = momentsOf(server.readModel, 'settings').filter((moment) => moment.of === 'statement')
      assert.deepEqual(
        statements.map(({ kind, heardAt }) => [kind, heardAt]),
        statementKinds.map((kind) => [kind, heardAt]),
      )
      const refused = await operator.post('/admin/stories/settings', { do: 'statement', ...said, at: 'yesterday' })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /value="yesterday"/)
    })
  })

  describe('emerging phrases', () => {
    const page = '/admin/stories/settings'
    const tell = async (phrase: string, title: string) => {
      const at = new Date(server.now()).toISOString()
      const event = emerged('settings', phrase, { title, since: at, at })
      const history = await server.log.read('story-settings')
      await server.log.append([
        { stream: 'story-settings', expected: history.at(-1)?.revision ?? 'none', events: [event] },
      ])
      await until('the phrase', () => server.keepUp.version() >= history.length)
      await until('the page', async () => (await operator.get(page)).text.includes(phrase))
    }

    it('stand with the reason why they were told, and become a topic by one button', async () => {
      await tell('dark mode', 'Dark mode')
      const { text } = await operator.get(page)
      assert.match(text, /12 posts by 9 authors, net −0\.58, 12\.0 times as often as usual, G² 40\.5/)
      const after = await done(page, { do: 'promote', phrase: 'dark mode' }, 'promoted')
      assert.match(after, /value="Dark mode"/)
      assert.doesNotMatch(after, /Emerging phrases/)
      assert.equal((await operator.post(page, { do: 'promote', phrase: 'dark mode' })).status, 409)
    })

    it('are dismissed by another', async () => {
      await tell('night shift', xss)
      const { text } = await operator.get(page)
      assert.ok(!text.includes(xss))
      assert.doesNotMatch(await done(page, { do: 'dismiss', phrase: 'night shift' }, 'dismissed'), /night shift/)
      assert.equal((await operator.post(page, { do: 'dismiss', phrase: 'never told' })).status, 404)
    })
  })

  describe('the phase of a story', () => {
    const page = '/admin/stories/settings'

    it('is set with a reason, beside what the counts say, and taken back with another', async () => {
      assert.match((await operator.get(page)).text, /The counts say: Learning what is normal\./)
      const set = await done(page, { do: 'phase', phase: 'backlash', reason: xss }, 'set')
      assert.match(set, /Backlash, set by a person on [^<]+: /)
      assert.ok(!set.includes(xss))
      const back = await done(page, { do: 'withdraw', reason: 'The counts are right.' }, 'withdrawn')
      assert.doesNotMatch(back, /set by a person/)
    })

    it('needs a reason and a phase that there is', async () => {
      assert.equal((await operator.post(page, { do: 'phase', phase: 'backlash', reason: '' })).status, 422)
      assert.equal((await operator.post(page, { do: 'phase', phase: 'outrage', reason: 'x' })).status, 422)
      assert.equal((await operator.post(page, { do: 'withdraw', reason: 'x' })).status, 404)
    })
  })

  describe('keys', () => {
    it('are made, shown this once, and revoked', async () => {
      const made = await operator.post('/admin/keys', { do: 'make', name: 'forum exporter', 'scope-ingest': 'yes' })
      assert.equal(made.status, 200)
      const [key = ''] = /ock_[\w-]{43}/.exec(made.text) ?? []
      const holder = server.keys.holder(key)
      assert.deepEqual(holder?.scopes, ['ingest'])
      assert.ok(!(await operator.get('/admin/keys')).text.includes(key))
      await done('/admin/keys', { do: 'revoke', id: holder?.id ?? '' }, 'revoked')
      assert.equal(server.keys.holder(key), undefined)
    })

    it('need a scope', async () => {
      const answer = await operator.post('/admin/keys', { do: 'make', name: 'nobody' })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /value="nobody"/)
    })
  })

  describe('upkeep', () => {
    it('erases a post and leads to the receipt', async () => {
      await server.receivePosts('feedback', [post('gone', 'secret words')])
      const answer = await operator.post('/admin/erase', {
        do: 'post',
        source: 'webhook',
        id: 'gone',
        channel: 'feedback',
      })
      assert.equal(answer.status, 200)
      const [, id = ''] = /\/api\/v1\/erasures\/([\w-]+)/.exec(answer.text) ?? []
      assert.ok(server.ledger.receipt(id))
      const unknown = await operator.post('/admin/erase', {
        do: 'post',
        source: 'webhook',
        id: 'never',
      })
      assert.equal(unknown.status, 404)
    })

    it('shows the state of the system, and no parked events', async () => {
      const page = await until('the read model', async () => {
        const { text } = await operator.get('/admin')
        return /up to date at event/.test(text) ? text : undefined
      })
      assert.match(page, /Parked events<\/dt><dd>none/)
      assert.match((await operator.get('/admin/parked')).text, /None\./)
    })

    it('shows a parked event and tries it again', async () => {
      const [event] = await server.log.read('channel-feedback')
      assert.ok(event)
      const { stream, revision, version, type, recordedAt } = event
      const parked = { projection: 'channels', version, stream, revision, type, recordedAt, error: xss }
      const key = `${String(version).padStart(16, '0')}|channels`
      server.readModel.save([{ projection: 'parked', key, state: parked }], 'test', { position: 'start', version: 0 })
      const page = (await operator.get('/admin/parked')).text
      assert.match(page, /ChannelOpened/)
      assert.doesNotMatch(page, /<script>alert/)
      await done('/admin/parked', { do: 'replay', key }, 'replayed')
      assert.equal((await operator.post('/admin/parked', { do: 'replay', key })).status, 404)
    })
  })

  it('shows no address’s words as its own', async () => {
    for (const said of ['hello', 'constructor', '__proto__'])
      assert.doesNotMatch((await operator.get(`/admin?said=${said}`)).text, /role="status"/)
  })

  it('keeps every typed text a text', async () => {
    const forms: readonly (readonly [string, Record<string, string>])[] = [
      ['/admin/channels', { do: 'open', id: xss, kind: xss, url: xss }],
      ['/admin/stories', { do: 'open', slug: xss, title: xss, company: xss, about: xss, channels: xss, match: xss }],
      ['/admin/stories', { do: 'open', slug: 'hostile', title: xss, company: xss, about: xss, match: xss }],
      ['/admin/stories/hostile', { do: 'topics', 'topic-0-name': xss, 'topic-0-match': xss }],
      ['/admin/stories/hostile', { do: 'statement', kind: 'other', at: '2026-01-01', title: xss, text: xss }],
      [
        '/admin/stories/hostile',
        { do: 'milestone', kind: xss, at: xss, title: xss, text: xss, url: `javascript:${xss}` },
      ],
      ['/admin/keys', { do: 'make', name: xss, expiresAt: xss, 'scope-read': 'yes' }],
      ['/admin/keys', { do: 'make', name: xss, 'scope-read': 'yes' }],
      ['/admin/erase', { do: 'post', source: xss, id: xss, channel: xss }],
      ['/admin/erase', { do: 'author', author: xss, source: xss }],
      [`/admin/channels/${encodeURIComponent(xss)}`, { do: 'close' }],
    ]
    for (const [target, fields] of forms) {
      const answer = await operator.post(target, fields)
      assert.ok(answer.status < 500, `${target} answered ${answer.status}`)
      assert.doesNotMatch(answer.text, /<script>alert/)
    }
    for (const path of ['', '/stories', '/stories/hostile', '/keys']) {
      const page = (await operator.get(`/admin${path}`)).text
      assert.doesNotMatch(page, /<script>alert/)
      assert.match(page, /&lt;script&gt;alert/)
    }
  })

  it('turns away who sends too many forms', async () => {
    const busy = await startAdmin({ writesPerMinute: 3 })
    const answers = await Promise.all([1, 2, 3, 4].map(() => busy.signIn('wrong')))
    await busy.close()
    assert.deepEqual(answers.map(({ answer }) => answer.status).sort(), [401, 401, 401, 429])
  })
})
