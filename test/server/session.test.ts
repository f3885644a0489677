// Sessions of the operator's page: opened by a key, ended by time, by revoking, by signing out.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { Identity } from '../../server/keys.ts'
import { createSessions, sessionCookie } from '../../server/session.ts'

const admin: Identity = { id: 'admin', name: 'admin', scopes: ['admin'] }

const given = () => {
  const valid = new Map([['good', admin]])
  const clock = { ms: 0 }
  const sessions = createSessions({
    holder: (key) => valid.get(key),
    random: randomBytes,
    now: () => clock.ms,
    sessionMs: 1_000,
  })
  const open = () => {
    const token = sessions.open('good') as string
    return { token, cookies: `theme=dark; outcry_session=${token}` }
  }
  return { valid, clock, sessions, open }
}

describe('session', () => {
  it('is opened by a valid key only', () => {
    const { sessions, open } = given()
    assert.equal(sessions.open('bad'), undefined)
    assert.equal(sessions.holderOf(open().cookies)?.id, 'admin')
    assert.equal(sessions.holderOf(undefined), undefined)
    assert.equal(sessions.holderOf('outcry_session='), undefined)
    assert.equal(sessions.holderOf('outcry_session=guessed'), undefined)
  })

  it('ends after its time, and when the key is revoked', () => {
    const { sessions, open, clock, valid } = given()
    const { cookies } = open()
    clock.ms = 999
    assert.ok(sessions.holderOf(cookies))
    clock.ms = 1_000
    assert.equal(sessions.holderOf(cookies), undefined)
    const later = open()
    valid.clear()
    assert.equal(sessions.holderOf(later.cookies), undefined)
  })

  it('ends alone when it is signed out', () => {
    const { sessions, open } = given()
    const [first, second] = [open(), open()]
    assert.notEqual(first.token, second.token)
    sessions.close(first.cookies)
    assert.equal(sessions.holderOf(first.cookies), undefined)
    assert.ok(sessions.holderOf(second.cookies))
  })

  it('has a cookie that no script reads and no other site sends', () => {
    const cookie = sessionCookie('t', 43_200_000, true)
    assert.equal(cookie, 'outcry_session=t; Path=/admin; HttpOnly; SameSite=Strict; Max-Age=43200; Secure')
    assert.doesNotMatch(sessionCookie('t', 1_000, false), /Secure/)
  })
})
