// Who may do what: every operation of the API with every kind of key, against a table. A new operation without a row fails.
import assert from 'node:assert/strict'
import { operations } from '../../../../server/routes/api/all.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { finding, inStory } from '../../../given.ts'
import { createSchemaCheck } from '../../../json-schema.ts'

/** Statuses without a key (where reads are public), then with scope read, ingest, edit, admin. */
const table: { readonly [operation: string]: string } = {
  listStories: '200 200 200 200 200',
  getStory: '200 200 200 200 200',
  openStory: '401 403 403 201 201',
  changeStory: '401 403 403 200 200',
  getTimeline: '200 200 200 200 200',
  getTopicTimeline: '200 200 200 200 200',
  listTopics: '200 200 200 200 200',
  listPhases: '200 200 200 200 200',
  listStatements: '200 200 200 200 200',
  listMilestones: '200 200 200 200 200',
  recordStatement: '401 403 403 201 201',
  recordMilestone: '401 403 403 201 201',
  listPosts: '200 200 200 200 200',
  erasePost: '401 403 403 403 202',
  listChannels: '200 200 200 200 200',
  getChannel: '401 403 403 200 200',
  openChannel: '401 403 403 201 201',
  changeChannel: '401 403 403 200 200',
  erase: '401 403 403 403 202',
  getReceipt: '200 200 200 200 200',
  listKeys: '401 403 403 403 200',
  issueKey: '401 403 403 403 201',
  revokeKey: '401 403 403 403 204',
  listParked: '401 403 403 403 200',
  replayParked: '401 403 403 403 404',
  verify: '401 403 403 403 200',
  rebuild: '401 403 403 403 200',
}
const scopes = ['', 'read', 'ingest', 'edit', 'admin'] as const
/** Where reads are not public: only the receipt stays open. */
const closed = (id: string, row: string) =>
  row.startsWith('200') && id !== 'getReceipt' ? row.replace('200 200 200', '401 200 403') : row

const at = '2017-08-18T17:00:00Z'

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
      await server.receive('gone', at, finding('negative', [inStory('plex')]))
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
      const ref = id === 'erase' || id === 'erasePost' ? await server.receive(n, at, finding('neutral', [])) : ''
      const key = id === 'revokeKey' ? (await server.keys.issue({ name: n, scopes: ['read'] })).issued.id : 'none'
      const params: Record<string, string> = {
        slug: 'plex',
        name: 'opt-out',
        ref,
        key,
        id: id === 'getReceipt' ? receipt : id === 'revokeKey' ? key : 'feedback',
      }
      const bodies: Record<string, unknown> = {
        openStory: { slug: `story-${n}`, title: 'T' },
        changeStory: { company: `Company ${n}` },
        recordStatement: { at, kind: 'announcement', title: `T ${n}` },
        recordMilestone: { at, kind: 'press', title: `T ${n}` },
        openChannel: { id: `channel-${n}`, kind: 'webhook' },
        changeChannel: { retentionDays: 1 + Number(n) },
        erase: { source: 'webhook', id: n },
        issueKey: { name: n, scopes: ['read'] },
      }
      return { params, body: bodies[id] }
    }
    const call = async (operation: (typeof operations)[number], key: string) => {
      const { params, body } = await prepare(operation.id)
      const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''))
      return server.ask(operation.method.toUpperCase(), `/api/v1${path}`, { key, body })
    }

    it('has a row for every operation', () => {
      assert.deepEqual(operations.map(({ id }) => id).sort(), Object.keys(table).sort())
    })

    for (const operation of operations)
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
      const guarded = operations.filter(({ id }) => table[id]?.startsWith('401'))
      for (const key of [`ock_${'x'.repeat(43)}`, 'x', revoked.key, expired.key])
        for (const operation of guarded) assert.equal((await call(operation, key)).status, 401, operation.id)
      server.clock.ms = before
    })

    it('answers what its OpenAPI document says', async () => {
      const { body: document } = await server.get('/api/v1/openapi.json')
      const check = createSchemaCheck(document)
      for (const operation of operations) {
        const answer = await call(operation, keys.admin ?? '')
        const described = document.paths[`/api/v1${operation.path}`][operation.method]
        assert.equal(described.operationId, operation.id)
        const answers = described.responses[String(answer.status)]
        assert.ok(answers, `${operation.id} answers ${answer.status}, which is not described`)
        const schema = answers.content?.['application/json']?.schema
        if (schema !== undefined) assert.deepEqual(check(schema, answer.body), [], operation.id)
      }
    })
  })
