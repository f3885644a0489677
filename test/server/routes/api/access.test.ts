// Who may do what: every route of the OpenAPI document with every kind of key, against a table. A new route without a row fails.
import assert from 'node:assert/strict'
import { openApiDocument } from '../../../../server/openapi.ts'
import { operations } from '../../../../server/routes/api/all.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { alertRaised, emerged, finding, inStory, overridden, ruleSet } from '../../../given.ts'
import { createSchemaCheck } from '../../../json-schema.ts'

/** Statuses without a key (where reads are public), then with scope read, ingest, edit, admin. */
const table: { readonly [operation: string]: string } = {
  listStories: '200 200 200 200 200',
  getStory: '200 200 200 200 200',
  openStory: '401 403 403 201 201',
  changeStory: '401 403 403 200 200',
  listLanes: '200 200 200 200 200',
  reanalyse: '401 403 403 202 202',
  getTimeline: '200 200 200 200 200',
  getTopicTimeline: '200 200 200 200 200',
  listTopics: '200 200 200 200 200',
  addTopic: '401 403 403 201 201',
  dismissPhrase: '401 403 403 204 204',
  listPeaks: '200 200 200 200 200',
  listPhases: '200 200 200 200 200',
  setPhase: '401 403 403 200 200',
  withdrawPhase: '401 403 403 200 200',
  backtest: '401 403 403 200 200',
  listAlertRules: '401 403 403 200 200',
  getAlertRule: '401 403 403 200 200',
  addAlertRule: '401 403 403 201 201',
  putAlertRule: '401 403 403 200 200',
  changeAlertRule: '401 403 403 200 200',
  removeAlertRule: '401 403 403 204 204',
  listAlerts: '401 200 403 200 200',
  listStatements: '200 200 200 200 200',
  listMilestones: '200 200 200 200 200',
  recordStatement: '401 403 403 201 201',
  recordMilestone: '401 403 403 201 201',
  listPosts: '200 200 200 200 200',
  labelPost: '401 403 403 200 200',
  getLabelling: '401 403 403 200 200',
  erasePost: '401 403 403 403 202',
  listChannels: '200 200 200 200 200',
  getChannel: '401 403 403 200 200',
  openChannel: '401 403 403 201 201',
  changeChannel: '401 403 403 200 200',
  testChannel: '401 403 403 409 409',
  listReceivers: '401 403 403 403 200',
  getReceiver: '401 403 403 403 200',
  addReceiver: '401 403 403 403 201',
  changeReceiver: '401 403 403 403 200',
  renewReceiverSecret: '401 403 403 403 200',
  removeReceiver: '401 403 403 403 204',
  testReceiver: '401 403 403 403 200',
  listDeliveries: '401 403 403 403 200',
  resendDelivery: '401 403 403 403 202',
  listFollowers: '401 403 403 403 200',
  eraseFollower: '401 403 403 403 200',
  erase: '401 403 403 403 202',
  getReceipt: '200 200 200 200 200',
  askForRemoval: '201 201 201 201 201',
  listRemovals: '401 403 403 403 200',
  getRemoval: '200 200 200 200 200',
  findForRemoval: '401 403 403 403 200',
  grantRemoval: '401 403 403 403 202',
  declineRemoval: '401 403 403 403 200',
  getData: '200 200 200 200 200',
  getMethod: '200 200 200 200 200',
  listKeys: '401 403 403 403 200',
  issueKey: '401 403 403 403 201',
  revokeKey: '401 403 403 403 204',
  listParked: '401 403 403 403 200',
  replayParked: '401 403 403 403 404',
  verify: '401 403 403 403 200',
  rebuild: '401 403 403 403 200',
  postFeedback: '401 403 202 403 202',
  importPosts: '401 403 403 403 200',
  live: '200 200 200 200 200',
  ready: '200 200 200 200 200',
  metrics: '401 403 403 403 200',
  getSummary: '200 200 200 200 200',
  getBadge: '200 200 200 200 200',
  drawBadge: '200 200 200 200 200',
  drawChart: '200 200 200 200 200',
  drawPreview: '200 200 200 200 200',
  embed: '200 200 200 200 200',
  feedAtom: '200 200 200 200 200',
  feedRss: '200 200 200 200 200',
  feedJson: '200 200 200 200 200',
  allFeedAtom: '200 200 200 200 200',
  allFeedRss: '200 200 200 200 200',
  allFeedJson: '200 200 200 200 200',
}
/** Asked for by browsers and readers of feeds: whoever lacks the scope is asked for another key, as a password. */
const seen = /^(getSummary|getBadge|drawBadge|drawChart|drawPreview|embed|(allF|f)eed(Atom|Rss|Json))$/
const scopes = ['', 'read', 'ingest', 'edit', 'admin'] as const
/** Where reads are not public, these stay open: a receipt's id is its key, and health holds nothing of anybody. */
const alwaysOpen = ['getReceipt', 'getRemoval', 'live', 'ready']
const closed = (id: string, row: string) =>
  row.startsWith('200') && !alwaysOpen.includes(id)
    ? row.replace('200 200 200', seen.test(id) ? '401 200 401' : '401 200 403')
    : row

const at = '2017-08-18T17:00:00Z'
const hook = (id: string) => ({ id, kind: 'webhook', url: 'https://127.0.0.1/hook' })

type Route = { readonly id: string; readonly method: string; readonly path: string }
const routesOf = (isPublic: boolean): readonly Route[] =>
  Object.entries(openApiDocument(operations, isPublic).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      id: (described as { operationId: string }).operationId,
      method: method.toUpperCase(),
      path,
    })),
  )

for (const isPublic of [true, false])
  describe(`the API where reads are ${isPublic ? 'public' : 'not public'}`, () => {
    let server: ApiServer
    const keys: Record<string, string> = { '': '' }
    let made = 0
    let receipt = ''
    before(async () => {
      server = await startApi({ isPublic })
      await server.ask('POST', '/api/v1/channels', { body: { id: 'feedback', kind: 'webhook' } })
      const topics = [{ name: 'Opt-out', match: ['opt out'] }]
      await server.ask('POST', '/api/v1/stories', { body: { slug: 'plex', title: 'Plex', topics } })
      for (const scope of scopes)
        if (scope !== '') keys[scope] = (await server.keys.issue({ name: scope, scopes: [scope] })).key
      await server.record(emerged('plex', 'unlock fee'))
      await server.receive('gone', at, finding('negative', [inStory('plex')]))
      await server.ask('POST', '/api/v1/receivers', { body: hook('pager') })
      await server.record(alertRaised('a1', ['pager']))
      const erased = await server.ask('POST', '/api/v1/erasures', { body: { source: 'webhook', id: 'gone' } })
      receipt = erased.body.id
    })
    after(async () => {
      await server.close()
      assert.deepEqual(server.faults, [])
    })

    /** Fresh objects for each call: what one changes, the next does not meet. */
    const prepare = async (id: string) => {
      const n = String(made++)
      const ref = ['erase', 'erasePost', 'labelPost'].includes(id)
        ? await server.receive(n, at, finding('neutral', []))
        : ''
      const key = id === 'revokeKey' ? (await server.keys.issue({ name: n, scopes: ['read'] })).issued.id : 'none'
      if (id === 'withdrawPhase') await server.record(overridden('plex', 'calm', `T ${n}`))
      if (id.endsWith('AlertRule')) await server.record(ruleSet({ id: 'feedback', severity: 1 + (made % 10) }))
      const ofRemoval = ['getRemoval', 'findForRemoval', 'grantRemoval', 'declineRemoval'].includes(id)
      const url = `https://forum.example/${n}`
      const request = ofRemoval ? await server.ask('POST', '/api/v1/removals', { body: { url }, key: '' }) : undefined
      if (id === 'removeReceiver') await server.ask('POST', '/api/v1/receivers', { body: hook(`gone-${n}`) })
      const ofReceiver = ['getReceiver', 'changeReceiver', 'renewReceiverSecret', 'testReceiver'].includes(id)
      const ofDelivery = ['listDeliveries', 'resendDelivery'].includes(id)
      const receiver = id === 'removeReceiver' ? `gone-${n}` : ofReceiver || ofDelivery ? 'pager' : undefined
      const params: Record<string, string> = {
        slug: 'plex',
        name: 'opt-out',
        phrase: 'unlock fee',
        ref,
        key,
        channel: 'feedback',
        alert: 'a1',
        id: receiver ?? request?.body.id ?? (id === 'getReceipt' ? receipt : id === 'revokeKey' ? key : 'feedback'),
      }
      const bodies: Record<string, unknown> = {
        openStory: { slug: `story-${n}`, title: 'T' },
        changeStory: { company: `Company ${n}` },
        recordStatement: { at, kind: 'announcement', title: `T ${n}` },
        recordMilestone: { at, kind: 'press', title: `T ${n}` },
        openChannel: { id: `channel-${n}`, kind: 'webhook' },
        addReceiver: hook(`receiver-${n}`),
        changeReceiver: { name: `T ${n}` },
        eraseFollower: { address: 'reader@example.org' },
        changeChannel: { retentionDays: 1 + Number(n) },
        addAlertRule: { id: `rule-${n}` },
        putAlertRule: { cooldown: '2h' },
        changeAlertRule: { cooldown: '2h' },
        erase: { source: 'webhook', id: n },
        postFeedback: { id: `posted-${n}`, text: 'text', at },
        reanalyse: {},
        setPhase: { phase: 'calm', reason: `T ${n}` },
        withdrawPhase: { reason: `T ${n}` },
        labelPost: { label: 'negative' },
        addTopic: { name: `T ${n}`, match: [`phrase ${n}`] },
        askForRemoval: { url },
        grantRemoval: {},
        declineRemoval: { reason: `Because ${n}` },
        issueKey: { name: n, scopes: ['read'] },
      }
      return { params, body: bodies[id] }
    }
    const call = async ({ id, method, path }: Route, key: string) => {
      const { params, body } = await prepare(id)
      const target = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''))
      // As if a proxy had passed it on: only then does /metrics ask for a key here.
      return server.ask(method, target, { key, body, headers: { 'x-forwarded-for': '192.0.2.1' } })
    }
    const routes = routesOf(isPublic)

    it('has a row for every route', () => {
      assert.deepEqual(routes.map(({ id }) => id).sort(), Object.keys(table).sort())
    })

    for (const operation of routes)
      it(`${operation.id}: ${isPublic ? table[operation.id] : closed(operation.id, table[operation.id] ?? '')}`, async () => {
        const row = table[operation.id] ?? ''
        const statuses: number[] = []
        for (const scope of scopes) statuses.push((await call(operation, keys[scope] ?? '')).status)
        assert.equal(statuses.join(' '), isPublic ? row : closed(operation.id, row))
      })

    it('takes no key that is wrong, revoked or expired', async () => {
      const revoked = await server.keys.issue({ name: 'revoked', scopes: ['admin'] })
      await server.keys.revoke(revoked.issued.id)
      const expiresAt = new Date(server.clock.ms + 1_000).toISOString()
      const expired = await server.keys.issue({ name: 'expired', scopes: ['admin'], expiresAt })
      const before = server.clock.ms
      assert.equal((await server.ask('GET', '/api/v1/keys', { key: expired.key })).status, 200)
      server.clock.ms += 1_000
      const guarded = routes.filter(({ id }) => table[id]?.startsWith('401'))
      for (const key of [`ock_${'x'.repeat(43)}`, 'x', revoked.key, expired.key])
        for (const operation of guarded) assert.equal((await call(operation, key)).status, 401, operation.id)
      server.clock.ms = before
    })

    it('has no other method', async () => {
      const own = routes.filter(({ path }) => path.startsWith('/api/'))
      for (const [path, known] of Map.groupBy(own, ({ path }) => path)) {
        const other = known.some(({ method }) => method === 'PUT') ? 'POST' : 'PUT'
        const { status, headers } = await server.ask(other, path.replace(/\{\w+\}/g, 'x'))
        assert.equal(status, 405, path)
        assert.ok(headers.get('allow'), path)
      }
    })

    it('answers what its OpenAPI document says', async () => {
      const { body: document } = await server.get('/api/v1/openapi.json')
      const check = createSchemaCheck(document)
      for (const route of routes) {
        const answer = await call(route, keys.admin ?? '')
        const described = document.paths[route.path][route.method.toLowerCase()]
        const answers = described.responses[String(answer.status)]
        assert.ok(answers, `${route.id} answers ${answer.status}, which is not described`)
        const schema = answers.content?.['application/json']?.schema
        if (schema !== undefined) assert.deepEqual(check(schema, answer.body), [], route.id)
      }
    })
  })

describe('the API where OUTCRY_PUBLIC is false', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi({ isPublic: false })
  })
  after(() => server.close())

  it('reads with scope read only, and lets no cache share it', async () => {
    const bare = await server.get('/api/v1/stories')
    assert.equal(bare.status, 401)
    assert.equal(bare.headers.get('www-authenticate'), 'Bearer')
    const ingest = await server.keys.issue({ name: 'in', scopes: ['ingest'] })
    assert.equal((await server.ask('GET', '/api/v1/stories', { key: ingest.key })).status, 403)
    const read = await server.keys.issue({ name: 'reader', scopes: ['read'] })
    const answer = await server.ask('GET', '/api/v1/stories', { key: read.key })
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('cache-control'), 'private, no-cache')
    assert.equal(answer.headers.get('access-control-allow-origin'), null)
  })
})

describe('writes of the API', () => {
  it('are limited per key, not per address, and say when to come back', async () => {
    const server = await startApi({ writesPerMinute: 3 })
    try {
      const edit = await server.keys.issue({ name: 'one', scopes: ['edit'] })
      const other = await server.keys.issue({ name: 'two', scopes: ['edit'] })
      const write = (key: string, headers = {}) =>
        server.ask('PATCH', '/api/v1/stories/none', { body: {}, key, headers })
      for (let i = 0; i < 3; i++) assert.equal((await write(edit.key)).status, 404)
      const limited = await write(edit.key, { 'x-forwarded-for': '10.1.1.1' })
      assert.equal(limited.status, 429)
      assert.match(limited.headers.get('ratelimit') ?? '', /^"default"; ?r=0; ?t=\d+/)
      assert.match(limited.headers.get('ratelimit-policy') ?? '', /"default"; ?q=3; ?w=60/)
      const retryAfter = Number(limited.headers.get('retry-after'))
      assert.ok(retryAfter >= 1 && retryAfter <= 66, String(retryAfter))
      assert.equal((await write(other.key)).status, 404)
      assert.equal((await server.get('/api/v1/stories')).status, 200)
      const guesses = []
      for (let i = 0; i < 4; i++)
        guesses.push((await write(`ock_${i}${'x'.repeat(42)}`, { 'x-forwarded-for': `10.1.1.${i}` })).status)
      assert.deepEqual(guesses, [401, 401, 401, 429])
    } finally {
      await server.close()
    }
  })
})
