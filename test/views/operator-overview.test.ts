// The operator's first page: whether all is well is said in one line, and where links lead.
import assert from 'node:assert/strict'
import { overviewView } from '../../views/admin/overview.ts'

const well = {
  readiness: { ready: true, checks: { log: 'ok', readModel: 'ok', disk: 'ok' } },
  head: 1,
  version: 1,
  freeBytes: undefined,
  stories: [],
  channels: [{ id: 'feedback', state: 'silent', posts: 0, problem: null }],
  receivers: [{ off: { why: 'by hand' }, failures: 3, waiting: 1 }],
  parked: 0,
  requests: 0,
  nowMs: 0,
  address: 'https://outcry.example',
}
type Overview = Parameters<typeof overviewView>[0]
const summaryOf = (changes: Partial<Overview>) => overviewView({ ...well, ...changes }).summary

describe('the operator’s first page', () => {
  it('says that everything works only while nothing fails that nobody switched off', () => {
    assert.equal(summaryOf({}), 'Everything works.')
    const troubles: readonly Partial<Overview>[] = [
      { parked: 1 },
      { readiness: { ...well.readiness, ready: false } },
      { channels: [{ id: 'forum', state: 'failing', posts: 1, problem: 'it answers 500' }] },
      { receivers: [{ off: null, failures: 1, waiting: 1 }] },
      { receivers: [{ off: { why: 'it answered 410' }, failures: 1, waiting: 1 }] },
    ]
    for (const trouble of troubles) assert.equal(summaryOf(trouble), 'Not everything works: see below.')
  })

  it('names where links lead, and says so when nobody else gets there', () => {
    const linksOf = (address: string) =>
      overviewView({ ...well, address }).state.find(({ name }) => name === 'Links begin with')?.value
    assert.equal(linksOf('https://outcry.example'), 'https://outcry.example')
    for (const here of ['http://127.0.0.1:3000', 'http://[::1]:3000', 'http://localhost'])
      assert.match(linksOf(here) ?? '', /which is this machine alone: set OUTCRY_PUBLIC_URL/, here)
  })
})
